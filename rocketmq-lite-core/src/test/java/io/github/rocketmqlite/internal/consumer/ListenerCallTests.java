package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.consumer.ConsumeCall;
import io.github.rocketmqlite.consumer.ConsumeInterceptor;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.ConsumeResult;
import io.github.rocketmqlite.consumer.MessageListener;
import io.github.rocketmqlite.consumer.PoisonHandler;
import io.github.rocketmqlite.consumer.RetryPolicy;
import io.github.rocketmqlite.internal.offset.ManualTimer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ListenerCallTests {

	private final List<String> events = new ArrayList<>();

	@Test
	void interceptorsSurroundTheListenerInTheirOrder() {
		ListenerCall call = call((message) -> {
			this.events.add("listener");
			return ConsumeOutcome.SUCCESS;
		}, List.of(new Recorder("client")), List.of(new Recorder("first"), new Recorder("second")));
		assertThat(outcome(call)).isEqualTo(ConsumeOutcome.SUCCESS);
		assertThat(this.events).containsExactly("client before 7 attempt 1", "first before 7 attempt 1",
				"second before 7 attempt 1", "listener", "second after SUCCESS null", "first after SUCCESS null",
				"client after SUCCESS null");
	}

	@Test
	void interceptorsHearOfWhatTheListenerThrew() {
		ListenerCall call = call((message) -> {
			throw new IllegalStateException("thrown by a test");
		}, List.of(), List.of(new Recorder("only")));
		assertThat(outcome(call)).isEqualTo(ConsumeOutcome.RETRY);
		assertThat(this.events).containsExactly("only before 7 attempt 1",
				"only after RETRY java.lang.IllegalStateException: thrown by a test");
	}

	@Test
	@SuppressWarnings("NullAway") // listeners do such things
	void interceptorsHearOfAListenerThatReturnsNothing() {
		ListenerCall call = call((message) -> null, List.of(), List.of(new Recorder("only")));
		assertThat(outcome(call)).isEqualTo(ConsumeOutcome.RETRY);
		assertThat(this.events).last()
			.isEqualTo(
					"only after RETRY java.lang.NullPointerException: The listener returned null or not one outcome for"
							+ " each message");
	}

	@Test
	void anInterceptorThatFailsCostsNothing() {
		ListenerCall call = call((message) -> ConsumeOutcome.SUCCESS, List.of(), List.of(new ConsumeInterceptor() {

			@Override
			public void beforeConsume(ConsumeCall begun) {
				throw new IllegalStateException("thrown by a test");
			}

			@Override
			public void afterConsume(ConsumeCall ended, ConsumeResult result) {
				throw new StackOverflowError("thrown by a test");
			}

		}, new Recorder("neighbour")));
		assertThat(outcome(call)).isEqualTo(ConsumeOutcome.SUCCESS);
		assertThat(this.events).containsExactly("neighbour before 7 attempt 1", "neighbour after SUCCESS null");
	}

	@Test
	void interceptorsHearWhenTheThreadIsFreeAgain() {
		ConsumeInterceptor both = new ConsumeInterceptor() {

			@Override
			public void afterConsume(ConsumeCall ended, ConsumeResult result) {
				ListenerCallTests.this.events.add("ended");
			}

			@Override
			public void afterReturn(ConsumeCall returned) {
				ListenerCallTests.this.events.add("returned");
			}

		};
		assertThat(outcome(call((message) -> ConsumeOutcome.SUCCESS, List.of(both), List.of())))
			.isEqualTo(ConsumeOutcome.SUCCESS);
		assertThat(this.events).containsExactly("ended", "returned");
		this.events.clear();
		CompletableFuture<ConsumeOutcome> later = new CompletableFuture<>();
		ListenerCall asynchronous = call(Listener.ofAsync((message) -> later), List.of(both), List.of());
		asynchronous.series(new Outcomes()).call(0, List.of(TestMessage.at(7)));
		assertThat(this.events).containsExactly("returned");
		later.complete(ConsumeOutcome.SUCCESS);
		assertThat(this.events).containsExactly("returned", "ended");
	}

	private static ListenerCall call(MessageListener listener, List<ConsumeInterceptor> ofClient,
			List<ConsumeInterceptor> ofConsumer) {
		return call(Listener.of(listener), ofClient, ofConsumer);
	}

	private static ListenerCall call(Listener listener, List<ConsumeInterceptor> ofClient,
			List<ConsumeInterceptor> ofConsumer) {
		return new ListenerCall("billing", listener, RetryPolicy.standard(),
				new ConsumeInterceptors("billing", ofClient, ofConsumer),
				new ListenerWatch(Duration.ofMinutes(1), true, new ManualTimer()),
				new PoisonMessages("billing", PoisonHandler.deadLetter()), new ConsumeStats(System::nanoTime));
	}

	private static ConsumeOutcome outcome(ListenerCall call) {
		Outcomes ended = new Outcomes();
		try (ListenerCall.Series series = call.series(ended)) {
			series.call(0, List.of(TestMessage.at(7)));
		}
		assertThat(ended.outcomes).hasSize(1);
		return ended.outcomes.get(0);
	}

	private static final class Outcomes implements ListenerCall.Observer {

		private final List<ConsumeOutcome> outcomes = new ArrayList<>();

		@Override
		public void ended(int first, List<ConsumeOutcome> outcomes, boolean timedOut) {
			this.outcomes.addAll(outcomes);
		}

		@Override
		public void takesLong() {
		}

	}

	private final class Recorder implements ConsumeInterceptor {

		private final String name;

		private Recorder(String name) {
			this.name = name;
		}

		@Override
		public void beforeConsume(ConsumeCall call) {
			call.attributes().put(this, "kept");
			ListenerCallTests.this.events
				.add(this.name + " before " + call.messages().get(0).queueOffset() + " attempt " + call.attempt());
		}

		@Override
		public void afterConsume(ConsumeCall call, ConsumeResult result) {
			assertThat(call.attributes()).containsEntry(this, "kept");
			ListenerCallTests.this.events.add(this.name + " after " + result.outcomes().get(0) + " " + result.error());
		}

	}

}
