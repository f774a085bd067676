package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.internal.offset.ManualTimer;
import io.github.rocketmqlite.producer.FaultTolerance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * When brokers are avoided, for how long, and how they come back; by a clock turned by
 * hand.
 */
class BrokerHealthTests {

	private static final long FAST = Duration.ofMillis(5).toNanos();

	private final ManualTimer timer = new ManualTimer();

	private final List<CompletableFuture<Boolean>> probes = new ArrayList<>();

	private final BrokerHealth health = health(FaultTolerance.defaults());

	@ParameterizedTest
	@CsvSource({ "549, 0", "550, 2000", "1799, 2000", "1800, 5000", "3000, 6000", "5000, 10000", "14999, 10000",
			"15000, 30000", "60000, 30000" })
	void aSlowBrokerIsAvoidedForAsLongAsItsLatencyStandsFor(long latencyMillis, long pauseMillis) {
		this.health.succeeded("a", millis(latencyMillis));
		assertThat(this.health.isAvailable("a")).isEqualTo(pauseMillis == 0);
		if (pauseMillis > 0) {
			assertThat(this.health.avoided()).isEqualTo(Map.of("a", Duration.ofMillis(pauseMillis)));
			this.timer.advance(Duration.ofMillis(pauseMillis - 1));
			assertThat(this.health.isAvailable("a")).isFalse();
			this.timer.advance(Duration.ofMillis(1));
		}
		assertThat(this.health.isAvailable("a")).isTrue();
		assertThat(this.health.avoided()).isEmpty();
		assertThat(this.probes).isEmpty();
	}

	@Test
	void aBrokerThatStaysSlowIsAvoidedForLongerEachTimeUntilItIsFast() {
		for (long seconds : List.of(2, 4, 8, 16, 30, 30)) {
			this.health.succeeded("a", millis(600));
			assertThat(this.health.avoided()).containsEntry("a", Duration.ofSeconds(seconds));
			this.timer.advance(Duration.ofSeconds(seconds));
			assertThat(this.health.isAvailable("a")).isTrue();
		}
		this.health.succeeded("a", FAST);
		assertThat(this.health.isAllWell()).isTrue();
		this.health.succeeded("a", millis(600));
		assertThat(this.health.avoided()).containsEntry("a", Duration.ofSeconds(2));
	}

	@Test
	void sendsThatFailTogetherAreOneMisfortune() {
		for (int i = 0; i < 8_000; i++) {
			this.health.failed("a");
		}
		assertThat(this.health.avoided()).isEqualTo(Map.of("a", Duration.ofSeconds(2)));
		assertThat(this.health.isAvailable("b")).isTrue();
	}

	@Test
	void aFailedBrokerIsProbedWhenItsTimeIsOverAndForLongerAndLongerWhileItIsSilent() {
		this.health.failed("a");
		for (long seconds : List.of(2, 4, 8, 16, 30, 30)) {
			this.timer.advance(Duration.ofSeconds(seconds).minusMillis(1));
			assertThat(this.probes).isEmpty();
			this.timer.advance(Duration.ofMillis(1));
			assertThat(this.probes).hasSize(1);
			assertThat(this.health.isAvailable("a")).isFalse();
			assertThat(this.health.mayTry("a")).isFalse();
			this.probes.remove(0).complete(false);
		}
		assertThat(this.health.isAvailable("a")).isFalse();
	}

	@Test
	void aSignOfLifeLetsOneMessageTryAndItsSuccessAllOthers() {
		failAndRevive();
		assertThat(this.health.isAvailable("a")).isFalse();
		assertThat(this.health.mayTry("a")).isTrue();
		assertThat(this.health.mayTry("a")).isFalse();
		this.health.succeeded("a", FAST);
		assertThat(this.health.isAvailable("a")).isTrue();
		assertThat(this.health.isAllWell()).isTrue();
	}

