package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.BackPressureException;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.OrderedSendException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.SendStatus;
import io.github.rocketmqlite.internal.offset.ManualTimer;
import io.github.rocketmqlite.internal.producer.OrderedLines.Key;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.producer.OrderingOptions;
import io.github.rocketmqlite.producer.OrderingOptions.OnFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

class OrderedLinesTests {

	private static final Key KEY = new Key("orders", "customer-7");

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final SendResult SENT = new SendResult(SendStatus.SEND_OK, "id", "",
			new MessageQueue("orders", "b", 0), 0);

	private final ManualTimer timer = new ManualTimer();

	private final List<String> started = new ArrayList<>();

	private final List<CompletableFuture<SendResult>> running = new ArrayList<>();

	private OrderedLines lines = new OrderedLines(new OrderingOptions(OnFailure.FAIL_WAITING, 3), this.timer);

	@AfterEach
	void nothingIsLeftBehind() {
		this.running.forEach((sending) -> sending.complete(SENT));
		assertThat(this.lines.size()).isZero();
	}

	@Test
	void oneOfAKeyIsUnderWayAndTheOthersFollowInTurn() {
		CompletableFuture<SendResult> a = send("a");
		CompletableFuture<SendResult> b = send("b");
		CompletableFuture<SendResult> c = send("c");
		assertThat(this.started).containsExactly("a");
		this.running.get(0).complete(SENT);
		assertThat(a).isCompletedWithValue(SENT);
		assertThat(this.started).containsExactly("a", "b");
		assertThat(b).isNotDone();
		this.running.get(1).complete(SENT);
		assertThat(this.started).containsExactly("a", "b", "c");
		this.running.get(2).complete(SENT);
		assertThat(c).isCompletedWithValue(SENT);
	}

	@Test
	void otherKeysAndOtherTopicsDoNotWait() {
		send("a");
		this.lines.inTurn(new Key("orders", "customer-8"), Deadline.after(LONG), () -> start("b"));
		this.lines.inTurn(new Key("payments", "customer-7"), Deadline.after(LONG), () -> start("c"));
		assertThat(this.started).containsExactly("a", "b", "c");
		assertThat(this.lines.size()).isEqualTo(3);
	}

	@Test
	void whatWaitsBehindAFailureIsNotSentAndWhatComesLaterIs() {
		CompletableFuture<SendResult> a = send("a");
		CompletableFuture<SendResult> b = send("b");
		CompletableFuture<SendResult> c = send("c");
		RocketException failure = new RocketTimeoutException("late", Outcome.UNKNOWN, null);
		this.running.get(0).completeExceptionally(failure);
		assertThat(failureOf(a)).isSameAs(failure);
		for (CompletableFuture<SendResult> dropped : List.of(b, c)) {
			assertThat(failureOf(dropped)).isInstanceOf(OrderedSendException.class)
				.hasMessageContaining("customer-7")
				.hasCause(failure);
			assertThat(((RocketException) failureOf(dropped)).outcome()).isEqualTo(Outcome.NOT_SENT);
		}
		send("d");
		assertThat(this.started).containsExactly("a", "d");
	}

	@Test
	void othersGoOnBehindAFailureIfThatIsWanted() {
		this.lines = new OrderedLines(new OrderingOptions(OnFailure.CONTINUE, 3), this.timer);
		CompletableFuture<SendResult> a = send("a");
		CompletableFuture<SendResult> b = send("b");
		this.running.get(0).completeExceptionally(new RocketTimeoutException("late", Outcome.UNKNOWN, null));
		assertThat(a).isCompletedExceptionally();
		assertThat(this.started).containsExactly("a", "b");
		this.running.get(1).complete(SENT);
		assertThat(b).isCompletedWithValue(SENT);
	}

	@Test
	void aLineIsBounded() {
		send("a");
		send("b");
		send("c");
		send("d");
		assertThatExceptionOfType(BackPressureException.class).isThrownBy(() -> send("e"))
			.withMessageContaining("3 messages")
			.withMessageContaining("customer-7")
			.withMessageContaining("maxWaitingPerKey");
		this.running.get(0).complete(SENT);
		send("e");
		for (int i = 1; i < 5; i++) {
			this.running.get(i).complete(SENT);
		}
		assertThat(this.started).containsExactly("a", "b", "c", "d", "e");
	}

	@Test
	void whatWaitsInVainFailsAtItsDeadlineAndWithItWhatIsBehind() {
		CompletableFuture<SendResult> a = send("a");
		CompletableFuture<SendResult> b = send("b");
		CompletableFuture<SendResult> c = send("c", Duration.ofSeconds(1));
		CompletableFuture<SendResult> d = send("d");
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(a).isNotDone();
		assertThat(b).isNotDone();
		assertThat(failureOf(c)).isInstanceOfSatisfying(RocketTimeoutException.class,
				(timeout) -> assertThat(timeout.outcome()).isEqualTo(Outcome.NOT_SENT));
		assertThat(failureOf(d)).isInstanceOf(OrderedSendException.class);
		this.running.get(0).complete(SENT);
		this.running.get(1).complete(SENT);
		assertThat(this.started).containsExactly("a", "b");
		assertThat(b).isCompletedWithValue(SENT);
	}

	@Test
	void aDeadlineThatPassesAfterTheTurnHasComeIsTheSendsOwn() {
		send("a");
		CompletableFuture<SendResult> b = send("b", Duration.ofSeconds(1));
		this.running.get(0).complete(SENT);
		this.timer.advance(Duration.ofSeconds(2));
		assertThat(b).isNotDone();
	}

	@Test
	void aSendThatCannotStartFailsAlone() {
		CompletableFuture<SendResult> refused = this.lines.inTurn(KEY, Deadline.after(LONG), () -> {
			throw new IllegalStateException("not today");
		});
		assertThat(failureOf(refused)).hasMessage("not today");
		send("b");
		assertThat(this.started).containsExactly("b");
	}

	@Test
	void aLongLineOfSendsThatEndAtOnceDoesNotFillTheStack() {
		int count = 100_000;
		this.lines = new OrderedLines(new OrderingOptions(OnFailure.CONTINUE, count), this.timer);
		send("first");
		List<CompletableFuture<SendResult>> results = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			boolean fails = i % 2 == 0;
			results.add(this.lines.inTurn(KEY, Deadline.after(LONG),
					() -> fails ? CompletableFuture.failedFuture(new IllegalStateException("no"))
							: CompletableFuture.completedFuture(SENT)));
		}
		this.running.get(0).complete(SENT);
		assertThat(results).allMatch(CompletableFuture::isDone);
	}

	@Test
	void whoLearnsOfAResultSendsBehindThoseThatWaited() {
		CompletableFuture<SendResult> a = send("a");
		a.thenRun(() -> send("c"));
		send("b");
		this.running.get(0).complete(SENT);
		this.running.get(1).complete(SENT);
		assertThat(this.started).containsExactly("a", "b", "c");
	}

	private CompletableFuture<SendResult> send(String name) {
		return send(name, LONG);
	}

	private CompletableFuture<SendResult> send(String name, Duration timeout) {
		return this.lines.inTurn(KEY, Deadline.after(timeout), () -> start(name));
	}

	private CompletableFuture<SendResult> start(String name) {
		this.started.add(name);
		CompletableFuture<SendResult> sending = new CompletableFuture<>();
		this.running.add(sending);
		return sending;
	}

	private static Throwable failureOf(CompletableFuture<?> future) {
		return Blocking.unwrap(catchThrowable(future::join));
	}

}
