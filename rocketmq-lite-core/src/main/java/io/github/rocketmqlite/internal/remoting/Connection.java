package io.github.rocketmqlite.internal.remoting;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
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

	/**
	 * One-way requests that come in a stream wait that long for each other, so that they
	 * leave in few writes: nobody waits for them.
	 */
	private static final long GATHER_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

	private static final Logger logger = LoggerFactory.getLogger(Connection.class);

	private final String address;

	private final ServerAddress target;

	private final ConnectionSettings settings;

	private final EventLoop loop;

	private final Backoff backoff;

	private final HandoverQueue handover = new HandoverQueue();

	private final Runnable takeOver = this::takeOver;

	private final Runnable takeOverNow = this::takeOverNow;

	/** Whether one-way requests are being waited for; written by the event loop. */
	private volatile boolean gathering;

	private long takenOverAt = System.nanoTime();

	private final RequestTally tally;

	private final WaitingRequests waiting;

	private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();

	private volatile State state = State.IDLE;

	private @Nullable ConnectAttempt attempt;

	private @Nullable Future<?> pause;

	private @Nullable InFlightHandler wire;

	private final DepartingChannels departing = new DepartingChannels();

	private final MalformedAnswers malformed = new MalformedAnswers(System::nanoTime);

	private @Nullable Throwable avoidedBecause;

	private @Nullable Throwable renewalDue;

	private @Nullable Throwable closeCause;

	/**
	 * Prepares a connection.
	 * @throws IllegalArgumentException when the address is not {@code host:port} or not
	 * allowed
	 */
	Connection(String address, ConnectionSettings settings) {
		this.address = address;
		this.target = ServerAddress.parse(address);
		settings.options().network().requireAllowed(this.target);
		this.settings = settings;
		this.loop = settings.io().nextLoop();
		this.backoff = new Backoff(settings.options().reconnectBackoffMax());
		this.waiting = new WaitingRequests(this.loop);
		this.tally = new RequestTally(settings.counters());
	}

	<R> CompletableFuture<R> call(Request<R> request, Deadline deadline) {
		PendingRequest<R> accepted = PendingRequest.twoWay(this.address, request, deadline, this.tally);
		submit(accepted);
		return accepted;
	}

	<R> void call(Request<R> request, Deadline deadline, RequestEnd<? super R> listener) {
		submit(PendingRequest.twoWay(this.address, request, deadline, this.tally, listener));
	}

	CompletableFuture<@Nullable Void> sendOneway(Request<?> request, Deadline deadline) {
		PendingRequest<@Nullable Void> accepted = PendingRequest.oneway(this.address, request, deadline, this.tally);
		submit(accepted);
		return accepted;
	}

	void sendOneway(Request<?> request, Deadline deadline, RequestEnd<?> listener) {
		submit(PendingRequest.oneway(this.address, request, deadline, this.tally, listener));
	}

	boolean isReady() {
		return this.state == State.READY;
	}

	State state() {
		return this.state;
	}

	/**
	 * The number of requests that have not ended.
	 */
	int pending() {
		return this.tally.pending();
	}

	/**
	 * Ends the connection for good if no request is pending.
	 * @param leave called on the event loop before the connection refuses requests
	 */
	void closeIfUnused(Consumer<Connection> leave) {
		this.loop.execute(() -> {
			if (this.tally.pending() == 0 && this.state != State.CLOSED) {
				leave.accept(this);
				closeNow(new IOException("the connection was closed because no route names the address any more"));
			}
		});
	}

	/**
	 * Replaces the channel, or the one that is being opened, by another that is made
	 * anew. What is in flight has some seconds to end on the old one.
	 */
	void renew(Throwable cause) {
		this.loop.execute(() -> {
			if (this.state == State.CONNECTING) {
				this.renewalDue = cause;
			}
			else if (this.state == State.READY && this.wire != null) {
				renewNow(this.wire, cause);
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
		if (this.tally.pending() > MAX_PENDING) {
			request.fail(new IOException(MAX_PENDING + " requests to this server await their answers already"));
			return;
		}
		boolean first = this.handover.add(request);
		if (first || (this.gathering && !request.isOneway())) {
			try {
				this.loop.execute(first ? this.takeOver : this.takeOverNow);
			}
			catch (RejectedExecutionException ex) {
				this.handover
					.failAll(new ClientClosedException("the client's I/O threads have ended", Outcome.NOT_SENT, ex));
			}
		}
	}

	private void takeOver() {
		boolean stream = System.nanoTime() - this.takenOverAt < GATHER_NANOS;
		if (stream && this.state == State.READY && this.handover.holdsOnewaysOnly()) {
			this.gathering = true;
			this.loop.schedule(this.takeOverNow, GATHER_NANOS, TimeUnit.NANOSECONDS);
			return;
		}
		takeOverNow();
	}

	private void takeOverNow() {
		this.gathering = false;
		this.takenOverAt = System.nanoTime();
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
		else if (this.avoidedBecause != null) {
			request.fail(this.avoidedBecause);
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
		if (this.renewalDue != null && this.wire != null) {
			renewNow(this.wire, this.renewalDue);
		}
	}

	private void notConnected(Throwable failure) {
		this.renewalDue = null;
		Duration delay = backOff(this.backoff.next());
		logger.debug("[{}] Could not connect to {}, pausing {} ms", this.settings.clientName(), this.address,
				delay.toMillis(), failure);
		String text = (failure.getMessage() != null) ? failure.getMessage() : failure.toString();
		this.waiting.failAll(new IOException("could not connect: " + text, failure));
	}

	private Duration backOff(Duration delay) {
		this.state = State.BACKOFF;
		this.pause = this.loop.schedule(this::pauseEnded, delay.toNanos(), TimeUnit.NANOSECONDS);
		return delay;
	}

	private void pauseEnded() {
		this.state = State.IDLE;
		this.avoidedBecause = null;
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
	public boolean onGoAway(InFlightHandler handler, PendingRequest<?> request) {
		if (this.closeCause != null || !request.mayBeSentAgain() || (handler == this.wire && !leave(handler))) {
			return false;
		}
		request.takeBack();
		accept(request);
		if (this.wire != null) {
			this.wire.flush();
		}
		return true;
	}

	/** Lets go of a channel whose server stops; the next request opens another. */
	private boolean leave(InFlightHandler handler) {
		if (!this.departing.isTimeToLeave()) {
			return false;
		}
		logger.debug("[{}] Leaving a connection to {}, whose server is about to stop", this.settings.clientName(),
				this.address);
		depart(handler, new IOException("the server asked its clients to go away"));
		return true;
	}

	private void depart(InFlightHandler handler, Throwable cause) {
		this.wire = null;
		this.state = State.IDLE;
		this.settings.tellListener((listener) -> listener.onLost(this.address, cause));
		this.departing.leave(handler, cause);
	}

	private void renewNow(InFlightHandler handler, Throwable cause) {
		logger.debug("[{}] Replacing the connection to {}: {}", this.settings.clientName(), this.address,
				cause.getMessage());
		this.renewalDue = null;
		depart(handler, cause);
		this.loop.schedule(() -> this.departing.close(handler, cause), DepartingChannels.LONGEST.toNanos(),
				TimeUnit.NANOSECONDS);
		connect();
	}

	@Override
	public void onLost(InFlightHandler handler, Throwable cause) {
		if (handler != this.wire) {
			this.departing.closed(handler);
			completeIfGone();
			return;
		}
		this.wire = null;
		if (this.state != State.CLOSED) {
			logger.debug("[{}] Lost the connection to {}: {}", this.settings.clientName(), this.address,
					cause.toString());
			if (cause instanceof ProtocolException) {
				malformedAnswer(cause);
			}
			else if (handler.hasHeard()) {
				this.backoff.reset();
				this.state = State.IDLE;
			}
			else {
				backOff(this.backoff.next());
			}
			this.waiting.failAll(cause);
		}
		else {
			completeIfGone();
		}
		this.settings.tellListener((listener) -> listener.onLost(this.address, cause));
	}

	/**
	 * Requests fail at once while the address is avoided, so that they may go elsewhere.
	 */
	private void malformedAnswer(Throwable cause) {
		this.settings.counters().malformedAnswers().increment();
		if (!this.malformed.isOneTooMany()) {
			backOff(this.backoff.next());
			return;
		}
		this.settings.counters().malformedPauses().increment();
		String text = MalformedAnswers.LIMIT + " malformed answers within " + MalformedAnswers.WINDOW.toSeconds()
				+ " s; the address is avoided for " + MalformedAnswers.PAUSE.toSeconds() + " s";
		logger.warn("[{}] {} gave {}. The last: {}", this.settings.clientName(), this.address, text,
				cause.getMessage());
		this.avoidedBecause = new IOException("the server gave " + text);
		backOff(MalformedAnswers.PAUSE);
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
		this.departing.closeAll(cause);
		if (this.wire != null) {
			this.wire.close(cause);
		}
		completeIfGone();
	}

	private void completeIfGone() {
		if (this.state == State.CLOSED && this.wire == null && this.departing.isEmpty()) {
			// later: the channel that goes is about to fail what was in flight on it
			this.loop.execute(() -> this.closed.complete(null));
		}
	}

	/**
	 * The states of a connection.
	 */
	enum State {

		IDLE, CONNECTING, READY, BACKOFF, CLOSED

	}

}
