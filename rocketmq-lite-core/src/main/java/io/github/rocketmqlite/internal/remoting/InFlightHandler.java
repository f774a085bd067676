package io.github.rocketmqlite.internal.remoting;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.timeout.IdleStateEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ties answers to requests on one channel: gives each request a correlation id, remembers
 * it until its answer, its deadline or the end of the channel, and ends it exactly once.
 * Answers are read here, on the event loop; a request that is answered with GO_AWAY goes
 * back to the owner, who may send it elsewhere.
 * <p>
 * Threading: confined to the event loop of its channel.
 */
final class InFlightHandler extends ChannelInboundHandlerAdapter {

	/** The server is about to stop and did not execute the request. */
	private static final int GO_AWAY = 1500;

	private static final Logger logger = LoggerFactory.getLogger(InFlightHandler.class);

	private final String address;

	private final Owner owner;

	private final LongAdder lateAnswers;

	private final FrameEncoder encoder;

	private final ServerRequests serverRequests;

	private final Silence silence = new Silence(System.nanoTime());

	private final InFlightRequests inFlight = new InFlightRequests();

	private @Nullable ChannelHandlerContext ctx;

	private @Nullable DeadlineTimer timer;

	private @Nullable Throwable closeCause;

	private boolean heard;

	private @Nullable Throwable departure;

	InFlightHandler(String address, HeaderFormat headerFormat, ServerRequestHandler handler, Owner owner,
			LongAdder lateAnswers) {
		this.address = address;
		this.owner = owner;
		this.lateAnswers = lateAnswers;
		this.encoder = new FrameEncoder(headerFormat, this::onewayWritten);
		this.serverRequests = new ServerRequests(handler, this.encoder);
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		this.ctx = ctx;
		this.timer = new DeadlineTimer(ctx.executor(), this::expireDue);
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		this.encoder.release();
	}

	/**
	 * Whether the server ever said something: only then the connection counts as sound.
	 */
	boolean hasHeard() {
		return this.heard;
	}

	boolean isWritable() {
		return context().channel().isWritable();
	}

	/**
	 * The id for the next request, for tests of what happens at the end of the range.
	 */
	void continueWith(int opaque) {
		this.inFlight.continueWith(opaque);
	}

	/**
	 * Encodes a request; it leaves with the next {@link #flush()}.
	 */
	void write(PendingRequest<?> request) {
		if (request.endIfMoot()) {
			return;
		}
		this.inFlight.add(request);
		try {
			this.encoder.request(context(), request);
		}
		catch (Throwable ex) {
			this.inFlight.remove(request);
			request.notEncoded(ex);
			return;
		}
		deadlines().arm(request.expiresAt());
	}

	void flush() {
		this.encoder.flush(context());
	}

	/**
	 * Closes the channel; what is in flight fails with the cause.
	 */
	void close(Throwable cause) {
		if (this.closeCause == null) {
			this.closeCause = cause;
		}
		context().close();
	}

	/**
	 * Takes no more requests and closes the channel as soon as nothing is in flight.
	 */
	void closeWhenUnused(Throwable cause) {
		this.departure = cause;
		closeIfUnused();
	}

	private void closeIfUnused() {
		if (this.departure != null && this.inFlight.isEmpty()) {
			close(this.departure);
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		Frame frame = (Frame) message;
		this.heard = true;
		try {
			// servers number their requests as they like, so the flag decides, not the id
			if (frame.isAnswer()) {
				answer(frame);
			}
			else {
				this.serverRequests.handle(ctx, frame);
			}
		}
		finally {
			frame.release();
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		this.silence.broken(System.nanoTime());
		ctx.fireChannelReadComplete();
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext ctx) {
		if (ctx.channel().isWritable()) {
			this.owner.onWritable();
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
		if (event instanceof IdleStateEvent && this.inFlight.isEmpty()) {
			this.heard = true;
			close(new IOException("the connection was idle for too long"));
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		Throwable reason = (cause instanceof DecoderException && cause.getCause() != null) ? cause.getCause() : cause;
		logger.debug("Closing the connection to {}: {}", this.address, reason.toString());
		close(reason);
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		Throwable cause = (this.closeCause != null) ? this.closeCause
				: new IOException("the server closed the connection");
		deadlines().cancel();
		this.encoder.release();
		List<PendingRequest<?>> lost = this.inFlight.all();
		this.inFlight.clear();
		this.owner.onLost(this, cause);
		lost.forEach((request) -> request.fail(cause));
	}

	private void answer(Frame frame) {
		PendingRequest<?> request = this.inFlight.get(frame.opaque());
		if (request == null || request.isOneway()) {
			this.lateAnswers.increment();
			logger.debug("{} answered request {}, which nobody waits for", this.address, frame.opaque());
			return;
		}
		this.inFlight.remove(request);
		if (frame.code() != GO_AWAY || !this.owner.onGoAway(this, request)) {
			request.answer(frame);
		}
		closeIfUnused();
	}

	private void onewayWritten(PendingRequest<?> request) {
		if (this.inFlight.get(request.opaque()) == request) {
			this.inFlight.remove(request);
			request.complete();
			closeIfUnused();
		}
	}

	private long expireDue() {
		long now = System.nanoTime();
		for (PendingRequest<?> request : this.inFlight.all()) {
			if (request.expiresAt() - now <= 0 || request.isDone()) {
				this.inFlight.remove(request);
				if (!request.isDone()) {
					this.silence.answerMissing();
				}
				request.expire();
			}
		}
		if (this.silence.isSuspicious(now)) {
			close(new IOException("the server has been silent for " + this.silence.length(now).toSeconds() + " s"));
		}
		closeIfUnused();
		return DeadlineTimer.earliest(this.inFlight.all());
	}

	private ChannelHandlerContext context() {
		if (this.ctx == null) {
			throw new IllegalStateException("No channel yet");
		}
		return this.ctx;
	}

	private DeadlineTimer deadlines() {
		if (this.timer == null) {
			throw new IllegalStateException("No channel yet");
		}
		return this.timer;
	}

	/**
	 * Whoever hands requests to this handler.
	 */
	interface Owner {

		/**
		 * The socket takes bytes again.
		 */
		void onWritable();

		/**
		 * The channel is gone.
		 */
		void onLost(InFlightHandler handler, Throwable cause);

		/**
		 * The server asked the client to go away in place of executing a request.
		 * @return whether the owner took the request back; it is refused otherwise
		 */
		boolean onGoAway(InFlightHandler handler, PendingRequest<?> request);

	}

}
