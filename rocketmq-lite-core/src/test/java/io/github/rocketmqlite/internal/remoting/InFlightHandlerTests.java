package io.github.rocketmqlite.internal.remoting;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.internal.codec.DecodeLimits;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.timeout.IdleStateEvent;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InFlightHandler}. No buffer and no pending request may be left behind
 * by any of them.
 */
class InFlightHandlerTests {

	private static final String ADDRESS = "10.1.1.1:10911";

	private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final RequestTally tally = new RequestTally(new TrafficCounters());

	private final LongAdder lateAnswers = new LongAdder();

	private final List<Throwable> losses = new ArrayList<>();

	private @Nullable CompletableFuture<ServerRequestHandler.Reply> reply;

	private final InFlightHandler handler = new InFlightHandler(ADDRESS, HeaderFormat.BINARY, this::serve,
			new InFlightHandler.Owner() {

				@Override
				public void onWritable() {
				}

				@Override
				public void onLost(InFlightHandler handler, Throwable cause) {
					InFlightHandlerTests.this.losses.add(cause);
				}

				@Override
				public boolean onGoAway(InFlightHandler handler, PendingRequest<?> request) {
					return false;
				}

			}, this.lateAnswers);

	@BeforeEach
	void addHandlers() {
		this.channel.config().setAllocator(this.memory);
		this.channel.pipeline()
			.addLast(new FrameDecoder(ADDRESS, 100_000, DecodeLimits.DEFAULTS))
			.addLast(this.handler);
	}

	@AfterEach
	void nothingIsLeft() {
		this.channel.finishAndReleaseAll();
		assertThat(this.memory.metric().usedHeapMemory() + this.memory.metric().usedDirectMemory()).isZero();
		assertThat(this.tally.pending()).isZero();
	}

	@Test
	void tiesAnswersToRequestsWhateverTheirOrder() {
		CompletableFuture<String> first = call("first");
		CompletableFuture<String> second = call("second");
		assertThat(Frames.written(this.channel).frames()).extracting(Frame::opaque).containsExactly(0, 1);
		receive(Frames.answer(1, "to second"));
		assertThat(second).isCompletedWithValue("to second");
		assertThat(first).isNotDone();
		receive(Frames.answer(0, "to first"));
		assertThat(first).isCompletedWithValue("to first");
		assertThat(this.lateAnswers.sum()).isZero();
	}

	@Test
	void countsAnswersThatComeTwiceOrUnasked() {
		CompletableFuture<String> call = call("text");
		receive(Frames.answer(0, "once"));
		receive(Frames.answer(0, "twice"));
		receive(Frames.answer(4_711, "unasked"));
		assertThat(call).isCompletedWithValue("once");
		assertThat(this.lateAnswers.sum()).isEqualTo(2);
		assertThat(this.channel.isActive()).isTrue();
	}

	@Test
	void expiresRequestsAndIgnoresTheirLateAnswers() {
		CompletableFuture<String> patient = call("patient");
		CompletableFuture<String> call = call("text", Duration.ofMillis(30));
		awaitTimers(call);
		assertFailure(call, RocketTimeoutException.class, Outcome.UNKNOWN, "Echo to " + ADDRESS);
		receive(Frames.answer(1, "late"));
		assertThat(this.lateAnswers.sum()).isEqualTo(1);
		assertThat(this.channel.isActive()).isTrue();
		assertThat(this.tally.pending()).isOne();
		receive(Frames.answer(0, "in time"));
		assertThat(patient).isCompletedWithValue("in time");
	}

	@Test
	void setsItsTimerAgainForEachLaterDeadline() {
		List<CompletableFuture<String>> calls = new ArrayList<>();
		for (int millis : new int[] { 90, 30, 60 }) {
			calls.add(call("text", Duration.ofMillis(millis)));
		}
		calls.forEach(this::awaitTimers);
		assertThat(calls).allSatisfy((call) -> assertThat(call).isCompletedExceptionally());
	}

	@Test
	void doesNotWriteRequestsThatNobodyAwaits() {
		PendingRequest<String> cancelled = request(new Echo("text"), Duration.ofMinutes(1));
		cancelled.cancel(false);
		this.handler.write(cancelled);
		PendingRequest<String> expired = request(new Echo("text"), Duration.ZERO);
		this.handler.write(expired);
		this.handler.flush();
		assertThat(Frames.written(this.channel).frames()).isEmpty();
		assertFailure(expired, RocketTimeoutException.class, Outcome.NOT_SENT, "not sent");
	}

	@Test
	void forgetsARequestThatIsCancelledOnItsWay() {
		CompletableFuture<String> call = call("text");
		call.cancel(false);
		receive(Frames.answer(0, "unreadable"));
		assertThat(call).isCancelled();
		assertThat(this.tally.pending()).isZero();
	}

	@Test
	void failsWhatIsInFlightWhenTheServerCloses() {
		List<CompletableFuture<String>> calls = List.of(call("a"), call("b"), call("c"));
		this.channel.close();
		assertThat(calls).allSatisfy((call) -> assertFailure(call, RocketConnectionException.class, Outcome.UNKNOWN,
				"closed the connection"));
		assertThat(this.losses).hasSize(1);
	}

