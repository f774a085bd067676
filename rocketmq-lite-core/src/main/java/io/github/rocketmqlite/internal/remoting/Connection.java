package io.github.rocketmqlite.internal.remoting;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.Request;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection to one address: a state machine that connects when there is
 * something to send, holds requests until it is ready, and pauses after failures. A lost
 * connection comes back with the next request.
 * <p>
 * Threading: any thread submits requests; everything else is confined to the event loop,
 * which collects what was submitted meanwhile and flushes it once.
 */
final class Connection implements InFlightHandler.Owner {

	/** Requests that wait for a connection to be established. */
	static final int MAX_WAITING = 4_096;

	/** Requests that are accepted and not answered. */
	static final int MAX_PENDING = 65_536;

	private static final Logger logger = LoggerFactory.getLogger(Connection.class);

	private final String address;

	private final ServerAddress target;

	private final ConnectionSettings settings;

	private final EventLoop loop;

	private final Backoff backoff;

	private final HandoverQueue handover = new HandoverQueue();

	private final AtomicInteger pending = new AtomicInteger();

	private final WaitingRequests waiting;

	private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();

	private volatile State state = State.IDLE;

	private @Nullable ConnectAttempt attempt;

	private @Nullable Future<?> pause;

	private @Nullable InFlightHandler wire;

	private @Nullable Throwable closeCause;

	/**
	 * Prepares a connection.
	 * @throws IllegalArgumentException when the address is not {@code host:port}
	 */
	Connection(String address, ConnectionSettings settings) {
		this.address = address;
		this.target = ServerAddress.parse(address);
		this.settings = settings;
		this.loop = settings.io().nextLoop();
		this.backoff = new Backoff(settings.options().reconnectBackoffMax());
		this.waiting = new WaitingRequests(this.loop);
	}

	<R> CompletableFuture<R> call(Request<R> request, Deadline deadline) {
		PendingRequest<R> accepted = PendingRequest.twoWay(this.address, request, deadline, this.pending);
		submit(accepted);
		return accepted;
	}

	CompletableFuture<@Nullable Void> sendOneway(Request<?> request, Deadline deadline) {
		PendingRequest<@Nullable Void> accepted = PendingRequest.oneway(this.address, request, deadline, this.pending);
		submit(accepted);
		return accepted;
	}

	boolean isReady() {
		return this.state == State.READY;
	}

	/**
	 * The number of requests that have not ended.
	 */
	int pending() {
		return this.pending.get();
	}

	/**
	 * Ends the connection for good if no request is pending.
	 * @param leave called on the event loop before the connection refuses requests
	 */
	void closeIfUnused(Consumer<Connection> leave) {
		this.loop.execute(() -> {
			if (this.pending.get() == 0 && this.state != State.CLOSED) {
				leave.accept(this);
				closeNow(new IOException("the connection was closed because no route names the address any more"));
			}
		});
	}

	/**
	 * Ends the connection for good and fails all its requests.
	 */
	void close(Throwable cause) {
		try {
			this.loop.execute(() -> closeNow(cause));
		}
		catch (RejectedExecutionException ex) {
			this.handover.failAll(cause);
			this.closed.complete(null);
		}
	}

	/**
	 * Completes once the connection has ended for good.
	 */
	CompletableFuture<@Nullable Void> closed() {
		return this.closed;
	}

	private void submit(PendingRequest<?> request) {
		if (this.pending.get() > MAX_PENDING) {
			request.fail(new IOException(MAX_PENDING + " requests to this server await their answers already"));
			return;
		}
		if (this.handover.add(request)) {
			try {
				this.loop.execute(this::takeOver);
			}
			catch (RejectedExecutionException ex) {
				this.handover
					.failAll(new ClientClosedException("the client's I/O threads have ended", Outcome.NOT_SENT, ex));
			}
		}
	}

