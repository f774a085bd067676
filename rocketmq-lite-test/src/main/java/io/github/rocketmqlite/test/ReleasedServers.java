package io.github.rocketmqlite.test;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.apache.rocketmq.acl.common.AclClientRPCHook;
import org.apache.rocketmq.acl.common.SessionCredentials;
import org.jspecify.annotations.Nullable;

/**
 * The name server and the broker of any RocketMQ release from 4.9 on, run by their own
 * main classes in one child JVM whose class path is that release's own: its Netty and its
 * JSON library, not this JVM's.
 * <p>
 * The broker has the test defaults of {@link EmbeddedRocketMQServer.Builder}, as far as
 * the release knows them. The child ends with this JVM, and its files are deleted.
 * <p>
 * Threading: one test thread drives it; the addresses may be read by any.
 */
public final class ReleasedServers implements AutoCloseable {

	private static final Duration REGISTRATION_TIMEOUT = Duration.ofSeconds(60);

	/** What releases older than this JVM reach for when they map and unmap files. */
	private static final List<String> JVM_ARGUMENTS = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
			"--add-opens=java.base/java.nio=ALL-UNNAMED", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
			"--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED");

	private final Path directory;

	private final String nameServers;

	private final String brokerAddress;

	private final RemoteAdmin admin;

	private @Nullable ChildJvm child;

	private ReleasedServers(Path directory, String nameServers, String brokerAddress, RemoteAdmin admin) {
		this.directory = directory;
		this.nameServers = nameServers;
		this.brokerAddress = brokerAddress;
		this.admin = admin;
	}

	/**
	 * A builder of servers of one release.
	 * @param classPath the jars of the release's broker and name server with all they
	 * depend on, separated as the system separates paths
	 */
	public static Builder builder(String classPath) {
		return new Builder(classPath);
	}

	/**
	 * The address of the name server, in the form {@code 127.0.0.1:port}.
	 */
	public String nameServers() {
		return this.nameServers;
	}

	/**
	 * The address of the broker, in the form {@code 127.0.0.1:port}.
	 */
	public String brokerAddress() {
		return this.brokerAddress;
	}

	/**
	 * Creates a topic, or changes the number of its queues, and returns when the name
	 * server's route tells so.
	 * @param topic the topic to create
	 * @param queues how many queues to read and to write
	 * @throws IllegalStateException if the broker refuses or does not answer, or the name
	 * server does not know the topic in time
	 */
	public void createTopic(String topic, int queues) {
		this.admin.createTopic(this.brokerAddress, topic, queues);
		Await.until(REGISTRATION_TIMEOUT, () -> "a route to topic " + topic + " with " + queues + " queues",
				() -> this.admin.route(this.nameServers, topic)
					.filter((route) -> Routes.containsQueues(route, queues))
					.isPresent());
	}

	/**
	 * The version that the broker says it has, for example {@code 4.9.7}.
	 * @throws IllegalStateException if the broker refuses or does not answer
	 */
	public String brokerVersion() {
		return this.admin.brokerVersion(this.brokerAddress).substring(1).replace('_', '.');
	}

	/**
	 * Whether the child process exists.
	 */
	public boolean isAlive() {
		return this.child != null && this.child.isAlive();
	}

	/**
	 * Kills the child and deletes its files. Idempotent.
	 */
	@Override
	public void close() {
		if (this.child != null) {
			this.child.kill();
		}
		this.admin.close();
		TemporaryDirectory.delete(this.directory);
	}

	private void start(String classPath, Path nameServerFile, Path brokerFile) {
		ChildJvm.Program program = new ChildJvm.Program(ReleasedServersMain.class,
				classPath + File.pathSeparator + ownClasses(), jvmArguments(),
				List.of(nameServerFile.toString(), brokerFile.toString()));
		this.child = ChildJvm.start(program, this.directory.resolve("output.txt"), ReleasedServersMain.READY);
		Await.until(REGISTRATION_TIMEOUT,
				() -> "the registration of broker " + this.brokerAddress + " at " + this.nameServers,
				() -> this.admin.knowsBroker(this.nameServers, this.brokerAddress));
	}

	/**
	 * The user's home is where the servers write their logs; a killed one leaves a native
	 * library in the directory for temporary files.
	 */
	private List<String> jvmArguments() {
		List<String> arguments = new ArrayList<>(JVM_ARGUMENTS);
		arguments.add("-Duser.home=" + this.directory);
		arguments.add("-Djava.io.tmpdir=" + this.directory);
		arguments.add("-Drocketmq.home.dir=" + this.directory);
		return arguments;
	}

	private static Path ownClasses() {
		try {
			return Path.of(ReleasedServersMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException("The place of this module's classes is not a path", ex);
		}
	}

	@Override
	public String toString() {
		return "ReleasedServers[nameServers=" + this.nameServers + ", broker=" + this.brokerAddress + ", alive="
				+ isAlive() + "]";
	}

	/**
	 * Settings of the servers.
	 * <p>
	 * Threading: confined to one thread.
	 */
	public static final class Builder {

		/** Releases of 4.9 do not start without these files. */
		private static final List<String> LOG_SETTINGS = List.of("logback_namesrv.xml", "logback_broker.xml");

		private final String classPath;

		private @Nullable SessionCredentials account;

		private Builder(String classPath) {
			this.classPath = classPath;
		}

		/**
		 * Makes the broker demand signed requests (ACL 1.0, releases up to 5.3.2) and
		 * gives it one account, which may do everything.
		 * @param accessKey at least 7 characters
		 * @param secretKey at least 7 characters
		 * @return this builder
		 */
		public Builder acl(String accessKey, String secretKey) {
			this.account = new SessionCredentials(accessKey, secretKey);
			return this;
		}

		/**
		 * Starts the servers and returns when the broker is registered, usually after
		 * some five seconds.
		 * @return the running servers, which the caller closes
		 * @throws IllegalStateException if they do not start; the message has their
		 * output
		 */
		public ReleasedServers start() {
			Path directory = TemporaryDirectory.create("rocketmq-lite-release-");
			int nameServerPort = Ports.free();
			BrokerSettings broker = new BrokerSettings("127.0.0.1:" + nameServerPort, Ports.freeForBroker(),
					directory.resolve("store"), Map.of());
			ReleasedServers servers = new ReleasedServers(directory, broker.nameServers(), "127.0.0.1:" + broker.port(),
					admin());
			try {
				writeConf(directory);
				servers.start(this.classPath,
						write(directory.resolve("namesrv.properties"), nameServerProperties(nameServerPort, directory)),
						write(directory.resolve("broker.properties"), brokerProperties(broker, directory)));
				return servers;
			}
			catch (IOException ex) {
				servers.close();
				throw new UncheckedIOException("Cannot write the servers' configuration below " + directory, ex);
			}
			catch (RuntimeException ex) {
				servers.close();
				throw ex;
			}
		}

		private RemoteAdmin admin() {
			return (this.account != null) ? new RemoteAdmin(List.of(new AclClientRPCHook(this.account)))
					: new RemoteAdmin();
		}

		private void writeConf(Path directory) throws IOException {
			Path conf = Files.createDirectories(directory.resolve("conf"));
			for (String file : LOG_SETTINGS) {
				Files.writeString(conf.resolve(file), "<configuration/>");
			}
			if (this.account != null) {
				Files.writeString(conf.resolve("plain_acl.yml"), """
						accounts:
						  - accessKey: %s
						    secretKey: %s
						    admin: true
						""".formatted(this.account.getAccessKey(), this.account.getSecretKey()));
			}
		}

		private Properties nameServerProperties(int port, Path directory) {
			Properties properties = new Properties();
			properties.setProperty("listenPort", String.valueOf(port));
			properties.setProperty("bindAddress", "127.0.0.1");
			properties.setProperty("kvConfigPath", directory.resolve("kvConfig.json").toString());
			return properties;
		}

		private Properties brokerProperties(BrokerSettings settings, Path directory) {
			Properties properties = settings.properties();
			properties.setProperty("rocketmqHome", directory.toString());
			properties.setProperty("aclEnable", String.valueOf(this.account != null));
			return properties;
		}

		private static Path write(Path file, Properties properties) throws IOException {
			try (var writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
				properties.store(writer, null);
			}
			return file;
		}

	}

}
