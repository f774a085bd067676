package io.github.rocketmqlite.samples.batch;

import java.time.Duration;

import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import io.github.rocketmqlite.test.context.EmbeddedRocketMQ;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SpringBootTest(webEnvironment = WebEnvironment.NONE)
@EmbeddedRocketMQ(topics = SensorSample.TOPIC)
class SensorSampleIntegrationTests {

	@Autowired
	private SensorSample sample;

	@Test
	void plausibleReadingsAreStoredAndTheOtherIsSetAside(@Autowired EmbeddedRocketMQServer server) {
		await().atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(this.sample.stored()).hasSize(SensorSample.READINGS - 1)
				.doesNotHaveDuplicates()
				.doesNotContain(-1));
		await().atMost(Duration.ofSeconds(60)).until(() -> server.messages("%DLQ%weather").size() == 1);
	}

}