	private void takeOver() {
		PendingRequest<?> request = this.handover.takeAll();
		while (request != null) {
			PendingRequest<?> next = request.next();
			request.linkTo(null);
			accept(request);
			request = next;
		}
		if (this.wire != null) {
			this.wire.flush();
		}
	}

	private void accept(PendingRequest<?> request) {
		if (this.closeCause != null) {
			request.fail(this.closeCause);
		}
		else if (this.wire == null) {
			awaitConnection(request);
		}
		else if (this.waiting.isEmpty() && this.wire.isWritable()) {
			this.wire.write(request);
		}
		else {
			this.waiting.add(request);
		}
	}

	private void awaitConnection(PendingRequest<?> request) {
		if (this.waiting.size() >= MAX_WAITING) {
			request.fail(new IOException(MAX_WAITING + " requests wait for the connection already"));
			return;
		}
		this.waiting.add(request);
		if (this.state == State.IDLE) {
			connect();
		}
	}

	private void connect() {
		this.state = State.CONNECTING;
		this.attempt = new ConnectAttempt(this.target, this.settings, this.loop,
				new ChannelPipelineInitializer(this.address, this.target, this.settings, this));
		this.attempt.start().whenComplete((channel, failure) -> {
			this.attempt = null;
			if (this.state == State.CONNECTING) {
				if (channel != null) {
					connected(channel);
				}
				else {
					notConnected(failure);
				}
			}
		});
	}

	private void connected(Channel channel) {
		this.wire = channel.pipeline().get(InFlightHandler.class);
		this.state = State.READY;
		logger.debug("[{}] Connected to {}", this.settings.clientName(), this.address);
		this.settings.tellListener((listener) -> listener.onReady(this.address));
		writeWaiting();
	}

	private void notConnected(Throwable failure) {
		Duration delay = backOff();
		logger.debug("[{}] Could not connect to {}, pausing {} ms", this.settings.clientName(), this.address,
				delay.toMillis(), failure);
		String text = (failure.getMessage() != null) ? failure.getMessage() : failure.toString();
		this.waiting.failAll(new IOException("could not connect: " + text, failure));
	}

	private Duration backOff() {
		Duration delay = this.backoff.next();
		this.state = State.BACKOFF;
		this.pause = this.loop.schedule(this::pauseEnded, delay.toNanos(), TimeUnit.NANOSECONDS);
		return delay;
	}

	private void pauseEnded() {
		this.state = State.IDLE;
		if (!this.waiting.isEmpty()) {
			connect();
		}
	}

	private void writeWaiting() {
		if (this.wire != null) {
			this.waiting.writeTo(this.wire);
			this.wire.flush();
		}
	}

	@Override
	public void onWritable() {
		// not at once: this may be in the middle of a flush
		this.loop.execute(this::writeWaiting);
	}

	@Override
	public void onLost(InFlightHandler handler, Throwable cause) {
		if (handler != this.wire) {
			return;
		}
		this.wire = null;
		if (this.state != State.CLOSED) {
			logger.debug("[{}] Lost the connection to {}: {}", this.settings.clientName(), this.address,
					cause.toString());
			if (handler.hasHeard() && !(cause instanceof ProtocolException)) {
				this.backoff.reset();
				this.state = State.IDLE;
			}
			else {
				backOff();
			}
			this.waiting.failAll(cause);
		}
		else {
			this.loop.execute(() -> this.closed.complete(null));
		}
		this.settings.tellListener((listener) -> listener.onLost(this.address, cause));
	}

	private void closeNow(Throwable cause) {
		this.state = State.CLOSED;
		this.closeCause = cause;
		if (this.pause != null) {
			this.pause.cancel(false);
		}
		if (this.attempt != null) {
			this.attempt.cancel(cause);
		}
		this.handover.failAll(cause);
		this.waiting.failAll(cause);
		if (this.wire == null) {
			this.closed.complete(null);
		}
		else {
			this.wire.close(cause);
		}
	}

	/**
	 * The states of a connection.
	 */
	private enum State {

		IDLE, CONNECTING, READY, BACKOFF, CLOSED

	}

}
