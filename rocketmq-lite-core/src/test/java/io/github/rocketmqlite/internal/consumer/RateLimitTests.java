package io.github.rocketmqlite.internal.consumer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimitTests {

	private final AtomicLong nanos = new AtomicLong();

	@Test
	void handsOutSoManyInASecond() {
		RateLimit limit = new RateLimit(20, this.nanos::get);
		int used = 0;
		for (int milli = 0; milli < 10_000; milli++) {
			while (limit.waitNanos() == 0) {
				limit.use(1);
				used++;
			}
			this.nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
		}
		assertThat(used).isBetween(198, 203);
	}

	@Test
	void saysHowLongToWait() {
		RateLimit limit = new RateLimit(10, this.nanos::get);
		limit.use(3);
		assertThat(limit.waitNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(300));
		this.nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(300));
		assertThat(limit.waitNanos()).isZero();
	}

	@Test
	void keepsLittleForLater() {
		RateLimit limit = new RateLimit(1000, this.nanos::get);
		this.nanos.addAndGet(TimeUnit.HOURS.toNanos(1));
		assertThat(limit.waitNanos()).isZero();
		limit.use(100);
		assertThat(limit.waitNanos()).isPositive();
	}

	@Test
	void mayBeLiftedAndSet() {
		RateLimit limit = new RateLimit(1, this.nanos::get);
		limit.use(1000);
		limit.set(0);
		assertThat(limit.waitNanos()).isZero();
		assertThat(limit.most(32)).isEqualTo(32);
		limit.set(100);
		assertThat(limit.perSecond()).isEqualTo(100);
		assertThat(limit.most(32)).isEqualTo(10);
	}

}
