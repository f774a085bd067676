package io.github.rocketmqlite.integration;

import java.time.Duration;

import org.apache.rocketmq.client.ClientConfig;
import org.apache.rocketmq.client.producer.DefaultMQProducer;

/**
 * Settings of the official client for tests on a machine that is slow or busy.
 */
final class OfficialClients {

	private static final int PATIENCE = (int) Duration.ofSeconds(60).toMillis();

	private static final int SOON = (int) Duration.ofSeconds(1).toMillis();

	private OfficialClients() {
	}

	/**
	 * Lets a producer wait for slow answers, and makes good within a second for what did
	 * not arrive when a client started: by default it would take half a minute. Other
	 * requests keep their short timeouts, because the client loses some of the first ones
	 * when its threads open connections at once.
	 * @param client a client that is not started yet
	 */
	static void patient(ClientConfig client) {
		client.setHeartbeatBrokerInterval(SOON);
		client.setPollNameServerInterval(SOON);
		if (client instanceof DefaultMQProducer producer) {
			producer.setSendMsgTimeout(PATIENCE);
		}
	}

	/**
	 * Shuts a client down in the background: one of its threads waits up to three seconds
	 * for an event that does not come.
	 */
	static void stop(Runnable shutdown) {
		Thread thread = new Thread(shutdown, "stop-official-client");
		thread.setDaemon(true);
		thread.start();
	}

}
