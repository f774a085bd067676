package io.github.rocketmqlite.test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * A real Apache RocketMQ name server and broker inside this JVM, on free ports of the
 * loopback interface and on a temporary store that is deleted when the JVM exits.
 * <p>
 * Most tests use the {@linkplain #shared() shared} one, with topics and groups of their
 * own. An instance of one's own, for example with other broker properties, comes from the
 * {@linkplain #builder() builder}. Either is ready when the method returns, usually after
 * three to six seconds for the first and one to two for the next.
 * <p>
 * RocketMQ's servers and its official client log nothing, because this jar contains the
 * {@code rmq.logback-test.xml} they look for first. To see their logs, name another file
 * in the system property {@code rmq.logback.configurationFile}.
 * <p>
 * Threading: thread-safe.
 */
public final class EmbeddedRocketMQServer implements AutoCloseable {

	private static final Duration ROUTE_TIMEOUT = Duration.ofSeconds(30);

	private final Path directory;

	private final NameServer nameServer;

	private final Broker broker;

	/** Stops the name server, unless it is a neighbour's. */
	private final Runnable stopNameServer;

	private final boolean shared;

	private final AtomicBoolean open = new AtomicBoolean(true);

	private EmbeddedRocketMQServer(Path directory, NameServer nameServer, Broker broker, Runnable stopNameServer,
			boolean shared) {
		this.directory = directory;
		this.nameServer = nameServer;
		this.broker = broker;
		this.stopNameServer = stopNameServer;
		this.shared = shared;
	}

	/**
	 * The one server that all tests of this JVM may use, started on first use with the
	 * default properties. It runs until the JVM exits: a graceful stop would take 14 to
	 * 20 seconds, and {@link #close()} does nothing to it.
	 * @return always the same instance
	 */
	public static EmbeddedRocketMQServer shared() {
		return Shared.INSTANCE;
	}

	/**
	 * A builder of a separate server.
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The address of the name server, in the form {@code 127.0.0.1:port}.
	 */
	public String nameServers() {
		return this.nameServer.address();
	}

	/**
	 * The address of the broker, in the form {@code 127.0.0.1:port}.
	 */
	public String brokerAddress() {
		return this.broker.address();
	}

	/**
	 * The name under which the broker is registered.
	 */
	public String brokerName() {
		return this.broker.name();
	}

	/**
	 * Creates a topic at this broker, or changes the number of its queues, and returns
	 * when the name server's route tells so.
	 * @param topic the topic to create
	 * @param queues how many queues to read and to write
	 * @throws IllegalStateException if the name server does not know it after 30 seconds
	 */
	public void createTopic(String topic, int queues) {
		this.broker.createTopic(topic, queues);
		Await.until(ROUTE_TIMEOUT, () -> "a route to topic " + topic + " with " + queues + " queues",
				() -> this.nameServer.route(topic)
					.filter((route) -> Routes.containsQueues(route, brokerName(), queues))
					.isPresent());
	}

	/**
	 * Deletes a topic, its messages, its route and all groups' offsets of it; does
	 * nothing if there is no such topic.
	 * @param topic the topic to delete
	 */
	public void deleteTopic(String topic) {
		this.broker.deleteTopic(topic);
		this.nameServer.forget(topic);
	}

	/**
	 * What is stored in all queues of a topic, queue by queue in the order of offsets.
	 * The broker shows a message here some milliseconds after it has acknowledged it, so
	 * await what you expect.
	 * @param topic any topic, for example {@code %DLQ%my-group}
	 * @return the stored messages; empty if there is no such topic
	 */
	public List<StoredBody> messages(String topic) {
		return this.broker.messages(topic);
	}

	/**
	 * The offset that the next message of a queue will get.
	 * @param topic the topic
	 * @param queueId the queue within the topic
	 * @return 0 for an empty or unknown queue
	 */
	public long maxOffset(String topic, int queueId) {
		return this.broker.maxOffset(topic, queueId);
	}

	/**
	 * The offset a consumer group has committed, that is, the next one it wants to read.
	 * @param group the consumer group
	 * @param topic the topic
	 * @param queueId the queue within the topic
	 * @return -1 if the group has committed none
	 */
	public long consumerOffset(String group, String topic, int queueId) {
		return this.broker.consumerOffset(group, topic, queueId);
	}

	/**
	 * Stops this server and returns when its ports refuse connections; its threads end in
	 * the background. Idempotent, and without effect on the {@linkplain #shared() shared}
	 * server or while the JVM exits, which ends all servers anyway.
	 */
	@Override
	public void close() {
		if (this.shared || Daemons.isJvmExiting() || !this.open.compareAndSet(true, false)) {
			return;
		}
		String brokerAddress = brokerAddress();
		this.broker.shutDown(() -> TemporaryDirectory.delete(this.directory));
		Ports.awaitRefusal(brokerAddress);
		this.stopNameServer.run();
	}

	@Override
	public String toString() {
		return "EmbeddedRocketMQServer[nameServers=" + nameServers() + ", broker=" + brokerAddress() + "]";
	}

	/**
	 * Settings of a separate server. Unless overridden, its broker
	 * <ul>
	 * <li>creates topics and groups on first use, filters by SQL92
	 * ({@code enablePropertyFilter}) and has the trace topic,</li>
	 * <li>delays by one second at each of the 18 delay levels, so that retries of a test
	 * are quick ({@code messageDelayLevel=1s 1s ...}),</li>
	 * <li>checks open transactions after a second, and every second
	 * ({@code transactionTimeOut}, {@code transactionCheckInterval}),</li>
	 * <li>keeps small files ({@code mappedFileSizeCommitLog=16 MiB}; bodies of 4 MiB
	 * still fit) and accepts messages on a nearly full disk,</li>
	 * <li>does not answer "busy" because the machine is slow
	 * ({@code brokerFastFailureEnable=false}),</li>
	 * <li>spares the processor what keeps it busy in an idle broker
	 * ({@code transactionMetricFlushInterval}, {@code timerFlushIntervalMs}).</li>
	 * </ul>
	 * Threading: confined to one thread.
	 */
	public static final class Builder {

		private final Map<String, String> properties = new LinkedHashMap<>();

		private @Nullable EmbeddedRocketMQServer neighbour;

		private Builder() {
		}

		/**
		 * Sets a property of the broker, its store, its network or its access control,
		 * under the name it has in RocketMQ's {@code broker.conf}.
		 * @param name for example {@code maxMessageSize}
		 * @param value the value as it would stand in the file
		 * @return this builder
		 * @throws IllegalArgumentException if a broker has no such property
		 */
		public Builder brokerProperty(String name, String value) {
			BrokerSettings.requireKnown(name);
			this.properties.put(name, value);
			return this;
		}

		/**
		 * Registers the broker at the name server of another one, so that both are of one
		 * cluster.
		 * @param neighbour the other server, which is closed later than this one
		 * @return this builder
		 */
		public Builder beside(EmbeddedRocketMQServer neighbour) {
			this.neighbour = neighbour;
			return this;
		}

		/**
		 * Starts the servers and returns when the broker is registered at the name
		 * server.
		 * @return the running server, which the caller closes
		 * @throws IllegalStateException if one of them does not start
		 */
		public EmbeddedRocketMQServer start() {
			return start(false);
		}

		private EmbeddedRocketMQServer start(boolean shared) {
			Path directory = TemporaryDirectory.create("rocketmq-lite-embedded-");
			NameServer nameServer = (this.neighbour != null) ? this.neighbour.nameServer
					: NameServer.start(NameServer.ANY_PORT, directory);
			Runnable stopNameServer = (this.neighbour != null) ? () -> {
			} : () -> stop(nameServer);
			BrokerSettings settings = new BrokerSettings(nameServer.address(), Ports.freeForBroker(),
					directory.resolve("store"), this.properties);
			try {
				Broker broker = Broker.start(settings, nameServer::knowsBroker);
				return new EmbeddedRocketMQServer(directory, nameServer, broker, stopNameServer, shared);
			}
			catch (RuntimeException ex) {
				stopNameServer.run();
				throw ex;
			}
		}

		private static void stop(NameServer nameServer) {
			nameServer.shutDown();
			Ports.awaitRefusal(nameServer.address());
		}

	}

	/** Starts the shared server when it is first asked for. */
	private static final class Shared {

		private static final EmbeddedRocketMQServer INSTANCE = builder().start(true);

	}

}
