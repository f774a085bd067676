package io.github.rocketmqlite.internal.namesrv;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import io.github.rocketmqlite.internal.remoting.ServerAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks name servers, any of which can answer: stays with the one that answered last, asks
 * the next when one fails, and asks another as well when one is silent for 300 ms.
 * <p>
 * Threading: thread-safe.
 */
public final class NameServers {

	private static final Logger logger = LoggerFactory.getLogger(NameServers.class);

	private static final int MAX_SERVERS = 32;

	/** How long requests to servers that left the list may still take. */
	private static final long LEAVING_SECONDS = 5;

	private final RemotingClient remoting;

	private final ScheduledExecutorService timer;

	private final CompletableFuture<@Nullable Void> known = new CompletableFuture<>();

	private final ReentrantLock lock = new ReentrantLock();

	private volatile Choice choice;

	private volatile @Nullable Throwable unknownBecause;

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
		this.choice = new Choice(List.copyOf(addresses), preferred);
		this.remoting = remoting;
		this.timer = timer;
		this.known.complete(null);
	}

	private NameServers(RemotingClient remoting, ScheduledExecutorService timer) {
		this.choice = new Choice(List.of(), 0);
		this.remoting = remoting;
		this.timer = timer;
	}

	/**
	 * Creates a list that is not known yet. Calls wait for its first {@link #update} or
	 * {@link #unknown}.
	 */
	public static NameServers awaited(RemotingClient remoting, ScheduledExecutorService timer) {
		return new NameServers(remoting, timer);
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
		return this.choice.addresses();
	}

	/**
	 * Replaces the list. The next call asks servers of the new one; connections to
	 * servers that left it are closed.
	 * @return whether the list is another one now
	 */
	public boolean update(List<String> addresses) {
		List<String> updated = addresses.stream().distinct().toList();
		Choice before = change((now) -> now.replacedBy(updated));
		this.known.complete(null);
		if (Set.copyOf(before.addresses()).equals(Set.copyOf(updated))) {
			return false;
		}
		closeOthers();
		try {
			this.timer.schedule(this::closeOthers, LEAVING_SECONDS, TimeUnit.SECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The client is being closed, and all connections with it", ex);
		}
		return true;
	}

	/**
	 * Says why the list could not be found. While there is none, calls fail with this
	 * cause instead of waiting.
	 */
	public void unknown(Throwable cause) {
		this.unknownBecause = cause;
		this.known.complete(null);
	}

	private Choice change(UnaryOperator<Choice> change) {
		this.lock.lock();
		try {
			Choice before = this.choice;
			this.choice = change.apply(before);
			return before;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void closeOthers() {
		this.remoting.retain(Set.copyOf(addresses()));
	}

	/**
	 * Asks until a name server answers. A refusal, such as "no such topic", is an answer;
	 * only a server that fails or is too busy makes way for the next one. The error when
	 * all failed names each address with its cause.
	 */
	public <R> CompletableFuture<R> call(Request<R> request, Deadline deadline) {
		if (this.known.isDone()) {
			return callKnown(request, deadline);
		}
		CompletableFuture<@Nullable Void> waiting = this.known.copy();
		try {
			Future<?> end = this.timer.schedule(() -> waiting.complete(null), Math.max(0, deadline.nanos()),
					TimeUnit.NANOSECONDS);
			this.known.whenComplete((done, failure) -> end.cancel(false));
		}
		catch (RejectedExecutionException ex) {
			waiting.complete(null);
		}
		return waiting.thenCompose((ignored) -> callKnown(request, deadline));
	}

	private <R> CompletableFuture<R> callKnown(Request<R> request, Deadline deadline) {
		if (!addresses().isEmpty()) {
			return new NameServerCall<>(this, request, deadline).start();
		}
		Throwable cause = this.unknownBecause;
		String why = !this.known.isDone() ? "the name servers were not found in time" : (cause != null)
				? "the name servers are not known: " + cause.getMessage() : "no name server is configured";
		return CompletableFuture.failedFuture(
				new RocketConnectionException(request.name() + " was not sent: " + why, Outcome.NOT_SENT, cause));
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
		return this.choice.inOrder();
	}

	void prefer(String address) {
		if (!this.choice.isPreferred(address)) {
			change((now) -> now.preferring(address));
		}
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

	/**
	 * The servers, and which of them is asked first.
	 *
	 * @param addresses the servers
	 * @param preferred the place of the one to be asked first
	 */
	private record Choice(List<String> addresses, int preferred) {

		boolean isPreferred(String address) {
			return !this.addresses.isEmpty() && this.addresses.get(this.preferred).equals(address);
		}

		Choice preferring(String address) {
			int place = this.addresses.indexOf(address);
			return (place < 0) ? this : new Choice(this.addresses, place);
		}

		Choice replacedBy(List<String> updated) {
			int kept = this.addresses.isEmpty() ? -1 : updated.indexOf(this.addresses.get(this.preferred));
			int first = (kept >= 0 || updated.isEmpty()) ? Math.max(kept, 0)
					: ThreadLocalRandom.current().nextInt(updated.size());
			return new Choice(updated, first);
		}

		List<String> inOrder() {
			List<String> ordered = new ArrayList<>(this.addresses.subList(this.preferred, this.addresses.size()));
			ordered.addAll(this.addresses.subList(0, this.preferred));
			return ordered;
		}

	}

}
