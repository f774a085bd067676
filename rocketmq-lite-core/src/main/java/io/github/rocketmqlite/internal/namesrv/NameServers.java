package io.github.rocketmqlite.internal.namesrv;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import io.github.rocketmqlite.internal.remoting.ServerAddress;

/**
 * Asks name servers, any of which can answer: stays with the one that answered last, asks
 * the next when one fails, and asks another as well when one is silent for 300 ms.
 * <p>
 * Threading: thread-safe.
 */
public final class NameServers {

	private static final int MAX_SERVERS = 32;

	private final List<String> addresses;

	private final RemotingClient remoting;

	private final ScheduledExecutorService timer;

	private volatile int preferred;

	/**
	 * Creates the list of name servers; the first to be asked is chosen at random.
	 * @param addresses the servers, {@code host:port}
	 * @param remoting the way to them
	 * @param timer wakes up when a server is silent
	 */
	public NameServers(List<String> addresses, RemotingClient remoting, ScheduledExecutorService timer) {
		this(addresses, remoting, timer,
				addresses.isEmpty() ? 0 : ThreadLocalRandom.current().nextInt(addresses.size()));
	}

	NameServers(List<String> addresses, RemotingClient remoting, ScheduledExecutorService timer, int preferred) {
		this.addresses = List.copyOf(addresses);
		this.remoting = remoting;
		this.timer = timer;
		this.preferred = preferred;
	}

	/**
	 * Reads a list such as {@code a:9876;b:9876}. Commas separate as well,
	 * {@code http://} and {@code https://} in front of an address are ignored, IPv6
	 * addresses stand in brackets.
	 * @throws IllegalArgumentException naming the entry that is not an address
	 */
	public static List<String> parse(String text) {
		List<String> addresses = new ArrayList<>();
		for (String entry : text.split("[;,]", -1)) {
			String address = withoutScheme(entry.strip());
			if (!address.isEmpty()) {
				addresses.add(checked(address, entry.strip()));
			}
		}
		List<String> distinct = addresses.stream().distinct().toList();
		if (distinct.isEmpty()) {
			throw new IllegalArgumentException("No name server in '" + text + "'");
		}
		if (distinct.size() > MAX_SERVERS) {
			throw new IllegalArgumentException("More than " + MAX_SERVERS + " name servers: " + distinct.size());
		}
		return distinct;
	}

	public List<String> addresses() {
		return this.addresses;
	}

	/**
	 * Asks until a name server answers. A refusal, such as "no such topic", is an answer;
	 * only a server that fails or is too busy makes way for the next one. The error when
	 * all failed names each address with its cause.
	 */
	public <R> CompletableFuture<R> call(Request<R> request, Deadline deadline) {
		if (this.addresses.isEmpty()) {
			return CompletableFuture.failedFuture(new RocketConnectionException(
					request.getClass().getSimpleName() + " was not sent: no name server is configured",
					Outcome.NOT_SENT, null));
		}
		return new NameServerCall<>(this, request, deadline).start();
	}

	/**
	 * Asks one name server.
	 */
	public <R> CompletableFuture<R> callOne(String address, Request<R> request, Deadline deadline) {
		return this.remoting.call(address, request, deadline);
	}

	/**
	 * The addresses, the preferred one first.
	 */
	List<String> inOrder() {
		List<String> ordered = new ArrayList<>(this.addresses.subList(this.preferred, this.addresses.size()));
		ordered.addAll(this.addresses.subList(0, this.preferred));
		return ordered;
	}

	void prefer(String address) {
		this.preferred = this.addresses.indexOf(address);
	}

	ScheduledExecutorService timer() {
		return this.timer;
	}

	private static String withoutScheme(String entry) {
		String address = entry;
		for (String scheme : List.of("http://", "https://")) {
			if (address.regionMatches(true, 0, scheme, 0, scheme.length())) {
				address = address.substring(scheme.length());
				return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
			}
		}
		return address;
	}

	private static String checked(String address, String entry) {
		ServerAddress parsed;
		try {
			parsed = ServerAddress.parse(address);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("Not a name server: '" + entry + "' (" + ex.getMessage() + ")", ex);
		}
		if (parsed.host().indexOf(':') >= 0 && !address.startsWith("[")) {
			throw new IllegalArgumentException(
					"Not a name server: '" + entry + "' (an IPv6 address stands in brackets: [::1]:9876)");
		}
		return address;
	}

}
