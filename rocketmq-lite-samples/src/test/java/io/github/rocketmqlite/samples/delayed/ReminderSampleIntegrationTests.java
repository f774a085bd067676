package io.github.rocketmqlite.samples.delayed;

import java.time.Duration;

import io.github.rocketmqlite.test.context.EmbeddedRocketMQ;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SpringBootTest(webEnvironment = WebEnvironment.NONE)
@EmbeddedRocketMQ(topics = ReminderSample.TOPIC)
class ReminderSampleIntegrationTests {

	@Autowired
	private ReminderSample sample;

	@Test
	void remindersWaitForTheirTime() {
		await().atMost(Duration.ofSeconds(60)).until(() -> this.sample.waited().size() == 3);
		assertThat(this.sample.waited().get("breathe")).isLessThan(this.sample.waited().get("stretch"));
		// brokers look at their timers once a second and may be early by that
		Duration least = ReminderSample.DELAY.minusSeconds(1);
		assertThat(this.sample.waited().get("stretch")).isGreaterThan(least);
		assertThat(this.sample.waited().get("drink")).isGreaterThan(least);
	}

}
