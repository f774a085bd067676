package io.github.rocketmqlite.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import io.github.rocketmqlite.client.ClientOptions.HeaderFormat;
import io.github.rocketmqlite.client.ClientOptions.Transport;
import io.github.rocketmqlite.consumer.ConsumeInterceptor;
import io.github.rocketmqlite.internal.namesrv.NameServers;
import io.github.rocketmqlite.internal.producer.SendBudget;
import io.github.rocketmqlite.producer.FaultTolerance;
import io.github.rocketmqlite.producer.SendInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * Collects the options of a {@link RocketClient} and makes it. Not thread-safe.
 */
public final class RocketClientBuilder {

	private final List<String> nameServers = new ArrayList<>();

	private @Nullable String clientId;

	private Duration connectTimeout = Duration.ofSeconds(3);

	private Duration requestTimeout = Duration.ofSeconds(3);

	private Duration routeRefreshInterval = Duration.ofSeconds(30);

	private Duration heartbeatInterval = Duration.ofSeconds(30);

	private Duration rebalanceInterval = Duration.ofSeconds(5);

	private Transport transport = Transport.AUTO;

	private int ioThreads = 1;

	private int callbackThreads = 2;

	private int maxFrameBytes = 16 * 1024 * 1024;

	private long maxCachedBytes = 64 * 1024 * 1024;

	private HeaderFormat headerFormat = HeaderFormat.BINARY;

	private int maxPendingSends = 8_192;

	private long maxPendingSendBytes = 64 * 1024 * 1024;

	private NamingOptions naming = NamingOptions.NONE;

	private InputLimits inputLimits = InputLimits.DEFAULTS;

	private TransportOptions transportOptions = TransportOptions.DEFAULT;

	private final List<ProxyOptions> proxies = new ArrayList<>();

	private final List<String> allowedBrokers = new ArrayList<>();

	private boolean vipChannel;

	private boolean compactHeartbeats;

	private @Nullable CredentialsProvider credentials;

	private @Nullable TlsOptions tls;

	private FaultTolerance faultTolerance = FaultTolerance.defaults();

	private @Nullable TraceOptions trace;

	private final List<SendInterceptor> sendInterceptors = new ArrayList<>();

	private final List<ConsumeInterceptor> consumeInterceptors = new ArrayList<>();

	private final List<ServerConnectionListener> connectionListeners = new ArrayList<>();

	RocketClientBuilder() {
	}

	/**
	 * The name servers: {@code host:port}, several separated by {@code ;} or {@code ,},
	 * IPv6 addresses in brackets. Required, unless a resolver finds them. Several calls
	 * add up.
	 * @throws IllegalArgumentException naming the entry that is not an address
	 */
	public RocketClientBuilder nameServers(String addresses) {
		this.nameServers.addAll(NameServers.parse(addresses));
		return this;
	}

	/**
	 * The name servers, one {@code host:port} each.
	 */
	public RocketClientBuilder nameServers(Collection<String> addresses) {
		addresses.forEach(this::nameServers);
		return this;
	}

	/**
	 * The id by which brokers tell this client from others. Two clients with one id
	 * disturb each other. Default: host, process id and a random number.
	 */
	public RocketClientBuilder clientId(@Nullable String clientId) {
		this.clientId = clientId;
		return this;
	}

	/**
	 * The most time one connection attempt may take. Default: 3 seconds. The deadline of
	 * the call that needs the connection ends it earlier.
	 */
	public RocketClientBuilder connectTimeout(Duration connectTimeout) {
		this.connectTimeout = Objects.requireNonNull(connectTimeout, "connectTimeout");
		return this;
	}

	/**
	 * The most time one request that is not a send may take. Default: 3 seconds.
	 */
	public RocketClientBuilder requestTimeout(Duration requestTimeout) {
		this.requestTimeout = Objects.requireNonNull(requestTimeout, "requestTimeout");
		return this;
	}

	/**
	 * How often the routes of topics in use are asked for again. Default: 30 seconds.
	 */
	public RocketClientBuilder routeRefreshInterval(Duration routeRefreshInterval) {
		this.routeRefreshInterval = Objects.requireNonNull(routeRefreshInterval, "routeRefreshInterval");
		return this;
	}

	/**
	 * How often the brokers are told that this client lives. Default: 30 seconds; brokers
	 * forget a client after 120.
	 */
	public RocketClientBuilder heartbeatInterval(Duration heartbeatInterval) {
		this.heartbeatInterval = Objects.requireNonNull(heartbeatInterval, "heartbeatInterval");
		return this;
	}

	/**
	 * How often consumers check which queues are theirs. Default: 5 seconds. A change
	 * that a broker reports is acted upon at once.
	 */
	public RocketClientBuilder rebalanceInterval(Duration rebalanceInterval) {
		this.rebalanceInterval = Objects.requireNonNull(rebalanceInterval, "rebalanceInterval");
		return this;
	}

	/**
	 * The way to the operating system's sockets. Default: {@link Transport#AUTO}.
	 */
	public RocketClientBuilder transport(Transport transport) {
		this.transport = Objects.requireNonNull(transport, "transport");
		return this;
	}

