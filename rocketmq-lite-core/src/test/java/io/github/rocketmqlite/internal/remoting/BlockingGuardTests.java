package io.github.rocketmqlite.internal.remoting;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

import io.github.rocketmqlite.guard.BlockingRecorder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.github.rocketmqlite.internal.remoting.RemotingFixture.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link io.github.rocketmqlite.guard.BlockingGuard}.
 */
class BlockingGuardTests {

	private final RemotingFixture remoting = new RemotingFixture();

	@AfterEach
	void close() {
		this.remoting.close();
	}

	@Test
	void noticesWhatBlocksAnEventLoop() throws Exception {
		assertThat(callsDuring(BlockingGuardTests::block)).isNotEmpty()
			.allSatisfy((call) -> assertThat(call).startsWith("rocketmq-lite-io-").contains("BlockingGuardTests"));
	}

	@Test
	void findsNothingInACallThatDoesNotBlock() throws Exception {
		assertThat(callsDuring(() -> {
		})).isEmpty();
	}

	private List<String> callsDuring(Runnable task) throws Exception {
		CountDownLatch waiting = new CountDownLatch(1);
		try (TinyServer server = new TinyServer((frame, peer) -> {
			RemotingFixture.await(waiting);
			peer.send(Frames.answer(frame.opaque(), ""));
		})) {
			CompletableFuture<?> done = this.remoting.call(server.address(), "hello")
				.thenRun(() -> assertThat(Thread.currentThread()).isInstanceOf(IoThread.class))
				.thenRun(task);
			waiting.countDown();
			get(done);
		}
		return BlockingRecorder.instance().drain();
	}

	private static void block() {
		LockSupport.parkNanos(1);
	}

}
