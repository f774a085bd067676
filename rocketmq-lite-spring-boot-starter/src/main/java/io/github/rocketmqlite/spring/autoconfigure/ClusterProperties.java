package io.github.rocketmqlite.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * What an application can say about one cluster and its client; each group of properties
 * has a class of its own.
 */
public class ClusterProperties {

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

	@NestedConfigurationProperty
	private final DiscoveryProperties discovery = new DiscoveryProperties();

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

	@NestedConfigurationProperty
	private final SslProperties ssl = new SslProperties();

	@NestedConfigurationProperty
	private final TransportProperties transport = new TransportProperties();

	@NestedConfigurationProperty
	private final ProxyProperties proxy = new ProxyProperties();

	@NestedConfigurationProperty
	private final TraceProperties trace = new TraceProperties();

	@NestedConfigurationProperty
	private final ProducerProperties producer = new ProducerProperties();

	@NestedConfigurationProperty
	private final ConsumerProperties consumer = new ConsumerProperties();

	@NestedConfigurationProperty
	private final ListenerProperties listener = new ListenerProperties();

	@NestedConfigurationProperty
	private final FaultToleranceProperties faultTolerance = new FaultToleranceProperties();

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

	public DiscoveryProperties getDiscovery() {
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

	public SslProperties getSsl() {
		return this.ssl;
	}

	public TransportProperties getTransport() {
		return this.transport;
	}

	public ProxyProperties getProxy() {
		return this.proxy;
	}

	public TraceProperties getTrace() {
		return this.trace;
	}

	public ProducerProperties getProducer() {
		return this.producer;
	}

	public ConsumerProperties getConsumer() {
		return this.consumer;
	}

	public ListenerProperties getListener() {
		return this.listener;
	}

	public FaultToleranceProperties getFaultTolerance() {
		return this.faultTolerance;
	}

}
