package io.github.rocketmqlite.test;

import java.nio.file.Path;

import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.MQVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ReleasedServersIntegrationTests {

	@Test
	void serveUntilTheyAreClosed() throws Exception {
		ReleasedServers servers = ReleasedServers.builder(System.getProperty("java.class.path")).start();
		try (servers; OfficialClient client = new OfficialClient(servers.nameServers())) {
			assertThat(servers.isAlive()).isTrue();
			assertThat("V" + servers.brokerVersion().replace('.', '_'))
				.isEqualTo(MQVersion.getVersionDesc(MQVersion.CURRENT_VERSION));
			servers.createTopic("released", 2);
			assertThat(client.queues("released")).hasSize(2);
			assertThat(client.send("released", "hello").getSendStatus()).isEqualTo(SendStatus.SEND_OK);
		}
		assertThat(servers.isAlive()).isFalse();
		assertThat(Ports.accepts(servers.nameServers())).isFalse();
		assertThat(Ports.accepts(servers.brokerAddress())).isFalse();
	}

	@Test
	void outputOfServersThatDoNotStartIsInTheException(@TempDir Path empty) {
		ReleasedServers.Builder builder = ReleasedServers.builder(empty.toString());
		assertThatIllegalStateException().isThrownBy(builder::start)
			.withMessageContaining("org.apache.rocketmq.namesrv.NamesrvStartup");
	}

}
