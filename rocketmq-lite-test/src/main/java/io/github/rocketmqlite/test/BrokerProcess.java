package io.github.rocketmqlite.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A real Apache RocketMQ broker in a child JVM, which a test can kill, freeze and
 * restart. Its name server runs in this JVM and survives the broker, unless
 * {@link Builder#nameServerInChild()} puts it into the child as well.
 * <p>
 * Ports and store stay the same across restarts, so a restarted broker has the topics and
 * messages it had acknowledged: they are in the operating system's page cache, which a
 * killed process does not take with it. The child runs on this JVM's class path and ends
 * with this JVM. The store is deleted when this JVM exits.
 * <p>
 * Threading: one test thread drives it; the addresses may be read by any.
 */
public final class BrokerProcess implements AutoCloseable {

	private static final Duration ROUTE_TIMEOUT = Duration.ofSeconds(30);

	private final Path directory;

	private final BrokerProcessMain.Launch launch;

	private final List<String> jvmArguments;

	private final @Nullable NameServer nameServer;

	private final RemoteAdmin admin = new RemoteAdmin();

	private int starts;

	private @Nullable ChildJvm child;

	private BrokerProcess(Path directory, BrokerProcessMain.Launch launch, List<String> jvmArguments,
			@Nullable NameServer nameServer) {
		this.directory = directory;
		this.launch = launch;
		this.jvmArguments = jvmArguments;
		this.nameServer = nameServer;
	}

	/**
	 * A builder of a broker process.
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The address of the name server, in the form {@code 127.0.0.1:port}.
	 */
	public String nameServers() {
		return this.launch.nameServers();
	}

	/**
	 * The address of the broker, in the form {@code 127.0.0.1:port}.
	 */
	public String brokerAddress() {
		return "127.0.0.1:" + this.launch.settings().port();
	}

	/**
	 * Creates a topic, or changes the number of its queues, and returns when the name
	 * server's route tells so.
	 * @param topic the topic to create
	 * @param queues how many queues to read and to write
	 * @throws IllegalStateException if the broker does not answer, or the name server
	 * does not know the topic after 30 seconds
	 */
	public void createTopic(String topic, int queues) {
		this.admin.createTopic(brokerAddress(), topic, queues);
		Await.until(ROUTE_TIMEOUT, () -> "a route to topic " + topic + " with " + queues + " queues",
				() -> this.admin.route(nameServers(), topic)
					.filter((route) -> Routes.containsQueues(route, queues))
					.isPresent());
	}

	/**
	 * Whether the child process exists; a frozen one does.
	 */
	public boolean isAlive() {
		return this.child != null && this.child.isAlive();
	}

	/**
	 * Kills the child with SIGKILL and returns when it is gone. Does nothing if it is not
	 * alive.
	 */
	public void kill() {
		if (this.child != null) {
			this.child.kill();
		}
	}

	/**
	 * Starts the child again, killing it first if it is alive, on its own store and the
	 * same ports. Returns when its broker is registered and accepts connections.
	 * @throws IllegalStateException if it does not start; the message has its output
	 */
	public void restart() {
		kill();
		start();
	}

	/**
	 * Stops the child with SIGSTOP: its connections stay open, and nobody answers.
	 * @throws IllegalStateException if it is not alive
	 * @throws UncheckedIOException on a system without the {@code kill} command
	 */
	public void freeze() {
		running().signal("STOP");
	}

	/**
	 * Lets a frozen child go on, with SIGCONT.
	 * @throws IllegalStateException if it is not alive
	 */
	public void thaw() {
		running().signal("CONT");
	}

	/**
	 * What the child has printed since it was last started.
	 */
	public String output() {
		return (this.child != null) ? this.child.output() : "";
	}

	private ChildJvm running() {
		if (this.child == null || !this.child.isAlive()) {
			throw new IllegalStateException("The broker process at " + brokerAddress() + " is not alive");
		}
		return this.child;
	}

	private void start() {
		Path file = this.directory.resolve("launch.properties");
		try {
			this.launch.write(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot write " + file, ex);
		}
		this.starts++;
		Path output = this.directory.resolve("output-" + this.starts + ".txt");
		this.child = ChildJvm.start(ChildJvm.Program.here(BrokerProcessMain.class, this.jvmArguments, file.toString()),
				output, BrokerProcessMain.READY);
		Ports.awaitAcceptance(brokerAddress());
	}

	/**
	 * Kills the child, stops the name server and deletes the store. Idempotent.
	 */
	@Override
	public void close() {
		kill();
		this.admin.close();
		if (this.nameServer != null) {
			this.nameServer.shutDown();
		}
		TemporaryDirectory.delete(this.directory);
	}

	@Override
	public String toString() {
		return "BrokerProcess[nameServers=" + nameServers() + ", broker=" + brokerAddress() + ", alive=" + isAlive()
				+ "]";
	}

	/**
	 * Settings of a broker process. The broker's defaults are those of
	 * {@link EmbeddedRocketMQServer.Builder}.
	 * <p>
	 * Threading: confined to one thread.
	 */
	public static final class Builder {

		private final Map<String, String> properties = new LinkedHashMap<>();

		private final List<String> jvmArguments = new ArrayList<>(
				List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));

		private boolean nameServerInChild;

		private @Nullable BrokerProcess neighbour;

		private Builder() {
		}

		/**
		 * Sets a property of the broker, under the name it has in RocketMQ's
		 * {@code broker.conf}.
		 * @param name for example {@code flushDiskType}
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
		 * Adds an argument of the child JVM, after the default ones, which are
		 * {@code -Xmx512m} and what makes it start quickly.
		 * @param argument for example {@code -Xmx1g}
		 * @return this builder
		 */
		public Builder jvmArgument(String argument) {
			this.jvmArguments.add(argument);
			return this;
		}

		/**
		 * Puts the name server into the child too, so that both are killed and frozen
		 * together.
		 * @return this builder
		 */
		public Builder nameServerInChild() {
			this.nameServerInChild = true;
			return this;
		}

		/**
		 * Makes name server and broker take TLS only, and only from clients that have a
		 * certificate of the same authority. Puts the name server into the child.
		 * @param certificates the authority
		 * @param server who the servers are; its certificate names {@code ip:127.0.0.1}
		 * @param client who the broker is when it calls the name server
		 * @return this builder
		 */
		public Builder tls(Certificates certificates, String server, String client) {
			nameServerInChild();
			jvmArgument("-Dtls.server.mode=enforcing").jvmArgument("-Dtls.test.mode.enable=false")
				.jvmArgument("-Dtls.server.need.client.auth=require")
				.jvmArgument("-Dtls.server.authClient=true");
			return tlsSide(certificates, "server", server).tlsSide(certificates, "client", client);
		}

		private Builder tlsSide(Certificates certificates, String side, String name) {
			return jvmArgument("-Dtls." + side + ".keyPath=" + certificates.key(name))
				.jvmArgument("-Dtls." + side + ".certPath=" + certificates.certificate(name))
				.jvmArgument("-Dtls." + side + ".trustCertPath=" + certificates.certificate("ca"));
		}

		/**
		 * Registers the broker at the name server of another one.
		 * @param neighbour the other broker, which is closed later than this one
		 * @return this builder
		 */
		public Builder beside(BrokerProcess neighbour) {
			this.neighbour = neighbour;
			return this;
		}

		/**
		 * Makes the broker a master that acknowledges a message when a slave has it, too.
		 * @param brokerName the name that master and slave share
		 * @return this builder
		 */
		public Builder master(String brokerName) {
			return replica(brokerName, 0, "SYNC_MASTER");
		}

		/**
		 * Makes the broker a slave of a master.
		 * @param master the master, at whose name server the slave registers
		 * @return this builder
		 */
		public Builder slaveOf(BrokerProcess master) {
			String brokerName = master.launch.settings().overrides().get("brokerName");
			if (brokerName == null) {
				throw new IllegalArgumentException(master + " was not made as a master");
			}
			return beside(master).replica(brokerName, 1, "SLAVE");
		}

		private Builder replica(String brokerName, long brokerId, String role) {
			return brokerProperty("brokerName", brokerName).brokerProperty("brokerId", Long.toString(brokerId))
				.brokerProperty("brokerRole", role)
				.brokerProperty("haListenPort", Integer.toString(Ports.free()));
		}

		/**
		 * Starts the servers and returns when the broker is registered and accepts
		 * connections, usually after some five seconds.
		 * @return the running broker, which the caller closes
		 * @throws IllegalStateException if it does not start; the message has its output
		 */
		public BrokerProcess start() {
			Path directory = TemporaryDirectory.create("rocketmq-lite-process-");
			boolean own = !this.nameServerInChild && this.neighbour == null;
			NameServer nameServer = own ? NameServer.start(NameServer.ANY_PORT, directory) : null;
			String nameServers = (nameServer != null) ? nameServer.address()
					: (this.neighbour != null) ? this.neighbour.nameServers() : "127.0.0.1:" + Ports.free();
			BrokerSettings settings = new BrokerSettings(nameServers, Ports.freeForBroker(), directory.resolve("store"),
					this.properties);
			List<String> arguments = new ArrayList<>(this.jvmArguments);
			// a killed process leaves the native library of its RocksDB there
			arguments.add("-Djava.io.tmpdir=" + directory);
			BrokerProcess process = new BrokerProcess(directory,
					new BrokerProcessMain.Launch(this.nameServerInChild, settings), List.copyOf(arguments), nameServer);
			try {
				process.start();
				return process;
			}
			catch (RuntimeException ex) {
				process.close();
				throw ex;
			}
		}

	}

}
