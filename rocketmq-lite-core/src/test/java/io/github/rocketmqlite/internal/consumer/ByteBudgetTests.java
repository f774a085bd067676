package io.github.rocketmqlite.internal.consumer;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ByteBudgetTests {

	private final ByteBudget budget = new ByteBudget(100);

	private final AtomicInteger woken = new AtomicInteger();

	@Test
	void closesAtItsLimitAndOpensAtThreeQuarters() {
		this.budget.tryAdd(99);
		assertThat(this.budget.hasRoom()).isTrue();
		this.budget.tryAdd(1);
		assertThat(this.budget.hasRoom()).isFalse();
		this.budget.release(24);
		assertThat(this.budget.hasRoom()).isFalse();
		this.budget.release(1);
		assertThat(this.budget.hasRoom()).isTrue();
	}

	@Test
	void refusesWhatDoesNotFitAndClosesUntilAQuarterIsFree() {
		assertThat(this.budget.tryAdd(80)).isTrue();
		assertThat(this.budget.tryAdd(21)).isFalse();
		assertThat(this.budget.used()).isEqualTo(80);
		assertThat(this.budget.hasRoom()).isFalse();
		this.budget.release(5);
		assertThat(this.budget.hasRoom()).isTrue();
	}

	@Test
	void takesWhatIsLargerThanAQuarterWhenThreeQuartersAtMostAreUsed() {
		assertThat(this.budget.tryAdd(75)).isTrue();
		assertThat(this.budget.tryAdd(200)).isTrue();
		assertThat(this.budget.hasRoom()).isFalse();
		assertThat(this.budget.tryAdd(1)).isFalse();
		this.budget.release(200);
		assertThat(this.budget.hasRoom()).isTrue();
	}

	@Test
	void manyThreadsNeverTakeMoreThanThereIs() {
		AtomicLong most = new AtomicLong();
		IntStream.range(0, 4).parallel().forEach((thread) -> {
			for (int i = 0; i < 20_000; i++) {
				if (this.budget.tryAdd(7)) {
					most.accumulateAndGet(this.budget.used(), Math::max);
					this.budget.release(7);
				}
			}
		});
		assertThat(this.budget.used()).isZero();
		assertThat(this.budget.hasRoom()).isTrue();
		assertThat(most.get()).isBetween(7L, 100L);
	}

	@Test
	void wakesEachWaiterOnce() {
		this.budget.tryAdd(100);
		Runnable waiter = this.woken::incrementAndGet;
		this.budget.whenRoom(waiter);
		this.budget.whenRoom(waiter);
		assertThat(this.woken).hasValue(0);
		this.budget.release(50);
		this.budget.tryAdd(50);
		this.budget.release(50);
		assertThat(this.woken).hasValue(1);
	}

	@Test
	void runsAWaiterAtOnceWhenThereIsRoom() {
		this.budget.whenRoom(this.woken::incrementAndGet);
		assertThat(this.woken).hasValue(1);
	}

	@Test
	void forgetsAWaiter() {
		this.budget.tryAdd(100);
		Runnable waiter = this.woken::incrementAndGet;
		this.budget.whenRoom(waiter);
		this.budget.forget(waiter);
		this.budget.release(100);
		assertThat(this.woken).hasValue(0);
	}

	@Test
	void refusesALimitThatIsNone() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ByteBudget(0)).withMessageContaining("0");
	}

}
