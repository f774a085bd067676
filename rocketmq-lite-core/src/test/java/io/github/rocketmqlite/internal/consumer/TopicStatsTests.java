package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.github.rocketmqlite.internal.codec.command.ConsumerRunningInfo.TopicState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Figures of a topic on a clock turned by hand.
 */
class TopicStatsTests {

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

	private final TopicStats stats = new TopicStats(this.nanos::get);

	@Test
	void tellsAveragesAndRatesOfTheLastMinute() {
		this.stats.pulled(10, Duration.ofMillis(4).toNanos());
		this.stats.pulled(20, Duration.ofMillis(8).toNanos());
		this.stats.called(2, 1, Duration.ofMillis(30).toNanos());
		this.stats.called(4, 0, Duration.ofMillis(10).toNanos());
		pass(Duration.ofSeconds(30));
		TopicState state = this.stats.state();
		assertThat(state.pullMillis()).isEqualTo(6);
		assertThat(state.pulledPerSecond()).isEqualTo(1, within(0.01));
		assertThat(state.consumeMillis()).isEqualTo(20);
		assertThat(state.succeededPerSecond()).isEqualTo(0.2, within(0.01));
		assertThat(state.failedPerSecond()).isEqualTo(1 / 30.0, within(0.01));
		assertThat(state.failedInHour()).isEqualTo(1);
	}

	@Test
	void forgetsWhatIsOlderThanAMinuteAndFailuresAfterAnHour() {
		this.stats.pulled(10, 1);
		this.stats.called(0, 3, 1);
		pass(Duration.ofSeconds(71));
		assertThat(this.stats.state().pulledPerSecond()).isZero();
		assertThat(this.stats.state().failedPerSecond()).isZero();
		assertThat(this.stats.state().failedInHour()).isEqualTo(3);
		pass(Duration.ofMinutes(60));
		assertThat(this.stats.state().failedInHour()).isZero();
		this.stats.called(0, 2, 1);
		assertThat(this.stats.state().failedInHour()).isEqualTo(2);
	}

	@Test
	void countsWhatManyThreadsTell() {
		IntStream.range(0, 4).parallel().forEach((thread) -> {
			for (int i = 0; i < 10_000; i++) {
				this.stats.called(0, 1, 1);
			}
		});
		assertThat(this.stats.state().failedInHour()).isEqualTo(40_000);
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

}
