package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.rocketmqlite.BackPressureException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketInterruptedException;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.codec.command.GetRouteRequest;
import io.github.rocketmqlite.internal.remoting.ConnectionListener;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.IoThreads;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import io.github.rocketmqlite.internal.remoting.RemotingOptions;
import io.github.rocketmqlite.internal.remoting.ServerRequestHandler;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SendBudgetTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
	}

	@Test
	void admitsSendsUpToTheirNumberAndNoneBeyond() {
		SendBudget budget = new SendBudget(3, 1_000);
		budget.acquireNow(1);
		budget.acquireNow(1);
		budget.acquireNow(1);
		assertThatExceptionOfType(BackPressureException.class).isThrownBy(() -> budget.acquireNow(1))
			.withMessageContaining("3 of 3 sends with 3 of 1000 bytes")
			.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT));
		budget.release(1);
		budget.acquireNow(1);
		assertThat(budget.pendingSends()).isEqualTo(3);
	}

	@Test
	void admitsBytesUpToTheirNumberAndNoneBeyond() {
		SendBudget budget = new SendBudget(100, 10);
		budget.acquireNow(9);
		assertThatExceptionOfType(BackPressureException.class).isThrownBy(() -> budget.acquireNow(2));
		budget.acquireNow(1);
		assertThatExceptionOfType(BackPressureException.class).isThrownBy(() -> budget.acquireNow(1));
		assertThat(budget.pendingBytes()).isEqualTo(10);
		budget.release(9);
		budget.release(1);
		assertThat(budget.pendingBytes()).isZero();
		assertThat(budget.pendingSends()).isZero();
		assertThat(budget.waits()).isEqualTo(2);
	}

	@Test
	void holdsItsLargestLimitsWithoutMixingThem() {
		SendBudget budget = new SendBudget(SendBudget.MAX_SENDS, SendBudget.MAX_BYTES);
		for (int i = 0; i < 1_000; i++) {
			budget.acquireNow(Integer.MAX_VALUE - 1);
			budget.release(Integer.MAX_VALUE - 1);
		}
		budget.acquireNow(Integer.MAX_VALUE);
		assertThat(budget.pendingBytes()).isEqualTo(Integer.MAX_VALUE);
		assertThat(budget.pendingSends()).isOne();
	}

	@Test
	void refusesAtOnceWhatNeverFits() {
		SendBudget budget = new SendBudget(2, 10);
		assertThatExceptionOfType(BackPressureException.class).isThrownBy(() -> budget.acquire(11, in(60)))
			.withMessageContaining("11 bytes");
		assertThat(budget.pendingSends()).isZero();
	}

	@Test
	void whoWaitsGetsTheRoomThatIsMade() {
		SendBudget budget = new SendBudget(1, 10);
		budget.acquireNow(5);
		CompletableFuture<Void> waiter = waiting(budget, 10);
		budget.release(5);
		assertThat(waiter).succeedsWithin(PATIENCE);
		assertThat(budget.pendingBytes()).isEqualTo(10);
	}

	@Test
	void givesUpAtTheDeadline() {
		SendBudget budget = new SendBudget(1, 10);
		budget.acquireNow(1);
		long started = System.nanoTime();
		assertThatExceptionOfType(BackPressureException.class)
			.isThrownBy(() -> budget.acquire(1, Deadline.after(Duration.ofMillis(100))));
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
		budget.release(1);
		budget.acquireNow(1);
	}

	@Test
	void newcomersDoNotOvertakeWhoWaits() {
		SendBudget budget = new SendBudget(10, 10);
		budget.acquireNow(5);
		CompletableFuture<Void> large = waiting(budget, 10);
		assertThatExceptionOfType(BackPressureException.class).isThrownBy(() -> budget.acquireNow(1));
		CompletableFuture<Void> small = waiting(budget, 1);
		budget.release(5);
		assertThat(large).succeedsWithin(PATIENCE);
		assertThat(small).isNotDone();
		budget.release(10);
		assertThat(small).succeedsWithin(PATIENCE);
	}

	@Test
	void theNextInLineGoesOnWhenTheFirstGivesUp() {
		SendBudget budget = new SendBudget(10, 10);
		budget.acquireNow(5);
		CompletableFuture<Void> tooLarge = waiting(budget, 10, Deadline.after(Duration.ofMillis(300)));
		CompletableFuture<Void> small = waiting(budget, 5);
		assertThat(tooLarge).failsWithin(PATIENCE)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(BackPressureException.class);
		assertThat(small).succeedsWithin(PATIENCE);
	}

	@Test
	void anEventLoopNeverWaits() {
		SendBudget budget = new SendBudget(1, 10);
		budget.acquireNow(1);
		try (ScriptedBroker silent = ScriptedBroker.start();
				IoThreads io = new IoThreads(IoThreads.Kind.NIO, 1);
				RemotingClient connections = new RemotingClient("test",
						new RemotingOptions(PATIENCE, 1_024, HeaderFormat.JSON, PATIENCE), io,
						ServerRequestHandler.NONE, new ConnectionListener() {
						})) {
			silent.on(105, (request) -> Reply.noAnswer());
			CompletableFuture<Void> onEventLoop = connections
				.call(silent.address(), new GetRouteRequest("orders"), Deadline.after(Duration.ofMillis(300)))
				.handle((route, failure) -> {
					budget.acquire(1, in(60));
					return null;
				});
			assertThat(onEventLoop).failsWithin(PATIENCE)
				.withThrowableThat()
				.havingCause()
				.isInstanceOf(BackPressureException.class)
				.withMessageContaining("event loop");
		}
	}

	@Test
	void anInterruptedWaitEndsAtOnceAndKeepsTheFlag() {
		SendBudget budget = new SendBudget(1, 10);
		budget.acquireNow(1);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(RocketInterruptedException.class).isThrownBy(() -> budget.acquire(1, in(60)))
			.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT));
		assertThat(Thread.interrupted()).isTrue();
		budget.release(1);
		budget.acquireNow(1);
	}

	@Test
	void nothingIsLeftAfterAMillionSendsThatEndOnOtherThreads() throws Exception {
		SendBudget budget = new SendBudget(64, 4_000);
		AtomicLong most = new AtomicLong();
		ExecutorService endings = Executors.newFixedThreadPool(2);
		try {
			List<Future<?>> senders = new ArrayList<>();
			for (int thread = 0; thread < 4; thread++) {
				senders.add(this.threads.submit(() -> {
					for (int i = 0; i < 250_000; i++) {
						int bytes = ThreadLocalRandom.current().nextInt(500);
						budget.acquire(bytes, in(60));
						if (i % 1_000 == 0) {
							most.accumulateAndGet(budget.pendingBytes(), Math::max);
						}
						if (i % 8 == 0) {
							endings.execute(() -> budget.release(bytes));
						}
						else {
							budget.release(bytes);
						}
					}
				}));
			}
			for (Future<?> sender : senders) {
				sender.get(PATIENCE.toSeconds() * 3, TimeUnit.SECONDS);
			}
		}
		finally {
			endings.shutdown();
		}
		assertThat(endings.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(budget.pendingSends()).isZero();
		assertThat(budget.pendingBytes()).isZero();
		assertThat(most.get()).isPositive().isLessThanOrEqualTo(4_000);
	}

	private CompletableFuture<Void> waiting(SendBudget budget, int bytes) {
		return waiting(budget, bytes, in(60));
	}

	/** Returns once the waiter stands in line. */
	private CompletableFuture<Void> waiting(SendBudget budget, int bytes, Deadline deadline) {
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		CompletableFuture<Void> done = CompletableFuture.runAsync(() -> {
			thread.complete(Thread.currentThread());
			budget.acquire(bytes, deadline);
		}, this.threads).handle((nothing, failure) -> {
			if (failure != null) {
				throw new CompletionException(failure.getCause());
			}
			return null;
		});
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> thread.join().getState() == Thread.State.TIMED_WAITING || done.isDone());
		return done;
	}

	private static Deadline in(int seconds) {
		return Deadline.after(Duration.ofSeconds(seconds));
	}

}