	@Test
	void failsWhatIsInFlightWhenTheClientCloses() {
		CompletableFuture<String> call = call("text");
		this.handler.close(new ClientClosedException("the client is closed", Outcome.NOT_SENT, null));
		this.channel.runPendingTasks();
		assertFailure(call, ClientClosedException.class, Outcome.UNKNOWN, "the client is closed");
	}

	@Test
	void closesAfterAFrameThatMakesNoSense() {
		CompletableFuture<String> call = call("text");
		this.channel.writeInbound(this.memory.buffer().writeInt(100_000));
		this.channel.runPendingTasks();
		assertThat(this.channel.isActive()).isFalse();
		assertFailure(call, ProtocolException.class, Outcome.UNKNOWN, "100004", "100000", ADDRESS);
	}

	@Test
	void anUnreadableAnswerFailsItsOwnRequestOnly() {
		CompletableFuture<String> bad = call("bad");
		CompletableFuture<String> refused = call("refused");
		CompletableFuture<String> good = call("good");
		receive(Frames.answer(0, "unreadable"));
		receive(Frames.answer(1, 2, "busy", ""));
		receive(Frames.answer(2, "fine"));
		assertFailure(bad, ProtocolException.class, Outcome.UNKNOWN, "beyond the body", ADDRESS);
		assertFailure(refused, BrokerException.class, Outcome.NOT_SENT, "busy", ADDRESS);
		assertThat(good).isCompletedWithValue("fine");
	}

	@Test
	void aRequestThatCannotBeEncodedLeavesItsNeighboursIntact() {
		PendingRequest<String> before = request(new Echo("before"), Duration.ofMinutes(1));
		PendingRequest<String> bad = request(new Echo("unwritable"), Duration.ofMinutes(1));
		PendingRequest<String> after = request(new Echo("after"), Duration.ofMinutes(1));
		List.of(before, bad, after).forEach(this.handler::write);
		this.handler.flush();
		assertFailure(bad, ProtocolException.class, Outcome.NOT_SENT, "no fields for you");
		assertThat(Frames.written(this.channel).frames()).extracting((frame) -> frame.fields().text("text"))
			.containsExactly("before", "after");
		receive(Frames.answer(before.opaque(), "1"));
		receive(Frames.answer(after.opaque(), "2"));
		assertThat(before).isCompletedWithValue("1");
		assertThat(after).isCompletedWithValue("2");
	}

	@Test
	void smallRequestsLeaveInOneBuffer() {
		for (int i = 0; i < 50; i++) {
			this.handler.write(request(new Echo("text " + i), Duration.ofMinutes(1)));
		}
		assertThat(this.channel.outboundMessages()).isEmpty();
		this.handler.flush();
		Frames.Written written = Frames.written(this.channel);
		assertThat(written.buffers()).isEqualTo(1);
		assertThat(written.frames()).hasSize(50);
		answerAll(50);
	}

	@Test
	void largeBodiesAreSentFromWhereTheyAre() {
		byte[] body = "0123456789".repeat(2_000).getBytes(StandardCharsets.US_ASCII);
		this.handler.write(request(new Echo("small"), Duration.ofMinutes(1)));
		this.handler.write(request(new Echo("large", body), Duration.ofMinutes(1)));
		this.handler.write(request(new Echo("last"), Duration.ofMinutes(1)));
		this.handler.flush();
		Frames.Written written = Frames.written(this.channel);
		assertThat(written.buffers()).isEqualTo(3);
		assertThat(written.frames()).extracting((frame) -> frame.fields().text("text"))
			.containsExactly("small", "large", "last");
		assertThat(written.frames().get(1).bodyBytes()).isEqualTo(body);
		answerAll(3);
	}

	@Test
	void idsStartAnewAfterTheLastAndSkipThoseInUse() {
		CompletableFuture<String> old = call("old");
		this.handler.continueWith(Integer.MAX_VALUE);
		CompletableFuture<String> last = call("last");
		CompletableFuture<String> next = call("next");
		assertThat(Frames.written(this.channel).frames()).extracting(Frame::opaque)
			.containsExactly(0, Integer.MAX_VALUE, 1);
		receive(Frames.answer(1, "next"));
		receive(Frames.answer(0, "old"));
		receive(Frames.answer(Integer.MAX_VALUE, "last"));
		assertThat(List.of(old.join(), last.join(), next.join())).containsExactly("old", "last", "next");
	}

	@Test
	void onewayRequestsEndWhenWritten() {
		PendingRequest<Void> oneway = PendingRequest.oneway(ADDRESS, new Echo("text"),
				Deadline.after(Duration.ofMinutes(1)), this.tally);
		this.handler.write(oneway);
		assertThat(oneway).isNotDone();
		this.handler.flush();
		assertThat(oneway).isCompletedWithValue(null);
		assertThat(Frames.written(this.channel).only().isOneway()).isTrue();
		receive(Frames.answer(0, "nobody asked"));
		assertThat(this.lateAnswers.sum()).isEqualTo(1);
	}