	/**
	 * How many event loops carry all connections. Default: 1.
	 */
	public RocketClientBuilder ioThreads(int ioThreads) {
		this.ioThreads = ioThreads;
		return this;
	}

	/**
	 * How many threads complete the application's futures. Default: 2.
	 */
	public RocketClientBuilder callbackThreads(int callbackThreads) {
		this.callbackThreads = callbackThreads;
		return this;
	}

	/**
	 * The largest frame accepted from a server, in bytes. Default: 16 MiB, the protocol's
	 * own limit. What a frame may hold is limited by {@link #inputLimits}.
	 */
	public RocketClientBuilder maxFrameBytes(int maxFrameBytes) {
		this.maxFrameBytes = maxFrameBytes;
		return this;
	}

	/**
	 * The most bytes of received messages that all consumers of the client hold; pulling
	 * pauses beyond it, and what is under way then is taken only if it fits. Only an
	 * answer larger than a quarter of it may exceed it. Default: 64 MiB.
	 */
	public RocketClientBuilder maxCachedBytes(long maxCachedBytes) {
		this.maxCachedBytes = maxCachedBytes;
		return this;
	}

	/**
	 * How request headers are written where the command allows it. Default:
	 * {@link HeaderFormat#BINARY}; all brokers from 4.9 on read both.
	 */
	public RocketClientBuilder headerFormat(HeaderFormat headerFormat) {
		this.headerFormat = Objects.requireNonNull(headerFormat, "headerFormat");
		return this;
	}

	/**
	 * The most sends of all producers that have not ended; further ones wait or fail with
	 * {@link io.github.rocketmqlite.BackPressureException}. Default: 8,192.
	 */
	public RocketClientBuilder maxPendingSends(int maxPendingSends) {
		this.maxPendingSends = maxPendingSends;
		return this;
	}

	/**
	 * Namespace, unit, zone and discovery of name servers. Default: none of them.
	 */
	public RocketClientBuilder naming(NamingOptions naming) {
		this.naming = Objects.requireNonNull(naming, "naming");
		return this;
	}

	/**
	 * The most bytes of message bodies in sends that have not ended; further ones wait or
	 * fail with {@link io.github.rocketmqlite.BackPressureException}, as does a body that
	 * alone is larger. Default: 64 MiB.
	 */
	public RocketClientBuilder maxPendingSendBytes(long maxPendingSendBytes) {
		this.maxPendingSendBytes = maxPendingSendBytes;
		return this;
	}

	/**
	 * How much of what servers send is taken in. Default: {@link InputLimits#DEFAULTS}.
	 */
	public RocketClientBuilder inputLimits(InputLimits inputLimits) {
		this.inputLimits = Objects.requireNonNull(inputLimits, "inputLimits");
		return this;
	}

	/**
	 * How sockets are set up. Default: {@link TransportOptions#DEFAULT}.
	 */
	public RocketClientBuilder transportOptions(TransportOptions transportOptions) {
		this.transportOptions = Objects.requireNonNull(transportOptions, "transportOptions");
		return this;
	}

	/**
	 * Reaches servers through a SOCKS5 proxy. With several calls, the first proxy whose
	 * destinations hold a server is used for it. Default: none.
	 */
	public RocketClientBuilder proxy(ProxyOptions proxy) {
		this.proxies.add(Objects.requireNonNull(proxy, "proxy"));
		return this;
	}

	/**
	 * The only brokers that may be connected to, whatever name servers say: networks such
	 * as {@code 10.0.0.0/8} and host patterns such as {@code *.example.org}, compared as
	 * in {@link ProxyOptions}. Several calls add up. Default: all.
	 */
	public RocketClientBuilder allowedBrokers(String... rules) {
		this.allowedBrokers.addAll(List.of(rules));
		return this;
	}

	/**
	 * Sends messages to the second ("VIP") port of brokers, two below the usual one; all
	 * else takes the usual port. Where the second port cannot be reached, so do messages,
	 * for a minute without another try; a port that swallows connects costs the first
	 * attempt its time. Default: false.
	 */
	public RocketClientBuilder vipChannel(boolean vipChannel) {
		this.vipChannel = vipChannel;
		return this;
	}

	/**
	 * Leaves subscriptions out of heartbeats to brokers that understand it, 5.1.3 and
	 * later, and have acknowledged the same ones before. Default: false.
	 */
	public RocketClientBuilder compactHeartbeats(boolean compactHeartbeats) {
		this.compactHeartbeats = compactHeartbeats;
		return this;
	}

	/**
	 * Signs every request with these credentials. Default: requests are not signed.
	 */
	public RocketClientBuilder credentials(@Nullable Credentials credentials) {
		this.credentials = credentials;
		return this;
	}

	/**
	 * Signs every request with the credentials that the provider returns for it, so that
	 * they may change at any time. Default: requests are not signed.
	 */
	public RocketClientBuilder credentialsProvider(@Nullable CredentialsProvider provider) {
		this.credentials = provider;
		return this;
	}

	/**
	 * Encrypts every connection, those to name servers included, and verifies every
	 * server. Default: plaintext.
	 */
	public RocketClientBuilder tls(@Nullable TlsOptions tls) {
		this.tls = tls;
		return this;
	}

