package io.github.rocketmqlite.internal.remoting;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketTimeoutException;
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
		this.settings = new ConnectionSettings(name, options, io, handler, listener, this.counters);
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
		try {
			Connection connection = connection(address, request, deadline);
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
		try {
			Connection connection = connection(address, request, deadline);
			return connection.sendOneway(signed(address, scoped(request), signer), deadline);
		}
		catch (RocketTimeoutException | RocketConnectionException | ClientClosedException ex) {
			return CompletableFuture.failedFuture(ex);
		}
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
		this.connections.forEach((address, connection) -> {
			if (!addresses.contains(address) && !this.closed) {
				connection.closeIfUnused((unused) -> this.connections.remove(address, unused));
			}
		});
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

	private Connection connection(@Nullable String address, Request<?> request, Deadline deadline) {
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
		return (connection != null) ? connection : open(address, request);
	}

	private <R> Request<R> scoped(Request<R> request) {
		return this.settings.options().scope().apply(request);
	}

	private Connection open(String address, Request<?> request) {
		try {
			Connection connection = this.connections.computeIfAbsent(address,
					(key) -> new Connection(key, this.settings));
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
