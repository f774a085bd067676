package io.github.rocketmqlite.internal.remoting;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketInterruptedException;
import io.github.rocketmqlite.RocketTimeoutException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Blocking}.
 */
class BlockingTests {

	private final Deadline soon = Deadline.after(Duration.ofSeconds(20));

	@Test
	void returnsTheResult() {
		assertThat(Blocking.await(CompletableFuture.supplyAsync(() -> "done"), this.soon, "the work"))
			.isEqualTo("done");
	}

	@Test
	void throwsTheFailureItselfWithTheLineOfTheWaitingThread() {
		BrokerException failure = new BrokerException(17, "no such topic", "127.0.0.1:1");
		CompletableFuture<String> failed = CompletableFuture.<String>failedFuture(failure).thenApply(String::trim);
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> Blocking.await(failed, this.soon, "the work"))
			.isSameAs(failure);
		assertThat(failure.getSuppressed()).singleElement()
			.satisfies((trace) -> assertThat(Arrays.toString(trace.getStackTrace())).contains("BlockingTests"));
	}

	@Test
	void sharedFailuresDoNotCollectTraces() {
		BrokerException failure = new BrokerException(1, "", "127.0.0.1:1");
		for (int i = 0; i < 5; i++) {
			assertThatExceptionOfType(BrokerException.class)
				.isThrownBy(() -> Blocking.await(CompletableFuture.failedFuture(failure), this.soon, "the work"));
		}
		assertThat(failure.getSuppressed()).hasSize(1);
	}

	@Test
	void givesUpAtTheDeadline() {
		assertThatExceptionOfType(RocketTimeoutException.class)
			.isThrownBy(
					() -> Blocking.await(new CompletableFuture<>(), Deadline.after(Duration.ofMillis(1)), "the work"))
			.withMessageContaining("the work")
			.extracting(RocketException::outcome)
			.isEqualTo(Outcome.UNKNOWN);
	}

	@Test
	void interruptedWaitKeepsTheFlag() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(RocketInterruptedException.class)
			.isThrownBy(() -> Blocking.await(new CompletableFuture<>(), this.soon, "the work"));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void refusesToWaitOnAnEventLoop() throws Exception {
		try (IoThreads io = new IoThreads(IoThreads.Kind.NIO, 1)) {
			Runnable wait = () -> Blocking.await(new CompletableFuture<>(), this.soon, "the work");
			CompletableFuture<Void> onLoop = CompletableFuture.runAsync(wait, io.nextLoop());
			assertThatIllegalStateException().isThrownBy(() -> {
				try {
					onLoop.get(20, TimeUnit.SECONDS);
				}
				catch (java.util.concurrent.ExecutionException ex) {
					throw (RuntimeException) ex.getCause();
				}
			}).withMessageContaining("rocketmq-lite-io-1");
		}
	}

}
