package io.github.rocketmqlite.internal.consumer;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.BrokerCommand;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.internal.codec.command.ConsumerRunningInfo;
import io.github.rocketmqlite.internal.codec.command.DirectConsumption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators can do with a consumer by way of a broker, as far as its options allow
 * it.
 * <p>
 * Threading: thread-safe and never blocking; the listener runs on its own threads, stacks
 * are taken on the callback threads.
 */
final class RemoteControl {

	private static final Logger logger = LoggerFactory.getLogger(RemoteControl.class);

	private final PushConsumerOptions options;

	private final Listener listener;

	private final ListenerThreads threads;

	private final Executor callbacks;

	private final QueueControl queues;

	private final RunningInfo info;

	RemoteControl(PushConsumerOptions options, Listener listener, ListenerThreads threads, Executor callbacks,
			QueueControl queues, RunningInfo info) {
		this.options = options;
		this.listener = listener;
		this.threads = threads;
		this.callbacks = callbacks;
		this.queues = queues;
		this.info = info;
	}

	boolean allows(BrokerCommand command) {
		return this.options.brokerCommands().contains(command);
	}

	/** Goes on at other offsets. */
	void reset(Map<MessageQueue, Long> offsets, String peer) {
		logger.warn("{} resets offsets of group {}: {}", peer, this.options.group(), offsets);
		this.queues.seekOwned(offsets).whenComplete((done, failure) -> {
			if (failure != null) {
				logger.warn("The reset of offsets of group {} by {} did not succeed", this.options.group(), peer,
						failure);
			}
		});
	}

	/** The progress in a topic. */
	Map<MessageQueue, Long> status(String topic) {
		return this.queues.positions()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().topic().equals(topic))
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	/** What the consumer is doing. */
	CompletableFuture<ConsumerRunningInfo> runningInfo(boolean withStacks) {
		return CompletableFuture.supplyAsync(() -> this.info.collect(withStacks && allows(BrokerCommand.THREAD_DUMP)),
				this.callbacks);
	}

	/** Hands a message to the listener, beside the ordinary deliveries. */
	CompletableFuture<DirectConsumption.Result> consume(ReceivedMessage message, String peer) {
		logger.info("{} hands message {} of topic {} to group {}", peer, message.messageId(), message.topic(),
				this.options.group());
		return CompletableFuture.supplyAsync(() -> call(message), this.threads::execute)
			.thenCompose((result) -> result);
	}

	private CompletableFuture<DirectConsumption.Result> call(ReceivedMessage message) {
		long started = System.nanoTime();
		try {
			CompletionStage<? extends @Nullable List<ConsumeOutcome>> outcomes = this.listener.handler()
				.handle(List.of(message));
			return (outcomes != null) ? outcomes.handle(
					(list, failure) -> (failure == null) ? returned(list, started) : failed(message, failure, started))
				.toCompletableFuture() : CompletableFuture.completedFuture(returned(null, started));
		}
		catch (Throwable failure) {
			return CompletableFuture.completedFuture(failed(message, failure, started));
		}
		finally {
			// as after every delivery, the flag is not the next one's
			Thread.interrupted();
		}
	}

	private DirectConsumption.Result returned(@Nullable List<ConsumeOutcome> outcomes, long started) {
		String result = (outcomes == null) ? "CR_RETURN_NULL"
				: Listener.SUCCESS.equals(outcomes) ? "CR_SUCCESS" : "CR_LATER";
		return new DirectConsumption.Result(result, this.options.handling().ordered(), null, millisSince(started));
	}

	private DirectConsumption.Result failed(ReceivedMessage message, Throwable failure, long started) {
		logger.warn("Listener of group {} failed for message {} that an operator handed to it", this.options.group(),
				message.messageId(), failure);
		return new DirectConsumption.Result("CR_THROW_EXCEPTION", this.options.handling().ordered(), failure.toString(),
				millisSince(started));
	}

	private static long millisSince(long started) {
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
	}

}
