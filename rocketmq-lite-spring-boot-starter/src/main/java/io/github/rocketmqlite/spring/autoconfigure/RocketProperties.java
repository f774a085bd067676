package io.github.rocketmqlite.spring.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.rocketmqlite.client.ClientOptions;
import io.github.rocketmqlite.client.ClientOptions.HeaderFormat;
import io.github.rocketmqlite.consumer.StartPosition;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * What an application can set under {@code rocketmq-lite}. Longer than other classes
 * because every property takes a field, its description and two accessors.
 */
@ConfigurationProperties("rocketmq-lite")
public class RocketProperties {

	/**
	 * Comma-separated list of name servers, host:port.
	 */
	private List<String> nameServers = new ArrayList<>(List.of("localhost:9876"));

	/**
	 * Name by which brokers tell this client from others. Made up of host, process id and
	 * a random number if not set; two running clients must not share one.
	 */
	private @Nullable String clientId;

	/**
	 * Most time that one connection attempt may take.
	 */
	private Duration connectTimeout = Duration.ofSeconds(3);

	/**
	 * Most time that one request other than a send may take.
	 */
	private Duration requestTimeout = Duration.ofSeconds(3);

	/**
	 * How often brokers are told that this client lives. Brokers forget a client after
	 * two minutes of silence.
	 */
	private Duration heartbeatInterval = Duration.ofSeconds(30);

	/**
	 * How often the routes of topics in use are asked for again.
	 */
	private Duration routeRefreshInterval = Duration.ofSeconds(30);

	/**
	 * How often consumers check which queues are theirs. Changes that a broker reports
	 * are acted upon at once.
	 */
	private Duration rebalanceInterval = Duration.ofSeconds(5);

	/**
	 * Namespace that keeps topics and groups apart from those of others. Brokers see it
	 * as a part of every name, the application does not.
	 */
	private @Nullable String namespace;

	/**
	 * Namespace that is sent beside the names. Proxies tell tenants apart by it, brokers
	 * ignore it.
	 */
	private @Nullable String namespaceV2;

	/**
	 * Name of the unit this application belongs to, the last part of the client id and of
	 * the address for discovery.
	 */
	private @Nullable String unitName;

	/**
	 * Whether to tell brokers that this application is one of several units.
	 */
	private boolean unitMode = false;

	/**
	 * Zone to whose brokers routes are limited. Name servers before 5.0 ignore it.
	 */
	private @Nullable String zone;

	private final Discovery discovery = new Discovery();

	/**
	 * Access key with which requests are signed. A bean of type CredentialsProvider takes
	 * precedence.
	 */
	private @Nullable String accessKey;

	/**
	 * Secret key that belongs to the access key.
	 */
	private @Nullable String secretKey;

	/**
	 * Token of temporary credentials.
	 */
	private @Nullable String securityToken;

	private final Ssl ssl = new Ssl();

	private final Transport transport = new Transport();

	private final Producer producer = new Producer();

	private final Consumer consumer = new Consumer();

	private final Listener listener = new Listener();

	public List<String> getNameServers() {
		return this.nameServers;
	}

	public void setNameServers(List<String> nameServers) {
		this.nameServers = nameServers;
	}

	public @Nullable String getClientId() {
		return this.clientId;
	}

	public void setClientId(@Nullable String clientId) {
		this.clientId = clientId;
	}

	public Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public Duration getRequestTimeout() {
		return this.requestTimeout;
	}

	public void setRequestTimeout(Duration requestTimeout) {
		this.requestTimeout = requestTimeout;
	}

	public Duration getHeartbeatInterval() {
		return this.heartbeatInterval;
	}

	public void setHeartbeatInterval(Duration heartbeatInterval) {
		this.heartbeatInterval = heartbeatInterval;
	}

	public Duration getRouteRefreshInterval() {
		return this.routeRefreshInterval;
	}

	public void setRouteRefreshInterval(Duration routeRefreshInterval) {
		this.routeRefreshInterval = routeRefreshInterval;
	}

	public Duration getRebalanceInterval() {
		return this.rebalanceInterval;
	}

	public void setRebalanceInterval(Duration rebalanceInterval) {
		this.rebalanceInterval = rebalanceInterval;
	}

	public @Nullable String getNamespace() {
		return this.namespace;
	}

	public void setNamespace(@Nullable String namespace) {
		this.namespace = namespace;
	}

	public @Nullable String getNamespaceV2() {
		return this.namespaceV2;
	}

	public void setNamespaceV2(@Nullable String namespaceV2) {
		this.namespaceV2 = namespaceV2;
	}

	public @Nullable String getUnitName() {
		return this.unitName;
	}

	public void setUnitName(@Nullable String unitName) {
		this.unitName = unitName;
	}

	public boolean isUnitMode() {
		return this.unitMode;
	}

