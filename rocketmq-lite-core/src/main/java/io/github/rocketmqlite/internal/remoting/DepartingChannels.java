package io.github.rocketmqlite.internal.remoting;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The channels of one address whose server said GO_AWAY: each stays open for what is in
 * flight on it and closes then. Behind a load balancer another channel may lead to a
 * server that stays, but a broker that stops says the same on each new one; so a channel
 * is left only once in a while.
 * <p>
 * Threading: confined to the event loop of its connection.
 */
final class DepartingChannels {

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

	boolean isEmpty() {
		return this.channels.isEmpty();
	}

	void closeAll(Throwable cause) {
		List.copyOf(this.channels).forEach((channel) -> channel.close(cause));
	}

}
