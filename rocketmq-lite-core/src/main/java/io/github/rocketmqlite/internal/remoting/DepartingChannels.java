package io.github.rocketmqlite.internal.remoting;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The channels of one address that are being left, because the server said GO_AWAY or the
 * TLS material is another: each stays open for what is in flight on it and closes then.
 * Behind a load balancer another channel may lead to a server that stays, but a broker
 * that stops says the same on each new one; so a channel is left only once in a while.
 * <p>
 * Threading: confined to the event loop of its connection.
 */
final class DepartingChannels {

	/** How long what is in flight may keep a channel open that is replaced. */
	static final Duration LONGEST = Duration.ofSeconds(9);

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private final Set<InFlightHandler> channels = new HashSet<>();

	private long nextAt = System.nanoTime();

	boolean isTimeToLeave() {
		return System.nanoTime() - this.nextAt >= 0;
	}

	void leave(InFlightHandler channel, Throwable cause) {
		this.nextAt = System.nanoTime() + INTERVAL.toNanos();
		this.channels.add(channel);
		channel.closeWhenUnused(cause);
	}

	/**
	 * Forgets a channel that is closed.
	 */
	void closed(InFlightHandler channel) {
		this.channels.remove(channel);
	}

	/**
	 * Closes a channel whatever is in flight on it, if it is still there.
	 */
	void close(InFlightHandler channel, Throwable cause) {
		if (this.channels.contains(channel)) {
			channel.close(cause);
		}
	}

	boolean isEmpty() {
		return this.channels.isEmpty();
	}

	void closeAll(Throwable cause) {
		List.copyOf(this.channels).forEach((channel) -> channel.close(cause));
	}

}
