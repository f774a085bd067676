package io.github.rocketmqlite.internal.producer;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InFlightSendsTests {

	private final InFlightSends sends = new InFlightSends();

	@Test
	void closingWithNothingInFlightIsDoneAtOnce() {
		assertThat(this.sends.close()).isCompleted();
	}

	@Test
	void closingWaitsForTheLastSendAndRefusesNewOnes() {
		assertThat(this.sends.enter()).isTrue();
		assertThat(this.sends.enter()).isTrue();
		CompletableFuture<@Nullable Void> drained = this.sends.close();
		assertThat(drained).isNotDone();
		assertThat(this.sends.enter()).isFalse();
		assertThat(this.sends.count()).isEqualTo(2);
		this.sends.exit();
		assertThat(drained).isNotDone();
		this.sends.exit();
		assertThat(drained).isCompleted();
		assertThat(this.sends.count()).isZero();
	}

	@Test
	void closingTwiceIsNoticed() {
		this.sends.close();
		assertThat(this.sends.close()).isNull();
	}

}
