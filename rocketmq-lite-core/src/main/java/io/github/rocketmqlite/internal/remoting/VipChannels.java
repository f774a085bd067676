package io.github.rocketmqlite.internal.remoting;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.internal.codec.Request;
import org.jspecify.annotations.Nullable;

/**
 * The second ("VIP") port of brokers, two below the one that routes name, which has
 * threads of its own there. Messages are sent to it if the options say so, and nothing
 * else: it does not serve pulls, and a broker that heard a heartbeat on it would take
 * this client for two. Where it cannot be reached, messages take the usual port, for a
 * minute without trying.
 * <p>
 * Threading: thread-safe.
 */
final class VipChannels {

	static final Duration AVOIDED = Duration.ofMinutes(1);

	/** SEND_MESSAGE, SEND_MESSAGE_V2, SEND_BATCH_MESSAGE. */
	private static final Set<Integer> SENDS = Set.of(10, 310, 320);

	private static final int OFFSET = -2;

	private final boolean enabled;

	private final LongSupplier nanoTime;

	private final Map<String, Long> avoidedSince = new ConcurrentHashMap<>();

	VipChannels(boolean enabled, LongSupplier nanoTime) {
		this.enabled = enabled;
		this.nanoTime = nanoTime;
	}

	/**
	 * The second address of a broker if this request goes there, otherwise {@code null}.
	 */
	@Nullable String addressFor(Request<?> request, String address) {
		if (!this.enabled || !SENDS.contains(request.code())) {
			return null;
		}
		Long since = this.avoidedSince.get(address);
		if (since != null && this.nanoTime.getAsLong() - since < AVOIDED.toNanos()) {
			return null;
		}
		return shifted(address, OFFSET);
	}

	/**
	 * The address that routes name for the broker with this second address.
	 */
	static String listedAddress(String vipAddress) {
		String listed = shifted(vipAddress, -OFFSET);
		return (listed != null) ? listed : vipAddress;
	}

	/**
	 * Notes that a request did not get through to the second port.
	 * @return whether it may take the usual one: it was surely not sent, and there was a
	 * connection to blame
	 */
	boolean isAvoidedAfter(String address, Throwable failure) {
		boolean unreachable = failure instanceof RocketException known && known.outcome() == Outcome.NOT_SENT
				&& (known instanceof RocketConnectionException || known instanceof RocketTimeoutException);
		if (unreachable) {
			this.avoidedSince.put(address, this.nanoTime.getAsLong());
		}
		return unreachable;
	}

	/**
	 * The addresses and their second ones; what is known of others is forgotten.
	 */
	Set<String> retained(Set<String> addresses) {
		if (!this.enabled) {
			return addresses;
		}
		this.avoidedSince.keySet().retainAll(addresses);
		Set<String> both = addresses.stream()
			.map((address) -> shifted(address, OFFSET))
			.filter((address) -> address != null)
			.collect(Collectors.toSet());
		both.addAll(addresses);
		return both;
	}

	private static @Nullable String shifted(String address, int offset) {
		try {
			int port = ServerAddress.parse(address).port() + offset;
			return (port > 0 && port <= 65_535) ? address.substring(0, address.lastIndexOf(':') + 1) + port : null;
		}
		catch (IllegalArgumentException ex) {
			// whoever uses the address itself says what is wrong with it
			return null;
		}
	}

}
