package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PullResult;
import io.github.rocketmqlite.internal.codec.MessageBatch;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.StoredMessage;
import io.github.rocketmqlite.internal.codec.command.MaxOffsetRequest;
import io.github.rocketmqlite.internal.codec.command.MinOffsetRequest;
import io.github.rocketmqlite.internal.codec.command.PullMessageRequest;
import io.github.rocketmqlite.internal.codec.command.PullMessageResponse;
import io.github.rocketmqlite.internal.codec.command.SearchOffsetRequest;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Questions about queues that need no assignment: which there are, their offsets, and
 * messages at an offset.
 * <p>
 * Threading: thread-safe and never blocking.
 */
final class QueueReads {

	private static final Logger logger = LoggerFactory.getLogger(QueueReads.class);

	/** How much later than asked brokers look at pulls they hold (protocol 9.3). */
	private static final Duration BROKER_DELAY = Duration.ofSeconds(5);

	private final Cluster cluster;

	private final String group;

	private final Duration requestTimeout;

	QueueReads(Cluster cluster, String group, Duration requestTimeout) {
		this.cluster = cluster;
		this.group = group;
		this.requestTimeout = requestTimeout;
	}

	CompletableFuture<Set<MessageQueue>> queues(String topic) {
		return this.cluster.route(topic, Deadline.after(this.requestTimeout))
			.thenApply((route) -> new LinkedHashSet<>(route.subscribeQueues()));
	}

	CompletableFuture<Long> minOffset(MessageQueue queue) {
		return ask(queue, new MinOffsetRequest(queue.topic(), queue.queueId(), queue.brokerName()));
	}

	CompletableFuture<Long> maxOffset(MessageQueue queue) {
		return ask(queue, new MaxOffsetRequest(queue.topic(), queue.queueId(), queue.brokerName()));
	}

	CompletableFuture<Long> offsetAt(MessageQueue queue, Instant time) {
		return ask(queue,
				new SearchOffsetRequest(queue.topic(), queue.queueId(), time.toEpochMilli(), queue.brokerName()));
	}

	/** Only the master's word counts. */
	private <R> CompletableFuture<R> ask(MessageQueue queue, Request<R> request) {
		Deadline deadline = Deadline.after(this.requestTimeout);
		return atQueue(queue, deadline, (route) -> this.cluster.callMaster(queue.brokerName(), request, deadline));
	}

	private <R> CompletableFuture<R> atQueue(MessageQueue queue, Deadline deadline,
			Function<TopicRoute, CompletableFuture<R>> question) {
		return this.cluster.route(queue.topic(), deadline).thenCompose((route) -> {
			if (!route.subscribeQueues().contains(queue)) {
				return CompletableFuture.failedFuture(new IllegalArgumentException("Topic " + queue.topic()
						+ " has no queue " + queue + " that can be read, only " + route.subscribeQueues()));
			}
			return question.apply(route);
		});
	}

	CompletableFuture<PullResult> pull(MessageQueue queue, long offset, int maxMessages, Filter filter, Duration wait) {
		PullMessageRequest request = PullMessageRequest.of(this.group, queue, offset, maxMessages, wait.toMillis(), 0,
				filter.type().name(), filter.expression());
		Deadline deadline = Deadline.after(wait.isZero() ? this.requestTimeout : timeout(wait));
		return atQueue(queue, deadline, (route) -> this.cluster
			.callReplica(new Cluster.Replica(queue.topic(), queue.brokerName(), 0), request, deadline))
			.thenApply((response) -> result(queue, response, filter));
	}

	/** The most time that a pull takes which the broker may hold. */
	Duration timeout(Duration wait) {
		return wait.plus(BROKER_DELAY).plus(this.requestTimeout);
	}

	private PullResult result(MessageQueue queue, PullMessageResponse response, Filter filter) {
		for (MessageBatch.Undecodable bad : response.batch().undecodable()) {
			logger.error("Message of {} at offset {} cannot be decoded and is skipped for group {}: {}", queue,
					bad.queueOffset(), this.group, bad.reason());
		}
		PullResult.Status status = switch (response.status()) {
			case FOUND -> PullResult.Status.FOUND;
			case NO_NEW_MESSAGE -> PullResult.Status.NO_NEW_MESSAGE;
			case NO_MATCHED_MESSAGE -> PullResult.Status.NO_MATCHED_MESSAGE;
			case OFFSET_MOVED -> PullResult.Status.OFFSET_ILLEGAL;
		};
		List<ReceivedMessage> wanted = new ArrayList<>();
		for (StoredMessage message : response.batch().messages()) {
			if (filter.accepts(message.tag())) {
				wanted.add(message);
			}
		}
		return new PullResult(status, wanted, response.nextOffset(), response.minOffset(), response.maxOffset());
	}

}