	public void setUnitMode(boolean unitMode) {
		this.unitMode = unitMode;
	}

	public @Nullable String getZone() {
		return this.zone;
	}

	public void setZone(@Nullable String zone) {
		this.zone = zone;
	}

	public Discovery getDiscovery() {
		return this.discovery;
	}

	public @Nullable String getAccessKey() {
		return this.accessKey;
	}

	public void setAccessKey(@Nullable String accessKey) {
		this.accessKey = accessKey;
	}

	public @Nullable String getSecretKey() {
		return this.secretKey;
	}

	public void setSecretKey(@Nullable String secretKey) {
		this.secretKey = secretKey;
	}

	public @Nullable String getSecurityToken() {
		return this.securityToken;
	}

	public void setSecurityToken(@Nullable String securityToken) {
		this.securityToken = securityToken;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	public Transport getTransport() {
		return this.transport;
	}

	public Producer getProducer() {
		return this.producer;
	}

	public Consumer getConsumer() {
		return this.consumer;
	}

	public Listener getListener() {
		return this.listener;
	}

	/**
	 * Where the name servers are asked for, instead of a list.
	 */
	public static class Discovery {

		/**
		 * Address of a web server that answers with the list of name servers. Takes the
		 * place of 'rocketmq-lite.name-servers'.
		 */
		private @Nullable String url;

		/**
		 * Whether the address may begin with http://, so that anybody on the way can
		 * change the list.
		 */
		private boolean allowHttp = false;

		/**
		 * File that keeps the last list for a start while the web server is down.
		 */
		private @Nullable Path snapshot;

		/**
		 * Most time that one question may take.
		 */
		private Duration timeout = Duration.ofSeconds(3);

		/**
		 * How often the list is asked for again.
		 */
		private Duration interval = Duration.ofMinutes(2);

		public @Nullable String getUrl() {
			return this.url;
		}

		public void setUrl(@Nullable String url) {
			this.url = url;
		}

		public boolean isAllowHttp() {
			return this.allowHttp;
		}

		public void setAllowHttp(boolean allowHttp) {
			this.allowHttp = allowHttp;
		}

		public @Nullable Path getSnapshot() {
			return this.snapshot;
		}

		public void setSnapshot(@Nullable Path snapshot) {
			this.snapshot = snapshot;
		}

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

		public Duration getInterval() {
			return this.interval;
		}

		public void setInterval(Duration interval) {
			this.interval = interval;
		}

	}

	/**
	 * Encryption.
	 */
	public static class Ssl {

		/**
		 * Whether to encrypt all connections. Enabled automatically if 'bundle' is set.
		 */
		private @Nullable Boolean enabled;

		/**
		 * SSL bundle name. Without one, Java's own trusted certificates count.
		 */
		private @Nullable String bundle;

		public @Nullable Boolean getEnabled() {
			return this.enabled;
		}

		boolean determineEnabled() {
			return (this.enabled != null) ? this.enabled : this.bundle != null;
		}

		public void setEnabled(@Nullable Boolean enabled) {
			this.enabled = enabled;
		}

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

	/**
	 * Sockets and frames.
	 */
	public static class Transport {

		/**
		 * Way to the operating system's sockets.
		 */
		private ClientOptions.Transport type = ClientOptions.Transport.AUTO;

		/**
		 * Number of event loops that carry all connections.
		 */
		private int ioThreads = 1;

		/**
		 * Number of threads that complete the futures of asynchronous sends.
		 */
		private int callbackThreads = 2;

		/**
		 * Largest frame accepted from a server.
		 */
		private DataSize maxFrameSize = DataSize.ofMegabytes(16);

		/**
		 * How request headers are written where the command allows it.
		 */
		private HeaderFormat headerFormat = HeaderFormat.BINARY;

		public ClientOptions.Transport getType() {
			return this.type;
		}

		public void setType(ClientOptions.Transport type) {
			this.type = type;
		}

		public int getIoThreads() {
			return this.ioThreads;
		}

		public void setIoThreads(int ioThreads) {
			this.ioThreads = ioThreads;
		}

		public int getCallbackThreads() {
			return this.callbackThreads;
		}

		public void setCallbackThreads(int callbackThreads) {
			this.callbackThreads = callbackThreads;
		}

		public DataSize getMaxFrameSize() {
			return this.maxFrameSize;
		}

		public void setMaxFrameSize(DataSize maxFrameSize) {
			this.maxFrameSize = maxFrameSize;
		}

		public HeaderFormat getHeaderFormat() {
			return this.headerFormat;
		}

		public void setHeaderFormat(HeaderFormat headerFormat) {
			this.headerFormat = headerFormat;
		}

	}

	/**
	 * The producer behind the template.
	 */
	public static class Producer {

		/**
		 * Producer group. Derived from 'spring.application.name' if not set.
		 */
		private @Nullable String group;

		/**
		 * Most time that one send may take, all retries included.
		 */
		private Duration sendTimeout = Duration.ofSeconds(3);

		/**
		 * Number of further attempts that a failed send gets within its timeout.
		 */
		private int retries = 2;

		/**
		 * Largest message body that may leave.
		 */
		private DataSize maxMessageSize = DataSize.ofMegabytes(4);

		/**
		 * Number of queues per broker of a topic that the broker creates on the first
		 * send.
		 */
		private int autoCreateQueues = 4;

		public @Nullable String getGroup() {
			return this.group;
		}

		public void setGroup(@Nullable String group) {
			this.group = group;
		}

		public Duration getSendTimeout() {
			return this.sendTimeout;
		}

		public void setSendTimeout(Duration sendTimeout) {
			this.sendTimeout = sendTimeout;
		}

		public int getRetries() {
			return this.retries;
		}

		public void setRetries(int retries) {
			this.retries = retries;
		}

		public DataSize getMaxMessageSize() {
			return this.maxMessageSize;
		}

		public void setMaxMessageSize(DataSize maxMessageSize) {
			this.maxMessageSize = maxMessageSize;
		}

		public int getAutoCreateQueues() {
			return this.autoCreateQueues;
		}

		public void setAutoCreateQueues(int autoCreateQueues) {
			this.autoCreateQueues = autoCreateQueues;
		}

	}

	/**
	 * What all listeners have in common unless their annotation says otherwise.
	 */
	public static class Consumer {

		/**
		 * Consumer group of the listener that names none. A group has one listener only.
		 */
		private @Nullable String group;

		/**
		 * Number of messages that one listener handles at the same time.
		 */
		private int concurrency = 20;

		/**
		 * Where a group begins in a queue for which the broker holds no offset.
		 */
		private StartPosition startPosition = StartPosition.LAST;

		/**
		 * Number of times that a failed message is delivered again before it goes to the
		 * dead-letter topic.
		 */
		private int maxReconsumeTimes = 16;

		/**
		 * Most messages that one pull asks for.
		 */
		private int pullBatchSize = 32;

		/**
		 * Most messages of one queue that are held in memory.
		 */
		private int maxCachedMessagesPerQueue = 1000;

		/**
		 * Most memory for received messages, shared by all listeners.
		 */
		private DataSize maxCachedSize = DataSize.ofMegabytes(64);

		/**
		 * How long running listeners may take to finish when a listener stops or loses a
		 * queue. Keep it below 'spring.lifecycle.timeout-per-shutdown-phase'.
		 */
		private Duration drainTimeout = Duration.ofSeconds(25);

		/**
		 * How often progress is reported to the broker.
		 */
		private Duration commitInterval = Duration.ofSeconds(1);

		public @Nullable String getGroup() {
			return this.group;
		}

		public void setGroup(@Nullable String group) {
			this.group = group;
		}

		public int getConcurrency() {
			return this.concurrency;
		}

		public void setConcurrency(int concurrency) {
			this.concurrency = concurrency;
		}

		public StartPosition getStartPosition() {
			return this.startPosition;
		}

		public void setStartPosition(StartPosition startPosition) {
			this.startPosition = startPosition;
		}

		public int getMaxReconsumeTimes() {
			return this.maxReconsumeTimes;
		}

		public void setMaxReconsumeTimes(int maxReconsumeTimes) {
			this.maxReconsumeTimes = maxReconsumeTimes;
		}

		public int getPullBatchSize() {
			return this.pullBatchSize;
		}

		public void setPullBatchSize(int pullBatchSize) {
			this.pullBatchSize = pullBatchSize;
		}

		public int getMaxCachedMessagesPerQueue() {
			return this.maxCachedMessagesPerQueue;
		}

		public void setMaxCachedMessagesPerQueue(int maxCachedMessagesPerQueue) {
			this.maxCachedMessagesPerQueue = maxCachedMessagesPerQueue;
		}

		public DataSize getMaxCachedSize() {
			return this.maxCachedSize;
		}

		public void setMaxCachedSize(DataSize maxCachedSize) {
			this.maxCachedSize = maxCachedSize;
		}

		public Duration getDrainTimeout() {
			return this.drainTimeout;
		}

		public void setDrainTimeout(Duration drainTimeout) {
			this.drainTimeout = drainTimeout;
		}

		public Duration getCommitInterval() {
			return this.commitInterval;
		}

		public void setCommitInterval(Duration commitInterval) {
			this.commitInterval = commitInterval;
		}

	}

	/**
	 * The containers that run listeners.
	 */
	public static class Listener {

		/**
		 * Whether listeners start with the application context.
		 */
		private boolean autoStartup = true;

		public boolean isAutoStartup() {
			return this.autoStartup;
		}

		public void setAutoStartup(boolean autoStartup) {
			this.autoStartup = autoStartup;
		}

	}

}
