package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetryBudgetTests {

	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000);

	@Test
	void isFullAtTheStart() {
		assertThat(spendAll(new RetryBudget(100, this.clock::get))).isEqualTo(100);
	}

	@Test
	void fiveSendsEarnOneRetry() {
		RetryBudget budget = new RetryBudget(100, this.clock::get);
		spendAll(budget);
		for (int i = 0; i < 4; i++) {
			budget.earn();
		}
		assertThat(budget.spend()).isFalse();
		budget.earn();
		assertThat(spendAll(budget)).isEqualTo(1);
		for (int i = 0; i < 50; i++) {
			budget.earn();
		}
		assertThat(spendAll(budget)).isEqualTo(10);
	}

	@Test
	void aSecondEarnsTenAlsoWhereTheClockWraps() {
		RetryBudget budget = new RetryBudget(100, this.clock::get);
		spendAll(budget);
		this.clock.addAndGet(Duration.ofSeconds(1).toNanos());
		assertThat(spendAll(budget)).isEqualTo(10);
		assertThat(spendAll(budget)).isZero();
	}

	@Test
	void keepsNoMoreThanItHolds() {
		RetryBudget budget = new RetryBudget(7, this.clock::get);
		for (int i = 0; i < 1_000; i++) {
			budget.earn();
		}
		this.clock.addAndGet(Duration.ofDays(30).toNanos());
		assertThat(spendAll(budget)).isEqualTo(7);
	}

	@Test
	void nothingIsKeptInAnEmptyBudgetAndNegativeIsNoLimit() {
		RetryBudget none = new RetryBudget(0, this.clock::get);
		none.earn();
		assertThat(none.spend()).isFalse();
		RetryBudget unlimited = new RetryBudget(-1, this.clock::get);
		for (int i = 0; i < 100_000; i++) {
			assertThat(unlimited.spend()).isTrue();
		}
	}

	@Test
	void sendsThatAllFailMakeAFifthMoreLoad() {
		RetryBudget budget = new RetryBudget(100, this.clock::get);
		int attempts = 0;
		for (int send = 0; send < 10_000; send++) {
			budget.earn();
			attempts++;
			for (int retry = 0; retry < 2 && budget.spend(); retry++) {
				attempts++;
			}
		}
		assertThat(attempts).isBetween(12_000, 12_100);
	}

	private static int spendAll(RetryBudget budget) {
		int spent = 0;
		while (budget.spend()) {
			spent++;
		}
		return spent;
	}

}
