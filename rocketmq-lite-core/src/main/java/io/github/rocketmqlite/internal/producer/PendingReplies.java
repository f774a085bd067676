package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.github.rocketmqlite.BackPressureException;
import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.MessageProperties;
import io.github.rocketmqlite.internal.codec.command.PushedReply;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.ServerRequestHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one client that wait for replies, a bounded number of them. Takes the
 * replies that brokers push, and always answers them: a broker reports to the replier
 * what it does not hear of.
 * <p>
 * Threading: thread-safe and never blocking.
 */
public final class PendingReplies implements ServerRequestHandler {

	private static final Logger logger = LoggerFactory.getLogger(PendingReplies.class);

	private static final Reply TAKEN = new Reply(0, "", new byte[0]);

	private final int maxPending;

	private final ScheduledExecutorService timer;

	private final Executor callbacks;

	private final Map<String, PendingReply> pending = new ConcurrentHashMap<>();

	private final LongAdder lateReplies = new LongAdder();

	/**
	 * Creates an empty table.
	 * @param maxPending how many requests may wait at the same time
	 * @param timer ends those whose time is over
	 * @param callbacks completes the application's futures
	 */
	public PendingReplies(int maxPending, ScheduledExecutorService timer, Executor callbacks) {
		this.maxPending = maxPending;
		this.timer = timer;
		this.callbacks = callbacks;
	}

	/**
	 * Lets a request wait for its reply.
	 * @throws BackPressureException when as many as may wait do so
	 */
	PendingReply add(Message request, String group, Duration timeout) {
		if (this.pending.size() >= this.maxPending) {
			throw new BackPressureException("The request to topic '" + request.topic() + "' was not sent: "
					+ this.maxPending + " requests wait for replies, which is the limit");
		}
		String id = Objects.requireNonNull(request.correlation(), "correlation").id();
		PendingReply reply = new PendingReply(id, request, group, timeout, this.callbacks,
				() -> this.pending.remove(id));
		this.pending.put(id, reply);
		try {
			reply.endsWith(this.timer.schedule(reply::timeout, Math.max(0, Deadline.after(timeout).nanos()),
					TimeUnit.NANOSECONDS));
		}
		catch (RejectedExecutionException ex) {
			this.pending.remove(id);
			throw new ClientClosedException("The client is closed", Outcome.NOT_SENT, ex);
		}
		return reply;
	}

	@Override
	public CompletableFuture<Reply> handle(Frame request) {
		PushedReply reply = PushedReply.decode(request);
		String id = reply.property(MessageProperties.CORRELATION_ID);
		PendingReply waiting = (id != null) ? this.pending.get(id) : null;
		if (waiting != null) {
			waiting.complete(reply);
		}
		else {
			this.lateReplies.increment();
			logger.debug("{} pushed a reply to request {}, for which nobody waits any more", request.peer(), id);
		}
		return CompletableFuture.completedFuture(TAKEN);
	}

	/**
	 * Ends the requests of a group, whose producer is closed.
	 */
	void abandon(String group) {
		for (PendingReply reply : List.copyOf(this.pending.values())) {
			if (reply.group().equals(group)) {
				reply.fail(new ClientClosedException(
						"The producer of group '" + group + "' was closed while a request waited for its reply",
						Outcome.UNKNOWN, null));
			}
		}
	}

	/**
	 * How many requests wait.
	 */
	public int size() {
		return this.pending.size();
	}

	/**
	 * How many replies came for which nobody waited.
	 */
	public long lateReplies() {
		return this.lateReplies.sum();
	}

}
