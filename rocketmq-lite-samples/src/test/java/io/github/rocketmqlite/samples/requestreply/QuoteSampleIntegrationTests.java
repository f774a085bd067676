package io.github.rocketmqlite.samples.requestreply;

import java.math.BigDecimal;

import io.github.rocketmqlite.test.context.EmbeddedRocketMQ;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.NONE)
@EmbeddedRocketMQ(topics = QuoteSample.TOPIC)
class QuoteSampleIntegrationTests {

	@Autowired
	private QuoteSample sample;

	@Test
	void theReplyIsWhatTheListenerReturned() {
		assertThat(this.sample.priceOf("kettle", 3))
			.isEqualTo(new QuoteSample.Quote("kettle", new BigDecimal("59.70")));
	}

}
