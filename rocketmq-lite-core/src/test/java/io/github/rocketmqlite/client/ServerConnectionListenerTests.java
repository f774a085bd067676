package io.github.rocketmqlite.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.rocketmqlite.test.ScriptedBroker;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ServerConnectionListenerTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final List<String> events = new CopyOnWriteArrayList<>();

	@Test
	void hearsOfConnectionsThatComeAndGoButNotOfTheEndOfTheClient() {
		try (ScriptedBroker nameServer = ScriptedBroker.start()) {
			String address = nameServer.address();
			try (RocketClient client = RocketClient.builder()
				.nameServers(address)
				.connectionListener(new ServerConnectionListener() {

					@Override
					public void onConnected(String connected) {
						throw new IllegalStateException("on purpose");
					}

				})
				.connectionListener(new Recorder())
				.build()) {
				client.status(PATIENCE).join();
				await().atMost(PATIENCE).until(() -> this.events.equals(List.of("connected " + address)));
				nameServer.closeConnections();
				await().atMost(PATIENCE)
					.until(() -> this.events.equals(List.of("connected " + address, "lost " + address)));
				await().atMost(PATIENCE).until(() -> {
					client.status(PATIENCE).join();
					return this.events
						.equals(List.of("connected " + address, "lost " + address, "connected " + address));
				});
			}
			assertThat(this.events).hasSize(3);
		}
	}

	private final class Recorder implements ServerConnectionListener {

		@Override
		public void onConnected(String address) {
			ServerConnectionListenerTests.this.events.add("connected " + address);
		}

		@Override
		public void onDisconnected(String address, Throwable cause) {
			assertThat(cause).isNotNull();
			ServerConnectionListenerTests.this.events.add("lost " + address);
		}

	}

}
