package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import io.github.rocketmqlite.BackPressureException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SendRateTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final long LONG = Duration.ofMinutes(1).toNanos();

	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000);

	@Test
	void givesEachSendItsMoment() {
		SendRate rate = new SendRate(100, this.clock::get);
		for (int i = 0; i < 50; i++) {
			assertThat(rate.takeNanos(LONG)).isEqualTo(Duration.ofMillis(10).toNanos() * i);
		}
		this.clock.addAndGet(Duration.ofMillis(495).toNanos());
		assertThat(rate.takeNanos(LONG)).isEqualTo(Duration.ofMillis(5).toNanos());
	}

	@Test
	void keepsATenthOfASecondAndNoMore() {
		SendRate rate = new SendRate(100, this.clock::get);
		this.clock.addAndGet(Duration.ofHours(1).toNanos());
		for (int i = 0; i <= 10; i++) {
			assertThat(rate.takeNanos(LONG)).isZero();
		}
		assertThat(rate.takeNanos(LONG)).isEqualTo(Duration.ofMillis(10).toNanos());
	}

	@Test
	void whoCannotWaitSoLongTakesNothing() {
		SendRate rate = new SendRate(2, this.clock::get);
		rate.takeNanos(0);
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(BackPressureException.class)
				.isThrownBy(() -> rate.takeNanos(Duration.ofMillis(499).toNanos()))
				.withMessageContaining("maxSendsPerSecond")
				.withMessageContaining("500 ms");
		}
		assertThat(rate.takeNanos(Duration.ofMillis(500).toNanos())).isEqualTo(Duration.ofMillis(500).toNanos());
	}

	@Test
	void noneMeansNoLimit() {
		SendRate rate = new SendRate(0, this.clock::get);
		for (int i = 0; i < 100_000; i++) {
			assertThat(rate.takeNanos(0)).isZero();
		}
	}

	@Test
	void aProducerSendsNoFasterThanItMay() {
		try (ScriptedCluster cluster = new ScriptedCluster();
				RocketClient client = client(cluster.topic("orders", cluster.first()))) {
			Producer producer = client
				.newProducer(ProducerOptions.builder("p").sendTimeout(PATIENCE).maxSendsPerSecond(50).build());
			Message message = Message.builder("orders").body("hello").build();
			producer.send(message);
			long started = System.nanoTime();
			List<CompletableFuture<SendResult>> sending = new ArrayList<>();
			for (int i = 0; i < 30; i++) {
				sending.add(producer.sendAsync(message));
			}
			producer.sendOneway(message);
			producer.send(message.toBuilder().orderingKey("k").build());
			sending.forEach(CompletableFuture::join);
			// 32 sends, of which the first six may use what a tenth of a second kept
			assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(500));
			assertThat(cluster.sends()).hasSize(33);
			for (int i = 0; i < 100; i++) {
				producer.sendAsync(message);
			}
			assertThatExceptionOfType(BackPressureException.class)
				.isThrownBy(() -> producer.send(message, Duration.ofMillis(1)));
		}
	}

	@Test
	void ratesThatAreNoneAreRefused() {
		for (int bad : new int[] { -1, 1_000_001 }) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> ProducerOptions.builder("p").maxSendsPerSecond(bad).build())
				.withMessageContaining("maxSendsPerSecond")
				.withMessageContaining(String.valueOf(bad));
		}
	}

	private static RocketClient client(ScriptedCluster cluster) {
		return RocketClient.builder()
			.nameServers(cluster.nameServer().address())
			.connectTimeout(PATIENCE)
			.requestTimeout(PATIENCE)
			.build();
	}

}
