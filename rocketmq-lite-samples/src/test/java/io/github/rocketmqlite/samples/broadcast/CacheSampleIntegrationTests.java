package io.github.rocketmqlite.samples.broadcast;

import java.nio.file.Path;
import java.time.Duration;

import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import io.github.rocketmqlite.test.context.EmbeddedRocketMQ;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@EmbeddedRocketMQ(topics = CacheSample.TOPIC)
class CacheSampleIntegrationTests {

	@Test
	void everyInstanceForgets(EmbeddedRocketMQServer server, @TempDir Path here, @TempDir Path there) {
		String nameServers = "--rocketmq-lite.name-servers=" + server.nameServers();
		try (ConfigurableApplicationContext one = CacheSample.instance(here, nameServers);
				ConfigurableApplicationContext two = CacheSample.instance(there, nameServers)) {
			CacheSample first = one.getBean(CacheSample.class);
			CacheSample second = two.getBean(CacheSample.class);
			first.remember("kettle", 20);
			second.remember("kettle", 20);
			second.remember("mug", 7);
			first.change("kettle");
			await().atMost(Duration.ofSeconds(60)).until(() -> !first.knows("kettle") && !second.knows("kettle"));
			assertThat(second.knows("mug")).isTrue();
		}
	}

}