	@Test
	void aServersRequestIsNotTakenForAnAnswerWithTheSameId() {
		CompletableFuture<String> call = call("text");
		Frames.written(this.channel);
		this.reply = CompletableFuture.completedFuture(reply(0, "", "done"));
		receive(Frames.request(0, new Echo("from the server"), false));
		assertThat(call).isNotDone();
		Frame answer = Frames.written(this.channel).only();
		assertThat(answer.isAnswer()).isTrue();
		assertThat(answer.opaque()).isZero();
		assertThat(answer.bodyBytes()).asString(StandardCharsets.UTF_8).isEqualTo("done");
		receive(Frames.answer(0, "hello"));
		assertThat(call).isCompletedWithValue("hello");
	}

	@Test
	void repliesMayComeLater() {
		CompletableFuture<ServerRequestHandler.Reply> later = new CompletableFuture<>();
		this.reply = later;
		receive(Frames.request(9, new Echo("from the server"), false));
		assertThat(this.channel.outboundMessages()).isEmpty();
		later.complete(reply(0, "fine", ""));
		assertThat(Frames.written(this.channel).only().remark()).isEqualTo("fine");
	}

	@Test
	void unknownRequestsOfTheServerAreRefused() {
		this.reply = null;
		receive(Frames.request(9, new Echo("from the server"), false));
		Frame answer = Frames.written(this.channel).only();
		assertThat(answer.code()).isEqualTo(3);
		assertThat(answer.opaque()).isEqualTo(9);
		assertThat(answer.remark()).contains("request type 7777 not supported");
	}

	@Test
	void failingHandlersAreReportedToTheServer() {
		receive(Frames.request(9, new Echo("throw"), false));
		assertThat(Frames.written(this.channel).only().code()).isEqualTo(1);
		this.reply = CompletableFuture.failedFuture(new IllegalStateException("not now"));
		receive(Frames.request(10, new Echo("from the server"), false));
		assertThat(Frames.written(this.channel).only().code()).isEqualTo(1);
		assertThat(this.channel.isActive()).isTrue();
	}

	@Test
	void onewayRequestsOfTheServerAreNeverAnswered() {
		this.reply = CompletableFuture.completedFuture(reply(0, "", ""));
		receive(Frames.request(1, new Echo("known"), true));
		this.reply = null;
		receive(Frames.request(2, new Echo("unknown"), true));
		receive(Frames.request(3, new Echo("throw"), true));
		assertThat(this.channel.outboundMessages()).isEmpty();
	}

	@Test
	void closesWhenIdleUnlessAnswersAreAwaited() {
		CompletableFuture<String> call = call("text");
		this.channel.pipeline().fireUserEventTriggered(IdleStateEvent.ALL_IDLE_STATE_EVENT);
		assertThat(this.channel.isActive()).isTrue();
		receive(Frames.answer(0, "text"));
		assertThat(call).isCompleted();
		this.channel.pipeline().fireUserEventTriggered(IdleStateEvent.ALL_IDLE_STATE_EVENT);
		assertThat(this.channel.isActive()).isFalse();
	}

	@Test
	void errorsOfTheSocketEndTheConnection() {
		CompletableFuture<String> call = call("text");
		this.channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
		this.channel.runPendingTasks();
		assertFailure(call, RocketConnectionException.class, Outcome.UNKNOWN, "Connection reset by peer");
	}

	private @Nullable CompletableFuture<ServerRequestHandler.Reply> serve(Frame request) {
		if ("throw".equals(request.fields().text("text"))) {
			throw new IllegalStateException("not now");
		}
		return this.reply;
	}

	private static ServerRequestHandler.Reply reply(int code, String remark, String body) {
		return new ServerRequestHandler.Reply(code, remark, body.getBytes(StandardCharsets.UTF_8));
	}

	private CompletableFuture<String> call(String text) {
		return call(text, Duration.ofMinutes(1));
	}

	private CompletableFuture<String> call(String text, Duration timeout) {
		PendingRequest<String> request = request(new Echo(text), timeout);
		this.handler.write(request);
		this.handler.flush();
		return request;
	}

	private PendingRequest<String> request(Echo echo, Duration timeout) {
		return PendingRequest.twoWay(ADDRESS, echo, Deadline.after(timeout), this.tally);
	}

	private void receive(byte[] bytes) {
		this.channel.writeInbound(this.memory.buffer().writeBytes(Unpooled.wrappedBuffer(bytes)));
	}

	private void answerAll(int count) {
		for (int opaque = 0; opaque < count; opaque++) {
			receive(Frames.answer(opaque, ""));
		}
	}

	private void awaitTimers(CompletableFuture<?> call) {
		Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> {
			this.channel.runScheduledPendingTasks();
			return call.isDone();
		});
	}

	private static void assertFailure(CompletableFuture<?> call, Class<? extends RocketException> type, Outcome outcome,
			String... words) {
		assertThat(call).isCompletedExceptionally();
		Throwable failure = call.handle((result, ex) -> ex).join();
		assertThat(failure).isInstanceOf(type).hasMessageContainingAll(words);
		assertThat(((RocketException) failure).outcome()).isEqualTo(outcome);
	}

}