	@Test
	void aTryThatFailsIsAFurtherFailure() {
		failAndRevive();
		assertThat(this.health.mayTry("a")).isTrue();
		this.health.failed("a");
		assertThat(this.health.mayTry("a")).isFalse();
		assertThat(this.health.avoided()).containsEntry("a", Duration.ofSeconds(4));
		this.timer.advance(Duration.ofSeconds(4));
		assertThat(this.probes).hasSize(1);
	}

	@Test
	void aTryThatTellsNothingLeavesTheBrokerToBeTriedAgain() {
		failAndRevive();
		assertThat(this.health.mayTry("a")).isTrue();
		this.health.answered("a");
		assertThat(this.health.mayTry("a")).isTrue();
		this.health.silent("a", millis(100));
		assertThat(this.health.mayTry("a")).isTrue();
		this.health.succeeded("a", FAST);
		assertThat(this.health.isAllWell()).isTrue();
	}

	@Test
	void aTryThatIsSlowMakesASlowBrokerOfAFailedOne() {
		failAndRevive();
		assertThat(this.health.mayTry("a")).isTrue();
		this.health.succeeded("a", millis(600));
		assertThat(this.health.avoided()).containsEntry("a", Duration.ofSeconds(4));
		this.timer.advance(Duration.ofSeconds(4));
		assertThat(this.health.isAvailable("a")).isTrue();
		assertThat(this.probes).isEmpty();
	}

	@Test
	void silenceCountsOnlyWhenThereWasTimeForAnAnswer() {
		this.health.silent("a", millis(549));
		assertThat(this.health.isAvailable("a")).isTrue();
		this.health.silent("a", millis(550));
		assertThat(this.health.isAvailable("a")).isFalse();
	}

	@Test
	void aMessageThatWasStoredAfterAllEndsTheAvoiding() {
		this.health.failed("a");
		this.health.succeeded("a", FAST);
		assertThat(this.health.isAvailable("a")).isTrue();
		this.timer.advance(Duration.ofMinutes(1));
		assertThat(this.probes).isEmpty();
	}

	@Test
	void aFailureCountsMoreThanSlowness() {
		this.health.succeeded("a", millis(600));
		this.health.failed("a");
		assertThat(this.health.avoided()).containsEntry("a", Duration.ofSeconds(4));
		this.health.succeeded("a", millis(600));
		this.timer.advance(Duration.ofSeconds(4));
		assertThat(this.probes).hasSize(1);
	}

	@Test
	void forgetsBrokersThatAreGone() {
		this.health.failed("a");
		this.health.failed("b");
		this.health.retain(Set.of("b"));
		assertThat(this.health.avoided()).containsOnlyKeys("b");
		this.timer.advance(Duration.ofSeconds(2));
		assertThat(this.probes).hasSize(1);
	}

	@Test
	void switchedOffItAvoidsNobody() {
		BrokerHealth off = health(FaultTolerance.off());
		off.failed("a");
		off.silent("a", millis(60_000));
		off.succeeded("a", millis(60_000));
		assertThat(off.isAllWell()).isTrue();
		assertThat(off.isAvailable("a")).isTrue();
	}

	@Test
	void timesThatAreNoneAreRefusedByName() {
		FaultTolerance defaults = FaultTolerance.defaults();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new FaultTolerance(true, defaults.slow(), Duration.ZERO, defaults.longestPause(),
					defaults.probeTimeout()))
			.withMessageContaining("failurePause");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new FaultTolerance(true, new TreeMap<>(Map.of(Duration.ofSeconds(1), Duration.ZERO)),
					defaults.failurePause(), defaults.longestPause(), defaults.probeTimeout()))
			.withMessageContaining("slow");
	}

	private void failAndRevive() {
		this.health.failed("a");
		this.timer.advance(Duration.ofSeconds(2));
		this.probes.remove(0).complete(true);
	}

	private BrokerHealth health(FaultTolerance options) {
		return new BrokerHealth(options, this.timer::nanoTime, this.timer, (broker) -> {
			CompletableFuture<Boolean> probe = new CompletableFuture<>();
			this.probes.add(probe);
			return probe;
		});
	}

	private static long millis(long millis) {
		return Duration.ofMillis(millis).toNanos();
	}

}
