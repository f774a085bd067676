package io.github.rocketmqlite.test;

import java.time.Duration;

/**
 * How a {@link FaultProxy} treats connections.
 * <p>
 * Threading: immutable.
 */
public final class FaultMode {

	/** Passes everything on. */
	public static final FaultMode PASS = new FaultMode(Kind.PASS, Duration.ZERO, 0);

	/**
	 * Refuses new connections, as a server that is not there; connections that exist go
	 * on, so follow with {@link FaultProxy#cutAll()} to be rid of them.
	 */
	public static final FaultMode REFUSE = new FaultMode(Kind.REFUSE, Duration.ZERO, 0);

	/**
	 * Leaves new connects without any answer, as a firewall that swallows packets;
	 * connections that exist go on, so follow with {@link FaultProxy#cutAll()} to be rid
	 * of them.
	 */
	public static final FaultMode HANG = new FaultMode(Kind.HANG, Duration.ZERO, 0);

	/**
	 * Accepts connections and swallows what either side sends. What is swallowed is lost:
	 * cut the connections before another mode.
	 */
	public static final FaultMode SILENT = new FaultMode(Kind.SILENT, Duration.ZERO, 0);

	/**
	 * Accepts connections and stops reading, so that the buffers of a sender fill, as
	 * with a frozen process. Connections that reach the target from earlier go on in the
	 * next mode with nothing lost.
	 */
	public static final FaultMode HALF_OPEN = new FaultMode(Kind.HALF_OPEN, Duration.ZERO, 0);

	/**
	 * Passes requests on and spoils the answers, frame by frame: of one every byte, of
	 * the next all but the length in front of it.
	 */
	public static final FaultMode GARBAGE = new FaultMode(Kind.GARBAGE, Duration.ZERO, 0);

	/**
	 * Passes requests on and each answer twice.
	 */
	public static final FaultMode DUPLICATE = new FaultMode(Kind.DUPLICATE, Duration.ZERO, 0);

	private final Kind kind;

	private final Duration delay;

	private final long bytes;

	private FaultMode(Kind kind, Duration delay, long bytes) {
		this.kind = kind;
		this.delay = delay;
		this.bytes = bytes;
	}

	/**
	 * Holds back what either side sends, chunk by chunk of at most 64 KiB, and then
	 * passes it on.
	 * @param delay how long each chunk waits
	 */
	public static FaultMode delay(Duration delay) {
		return new FaultMode(Kind.DELAY, delay, 0);
	}

	/**
	 * Closes a connection as soon as the client has sent so many bytes over it since this
	 * mode was set; they have been passed on.
	 * @param bytes how many bytes to pass on, not negative
	 */
	public static FaultMode cutRequestsAfter(long bytes) {
		return new FaultMode(Kind.CUT_REQUESTS, Duration.ZERO, bytes);
	}

	/**
	 * Closes a connection as soon as the target has sent so many bytes over it since this
	 * mode was set; they have been passed on.
	 * @param bytes how many bytes to pass on, not negative
	 */
	public static FaultMode cutResponsesAfter(long bytes) {
		return new FaultMode(Kind.CUT_RESPONSES, Duration.ZERO, bytes);
	}

	Kind kind() {
		return this.kind;
	}

	Duration delay() {
		return this.delay;
	}

	/**
	 * How many bytes may pass in a direction; {@link Long#MAX_VALUE} if any number.
	 */
	long limit(boolean requests) {
		boolean cuts = this.kind == (requests ? Kind.CUT_REQUESTS : Kind.CUT_RESPONSES);
		return cuts ? this.bytes : Long.MAX_VALUE;
	}

	/**
	 * Whether new connections are accepted at all.
	 */
	boolean accepts() {
		return this.kind != Kind.REFUSE && this.kind != Kind.HANG;
	}

	/**
	 * Whether a connection that is opened in this mode has a use for the target.
	 */
	boolean reachesTarget() {
		return this.kind != Kind.SILENT && this.kind != Kind.HALF_OPEN;
	}

	/**
	 * Whether answers are changed frame by frame.
	 */
	boolean rewritesAnswers() {
		return this.kind == Kind.GARBAGE || this.kind == Kind.DUPLICATE;
	}

	@Override
	public String toString() {
		return this.kind + ((this.kind == Kind.DELAY) ? "(" + this.delay + ")" : "");
	}

	enum Kind {

		PASS, REFUSE, HANG, SILENT, DELAY, CUT_REQUESTS, CUT_RESPONSES, HALF_OPEN, GARBAGE, DUPLICATE

	}

}
