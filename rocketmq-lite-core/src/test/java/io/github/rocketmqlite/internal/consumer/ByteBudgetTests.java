package io.github.rocketmqlite.internal.consumer;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ByteBudgetTests {

	private final ByteBudget budget = new ByteBudget(100);

	private final AtomicInteger woken = new AtomicInteger();

	@Test
	void closesAtItsLimitAndOpensAtThreeQuarters() {
		this.budget.add(99);
		assertThat(this.budget.hasRoom()).isTrue();
		this.budget.add(1);
		assertThat(this.budget.hasRoom()).isFalse();
		this.budget.release(24);
		assertThat(this.budget.hasRoom()).isFalse();
		this.budget.release(1);
		assertThat(this.budget.hasRoom()).isTrue();
	}

	@Test
	void wakesEachWaiterOnce() {
		this.budget.add(100);
		Runnable waiter = this.woken::incrementAndGet;
		this.budget.whenRoom(waiter);
		this.budget.whenRoom(waiter);
		assertThat(this.woken).hasValue(0);
		this.budget.release(50);
		this.budget.add(50);
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
		this.budget.add(100);
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
