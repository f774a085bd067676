package io.github.rocketmqlite.guard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link LeakGuard}.
 */
class LeakGuardTests {

	@Test
	void everyBufferIsWatched() {
		assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
	}

	@Test
	void noticesABufferThatNobodyReleased() {
		plantLeak();
		List<String> reports = new ArrayList<>();
		await().atMost(Duration.ofSeconds(10)).until(() -> {
			reports.addAll(LeakRecorder.instance().drain());
			return !reports.isEmpty();
		});
		assertThat(reports).singleElement().asString().contains("LeakGuardTests.plantLeak");
	}

	@Test
	void releasedBuffersAreNoLeaks() throws InterruptedException {
		ByteBufAllocator.DEFAULT.buffer(64).writeInt(1).release();
		assertThat(LeakRecorder.instance().drain()).isEmpty();
	}

	private static void plantLeak() {
		ByteBufAllocator.DEFAULT.buffer(64).writeInt(1);
	}

}
