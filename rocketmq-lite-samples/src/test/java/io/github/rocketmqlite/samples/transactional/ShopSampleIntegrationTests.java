package io.github.rocketmqlite.samples.transactional;

import java.time.Duration;

import io.github.rocketmqlite.samples.transactional.ShopSample.Sale;
import io.github.rocketmqlite.test.context.EmbeddedRocketMQ;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.ActiveProfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SpringBootTest(webEnvironment = WebEnvironment.NONE)
@ActiveProfiles("transactional")
@EmbeddedRocketMQ(topics = ShopSample.TOPIC)
class ShopSampleIntegrationTests {

	@Autowired
	private ShopSample sample;

	@Autowired
	private Shop shop;

	@Test
	void whatWasSoldIsShippedAndWhatWasNotIsNot() {
		await().atMost(Duration.ofSeconds(60)).until(() -> this.sample.shipped().contains(new Sale("kettle", 1)));
		await().atMost(Duration.ofSeconds(60)).until(() -> this.sample.shipped().contains(new Sale("kettle", 2)));
		assertThat(this.sample.shipped()).doesNotContain(new Sale("kettle", 100));
		assertThat(this.shop.stock("kettle")).isEqualTo(7);
	}

}
