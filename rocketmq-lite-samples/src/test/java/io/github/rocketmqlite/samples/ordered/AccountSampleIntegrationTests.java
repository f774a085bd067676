package io.github.rocketmqlite.samples.ordered;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.github.rocketmqlite.test.context.EmbeddedRocketMQ;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SpringBootTest(webEnvironment = WebEnvironment.NONE)
@EmbeddedRocketMQ(topics = AccountSample.TOPIC)
class AccountSampleIntegrationTests {

	@Autowired
	private AccountSample sample;

	@Test
	void movementsOfAnAccountAreBookedInTheirOrder() {
		List<Integer> inOrder = IntStream.rangeClosed(1, AccountSample.MOVEMENTS).boxed().toList();
		await().atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(this.sample.booked()).containsOnlyKeys(AccountSample.ACCOUNTS)
				.allSatisfy((account, numbers) -> assertThat(numbers).isEqualTo(inOrder)));
	}

}
