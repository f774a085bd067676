package io.github.rocketmqlite.test;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The main class of the child JVM that {@link BrokerProcess} starts. It says
 * {@link #READY} on its standard output when the broker is registered, and halts when its
 * standard input ends, which is how it notices that its parent is gone.
 */
final class BrokerProcessMain {

	/** The line that tells the parent that clients may come. */
	static final String READY = "ROCKETMQ-LITE-TEST-BROKER-READY";

	private static final String BROKER_PROPERTY = "broker.";

	private BrokerProcessMain() {
	}

	public static void main(String[] arguments) {
		try {
			ParentWatch.haltWithParent();
			start(Launch.read(Path.of(arguments[0])));
			System.out.println(READY);
		}
		catch (Exception | LinkageError ex) {
			ex.printStackTrace(System.out);
			Runtime.getRuntime().halt(1);
		}
	}

	private static void start(Launch launch) {
		if (launch.startsNameServer()) {
			int port = Ports.socketAddress(launch.nameServers()).getPort();
			NameServer nameServer = NameServer.start(port, launch.store());
			Broker.start(launch.settings(), nameServer::knowsBroker);
			return;
		}
		try (RemoteAdmin admin = new RemoteAdmin()) {
			Broker.start(launch.settings(), (address) -> admin.knowsBroker(launch.nameServers(), address));
		}
	}

	/**
	 * What the parent tells the child, through a properties file.
	 *
	 * @param startsNameServer whether the name server belongs to the child
	 * @param settings what to start the broker with
	 */
	record Launch(boolean startsNameServer, BrokerSettings settings) {

		String nameServers() {
			return this.settings.nameServers();
		}

		Path store() {
			return this.settings.store();
		}

		void write(Path file) throws IOException {
			Properties properties = new Properties();
			properties.setProperty("startsNameServer", String.valueOf(this.startsNameServer));
			properties.setProperty("nameServers", nameServers());
			properties.setProperty("port", String.valueOf(this.settings.port()));
			properties.setProperty("store", store().toString());
			this.settings.overrides().forEach((name, value) -> properties.setProperty(BROKER_PROPERTY + name, value));
			try (var writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
				properties.store(writer, null);
			}
		}

		static Launch read(Path file) throws IOException {
			Properties properties = new Properties();
			try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
				properties.load(reader);
			}
			var overrides = properties.stringPropertyNames()
				.stream()
				.filter((name) -> name.startsWith(BROKER_PROPERTY))
				.collect(Collectors.toMap((name) -> name.substring(BROKER_PROPERTY.length()), properties::getProperty));
			return new Launch(Boolean.parseBoolean(properties.getProperty("startsNameServer")),
					new BrokerSettings(properties.getProperty("nameServers"),
							Integer.parseInt(properties.getProperty("port")), Path.of(properties.getProperty("store")),
							overrides));
		}

	}

}
