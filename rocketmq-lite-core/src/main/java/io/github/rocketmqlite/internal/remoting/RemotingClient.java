package io.github.rocketmqlite.internal.remoting;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests to servers by their addresses and returns what they answer: the last
 * step of a request on its caller's thread. Connections open with their first request,
 * one for each address, and none waits for another.
 * <p>
 * Failures of a call are {@link RocketConnectionException},
 * {@link RocketTimeoutException}, {@link io.github.rocketmqlite.BrokerException},
 * {@link io.github.rocketmqlite.ProtocolException} and {@link ClientClosedException}.
 * <p>
 * Threading: thread-safe. Futures complete on event loops, so nothing that depends on
 * them directly may block.
 */
public final class RemotingClient implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RemotingClient.class);

	private static final int CLOSE_SECONDS = 5;

	private final Map<String, Connection> connections = new ConcurrentHashMap<>();

	private final TrafficCounters counters = new TrafficCounters();

	private final ConnectionSettings settings;

	private final VipChannels vipChannels;

	private volatile boolean closed;

	/**
	 * Creates a client without any connection.
	 * @param name the client's name in logs and errors
	 * @param options the options
	 * @param io the event loops, which the caller closes after this client
	 * @param handler answers requests of servers
	 * @param listener learns of connections
	 */
	public RemotingClient(String name, RemotingOptions options, IoThreads io, ServerRequestHandler handler,
			ConnectionListener listener) {
		this.settings = new ConnectionSettings(name, options, io, handler, listener, this.counters, false);
		this.vipChannels = new VipChannels(options.network().vipChannel(), System::nanoTime);
	}

	/**
	 * Sends a request and awaits its answer.
	 */
	public <R> CompletableFuture<R> call(String address, Request<R> request, Deadline deadline) {
		return call(address, request, signer(), deadline);
	}

	/**
	 * Sends a request in the name of another than this client, and awaits its answer.
	 * @param signer signs instead of the client's own
	 */
	public <R> CompletableFuture<R> call(String address, Request<R> request, RequestSigner signer, Deadline deadline) {
		String vip = this.vipChannels.addressFor(request, address);
		return (vip == null) ? call(address, request, signer, deadline, this.settings) : orUsualPort(address, vip,
				deadline, (port, settings) -> call(port, request, signer, deadline, settings));
	}

	/**
	 * Sends a request in the name of another than this client, and tells a listener of
	 * its end.
	 * @param signer signs instead of the client's own
	 */
	public <R> void call(String address, Request<R> request, RequestSigner signer, Deadline deadline,
			RequestEnd<? super R> listener) {
		if (this.vipChannels.addressFor(request, address) != null) {
			call(address, request, signer, deadline).whenComplete(listener::ended);
			return;
		}
		Connection connection;
		Request<R> signed;
		try {
			connection = connection(address, request, deadline, this.settings);
			signed = signed(address, scoped(request), signer);
		}
		catch (RocketTimeoutException | RocketConnectionException | ClientClosedException ex) {
			listener.ended(null, ex);
			return;
		}
		connection.call(signed, deadline, listener);
	}

	private <R> CompletableFuture<R> call(String address, Request<R> request, RequestSigner signer, Deadline deadline,
			ConnectionSettings settings) {
		try {
			Connection connection = connection(address, request, deadline, settings);
			return connection.call(signed(address, scoped(request), signer), deadline);
		}
		catch (RocketTimeoutException | RocketConnectionException | ClientClosedException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Sends a request that gets no answer. The future completes when the request has been
	 * written to the socket.
	 */
	public CompletableFuture<@Nullable Void> sendOneway(String address, Request<?> request, Deadline deadline) {
		return sendOneway(address, request, signer(), deadline);
	}

	/**
	 * Sends a request that gets no answer in the name of another than this client.
	 * @param signer signs instead of the client's own
	 */
	public CompletableFuture<@Nullable Void> sendOneway(String address, Request<?> request, RequestSigner signer,
			Deadline deadline) {
		String vip = this.vipChannels.addressFor(request, address);
		return (vip == null) ? sendOneway(address, request, signer, deadline, this.settings) : orUsualPort(address, vip,
				deadline, (port, settings) -> sendOneway(port, request, signer, deadline, settings));
	}

	/**
	 * Sends a request that gets no answer in the name of another than this client, and
	 * tells a listener when it has been written to the socket.
	 * @param signer signs instead of the client's own
	 */
	public void sendOneway(String address, Request<?> request, RequestSigner signer, Deadline deadline,
			RequestEnd<?> listener) {
		if (this.vipChannels.addressFor(request, address) != null) {
			sendOneway(address, request, signer, deadline)
				.whenComplete((written, failure) -> listener.ended(null, failure));
			return;
		}
		Connection connection;
		Request<?> signed;
		try {
			connection = connection(address, request, deadline, this.settings);
			signed = signed(address, scoped(request), signer);
		}
		catch (RocketTimeoutException | RocketConnectionException | ClientClosedException ex) {
			listener.ended(null, ex);
			return;
		}
		connection.sendOneway(signed, deadline, listener);
	}

	private CompletableFuture<@Nullable Void> sendOneway(String address, Request<?> request, RequestSigner signer,
			Deadline deadline, ConnectionSettings settings) {
		try {
			Connection connection = connection(address, request, deadline, settings);
			return connection.sendOneway(signed(address, scoped(request), signer), deadline);
		}
		catch (RocketTimeoutException | RocketConnectionException | ClientClosedException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/** To the broker's second port if that is open. */
	private <T extends @Nullable Object> CompletableFuture<T> orUsualPort(String address, String vip, Deadline deadline,
			BiFunction<String, ConnectionSettings, CompletableFuture<T>> send) {
		return send.apply(vip, this.settings.toVip()).handle((answer, failure) -> {
			if (failure == null) {
				return CompletableFuture.completedFuture(answer);
			}
			boolean elsewhere = this.vipChannels.isAvoidedAfter(address, failure) && !deadline.isExpired();
			return elsewhere ? send.apply(address, this.settings) : CompletableFuture.<T>failedFuture(failure);
		}).thenCompose((next) -> next);
	}

	public boolean isReady(String address) {
		Connection connection = this.connections.get(address);
		return connection != null && connection.isReady();
	}

	/**
	 * Closes the connections whose address is not listed. A connection with pending
	 * requests is left alone; the next call looks at it again.
	 */
	public void retain(Set<String> addresses) {
		Set<String> kept = this.vipChannels.retained(addresses);
		this.connections.forEach((address, connection) -> {
			if (!kept.contains(address) && !this.closed) {
				connection.closeIfUnused((unused) -> this.connections.remove(address, unused));
			}
		});
	}

	/**
	 * Replaces every connection by one that is made anew, because something that counts
	 * only when they are made has changed. What is in flight may end on the old ones, but
	 * they are closed within ten seconds.
	 * @param reason what errors say about a request that did not end in time
	 */
	public void renewConnections(String reason) {
		IOException cause = new IOException(reason);
		if (!this.closed) {
			this.connections.values().forEach((connection) -> connection.renew(cause));
		}
	}

	/**
	 * The number of requests that have not ended.
	 */
	public int pendingRequests() {
		return this.connections.values().stream().mapToInt(Connection::pending).sum();
	}

	/**
	 * The number of answers that came too late, twice or unasked.
	 */
	public long lateAnswers() {
		return this.counters.lateAnswers().sum();
	}

	/**
	 * How often a connection ended because of a frame that made no sense.
	 */
	public long malformedAnswers() {
		return this.counters.malformedAnswers().sum();
	}

	/**
	 * How often an address was avoided for a while because of many such frames.
	 */
	public long malformedPauses() {
		return this.counters.malformedPauses().sum();
	}

	/**
	 * The bytes that came, those of lost connections included.
	 */
	public long bytesIn() {
		return this.counters.bytesIn().sum();
	}

	/**
	 * The bytes handed to the sockets.
	 */
	public long bytesOut() {
		return this.counters.bytesOut().sum();
	}

	/**
	 * Tells how many requests ended in which way.
	 */
	public void forEachRequest(RequestCountConsumer consumer) {
		this.counters.forEachRequest(consumer);
	}

	/**
	 * Tells the state of each connection: {@code idle}, {@code connecting},
	 * {@code ready}, {@code backoff} or {@code closed}.
	 */
	public void forEachConnectionState(Consumer<String> consumer) {
		this.connections.values()
			.forEach((connection) -> consumer.accept(connection.state().name().toLowerCase(Locale.ROOT)));
	}

	/**
	 * Closes all connections; what is pending fails with {@link ClientClosedException}.
	 * Waits a few seconds at most. Idempotent.
	 */
	@Override
	public void close() {
		this.closed = true;
		List<Connection> closing = List.copyOf(this.connections.values());
		closing.forEach((connection) -> connection.close(closedException()));
		if (!(Thread.currentThread() instanceof IoThread)) {
			awaitClosed(CompletableFuture
				.allOf(closing.stream().map(Connection::closed).toArray(CompletableFuture[]::new)));
		}
	}

	private void awaitClosed(CompletableFuture<?> closing) {
		try {
			closing.get(CLOSE_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.warn("[{}] Connections were not closed within {} s", this.settings.clientName(), CLOSE_SECONDS, ex);
		}
	}

	private Connection connection(@Nullable String address, Request<?> request, Deadline deadline,
			ConnectionSettings wanted) {
		if (this.closed) {
			throw closedException();
		}
		if (deadline.isExpired()) {
			throw new RocketTimeoutException(name(request) + " to " + address + " was not sent: its time was over",
					Outcome.NOT_SENT, null);
		}
		if (address == null || address.isEmpty()) {
			throw new RocketConnectionException(name(request) + " was not sent: no address", Outcome.NOT_SENT, null);
		}
		Connection connection = this.connections.get(address);
		return (connection != null) ? connection : open(address, request, wanted);
	}

	/** The namespace in which names are wrapped on the wire. */
	public Namespace namespace() {
		return this.settings.options().scope().namespace();
	}

	private <R> Request<R> scoped(Request<R> request) {
		return this.settings.options().scope().apply(request);
	}

	private Connection open(String address, Request<?> request, ConnectionSettings wanted) {
		try {
			Connection connection = this.connections.computeIfAbsent(address, (key) -> new Connection(key, wanted));
			if (this.closed) {
				connection.close(closedException());
			}
			return connection;
		}
		catch (IllegalArgumentException ex) {
			throw new RocketConnectionException(name(request) + " was not sent: " + ex.getMessage(), Outcome.NOT_SENT,
					ex);
		}
	}

	/**
	 * What signs the requests of this client.
	 */
	public RequestSigner signer() {
		return this.settings.options().security().signer();
	}

	private static <R> Request<R> signed(String address, Request<R> request, RequestSigner signer) {
		try {
			return signer.sign(request);
		}
		catch (RuntimeException ex) {
			// not the failure's own words: they come from code that handles secrets
			throw new RocketConnectionException(name(request) + " to " + address
					+ " was not sent: it could not be signed (" + ex.getClass().getName() + ")", Outcome.NOT_SENT, ex);
		}
	}

	private ClientClosedException closedException() {
		return new ClientClosedException("the client '" + this.settings.clientName() + "' is closed", Outcome.NOT_SENT,
				null);
	}

	private static String name(Request<?> request) {
		return request.name();
	}

}