	/**
	 * Records the trace of all messages of this client; what cannot be kept or sent is
	 * counted and dropped, and no message waits or fails for it. Default: {@code null},
	 * no trace.
	 */
	public RocketClientBuilder trace(@Nullable TraceOptions trace) {
		this.trace = trace;
		return this;
	}

	/**
	 * Adds an interceptor for the sends of all producers of this client, behind those
	 * that were added before and in front of the producers' own. Default: none.
	 */
	public RocketClientBuilder sendInterceptor(SendInterceptor interceptor) {
		this.sendInterceptors.add(Objects.requireNonNull(interceptor, "interceptor"));
		return this;
	}

	/**
	 * Adds an interceptor of the calls of all listeners, which comes before those of the
	 * consumers. Default: none.
	 */
	public RocketClientBuilder consumeInterceptor(ConsumeInterceptor interceptor) {
		this.consumeInterceptors.add(Objects.requireNonNull(interceptor, "interceptor"));
		return this;
	}

	/**
	 * Adds a listener that is told when connections come and go. Default: none.
	 */
	public RocketClientBuilder connectionListener(ServerConnectionListener listener) {
		this.connectionListeners.add(Objects.requireNonNull(listener, "listener"));
		return this;
	}

	/**
	 * How producers avoid brokers that are slow or do not work. Default:
	 * {@link FaultTolerance#defaults()}: they do, because otherwise a broker that gives
	 * no answer delays every message whose turn it is.
	 */
	public RocketClientBuilder faultTolerance(FaultTolerance faultTolerance) {
		this.faultTolerance = Objects.requireNonNull(faultTolerance, "faultTolerance");
		return this;
	}

	/**
	 * Checks the options and makes the client. No connection is opened yet.
	 * @throws IllegalArgumentException naming the option that is wrong, or the file that
	 * TLS cannot use
	 * @throws IllegalStateException when there is a proxy, and not the jar that it needs
	 */
	public RocketClient build() {
		if (this.naming.resolver() == null) {
			require(!this.nameServers.isEmpty(), "nameServers", "must hold at least one host:port");
		}
		else {
			require(this.nameServers.isEmpty(), "nameServers", "must be empty, because a resolver finds them");
		}
		require(this.nameServers.size() <= 32, "nameServers",
				"must hold at most 32 entries, but holds " + this.nameServers.size());
		String id = (this.clientId != null) ? this.clientId : ClientIds.generate();
		require(!id.isBlank(), "clientId", "must not be blank");
		String unit = this.naming.unitName();
		String unitId = (unit != null) ? id + "@" + unit : id;
		requirePositive("connectTimeout", this.connectTimeout);
		requirePositive("requestTimeout", this.requestTimeout);
		requirePositive("routeRefreshInterval", this.routeRefreshInterval);
		requirePositive("heartbeatInterval", this.heartbeatInterval);
		requirePositive("rebalanceInterval", this.rebalanceInterval);
		require(this.ioThreads > 0, "ioThreads", "must be positive, but is " + this.ioThreads);
		require(this.callbackThreads > 0, "callbackThreads", "must be positive, but is " + this.callbackThreads);
		require(this.maxFrameBytes >= 1024, "maxFrameBytes", "must be at least 1024, but is " + this.maxFrameBytes);
		require(this.maxCachedBytes > 0, "maxCachedBytes", "must be positive, but is " + this.maxCachedBytes);
		require(this.maxPendingSends >= 1 && this.maxPendingSends <= SendBudget.MAX_SENDS, "maxPendingSends",
				"must be 1 to " + SendBudget.MAX_SENDS + ", but is " + this.maxPendingSends);
		require(this.maxPendingSendBytes >= 1 && this.maxPendingSendBytes <= SendBudget.MAX_BYTES,
				"maxPendingSendBytes", "must be 1 to " + SendBudget.MAX_BYTES + ", but is " + this.maxPendingSendBytes);
		return new DefaultRocketClient(
				new ClientOptions(this.nameServers, unitId, this.connectTimeout, this.requestTimeout,
						this.routeRefreshInterval, this.heartbeatInterval, this.rebalanceInterval, this.transport,
						this.ioThreads, this.callbackThreads, this.maxFrameBytes, this.maxCachedBytes,
						this.headerFormat, new SendLimits(this.maxPendingSends, this.maxPendingSendBytes), this.naming,
						this.inputLimits,
						new NetworkOptions(this.transportOptions, this.proxies, this.allowedBrokers, this.vipChannel,
								this.compactHeartbeats)),
				new ClientSecurity(this.credentials, this.tls),
				new Interceptors(this.sendInterceptors, this.consumeInterceptors, this.connectionListeners),
				this.faultTolerance, this.trace);
	}

	private static void requirePositive(String option, Duration value) {
		require(value.toMillis() > 0, option, "must be at least 1 ms, but is " + value);
	}

	private static void require(boolean valid, String option, String problem) {
		if (!valid) {
			throw new IllegalArgumentException("Client option '" + option + "' " + problem);
		}
	}

}
