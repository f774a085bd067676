package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.internal.codec.MessageProperties;
import io.github.rocketmqlite.internal.codec.command.SendBackRequest;
import io.github.rocketmqlite.internal.codec.command.SendMessageRequest;
import io.github.rocketmqlite.internal.offset.ManualTimer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetryForwarderTests {

	private static final String RETRY_TOPIC = "%RETRY%billing";

	private final ManualTimer timer = new ManualTimer();

	private final FakeCluster cluster = new FakeCluster();

	private final QueueBuffer buffer = new QueueBuffer(TestMessage.QUEUE, 10, new ByteBudget(1000));

	private final RetryForwarder forwarder = new RetryForwarder(
			PushConsumerOptions.builder("billing").subscribe("orders", Filter.all()).maxReconsumeTimes(5).build(),
			this.cluster, this.timer, Duration.ofSeconds(3));

	@Test
	void asksTheBrokerOfTheMessageToKeepIt() {
		assertThat(forward(ConsumeOutcome.RETRY)).isCompletedWithValue(true);
		assertThat(this.cluster.requests(SendBackRequest.class))
			.containsExactly(new SendBackRequest("billing", 1007, 0, "id-7", "orders", 5, "broker-a"));
	}

	@Test
	void passesOnTheLevelTheListenerChose() {
		forward(ConsumeOutcome.retryAtLevel(4));
		forward(ConsumeOutcome.DEAD_LETTER);
		assertThat(this.cluster.requests(SendBackRequest.class)).extracting(SendBackRequest::delayLevel)
			.containsExactly(4, -1);
	}

	@Test
	void letsTheTimerWheelKeepATimeThatIsNoLevel() {
		this.cluster.topic(RETRY_TOPIC, 1);
		assertThat(forward(ConsumeOutcome.retryAfter(Duration.ofMillis(2500)))).isCompletedWithValue(true);
		SendMessageRequest copy = this.cluster.requests(SendMessageRequest.class).get(0);
		assertThat(copy.queue().topic()).isEqualTo(RETRY_TOPIC);
		assertThat(copy.content().reconsumeTimes()).isEqualTo(3);
		assertThat(MessageProperties.decode(copy.content().properties()))
			.containsExactlyInAnyOrderEntriesOf(Map.of("UNIQ_KEY", "id-7", "color", "red", "RETRY_TOPIC", "orders",
					"ORIGIN_MESSAGE_ID", "offset-id-7", "WAIT", "false", "TIMER_DELAY_MS", "2500"));
		assertThat(this.cluster.requests(SendBackRequest.class)).isEmpty();
	}

	@Test
	void takesTheNextLongerLevelWhereThereIsNoTimerWheel() {
		this.cluster.topic(RETRY_TOPIC, 1);
		this.cluster.old = true;
		forward(ConsumeOutcome.retryAfter(Duration.ofMillis(2500)));
		assertThat(this.cluster.requests(SendMessageRequest.class)).isEmpty();
		this.cluster.old = false;
		// levels, and what no timer wheel takes
		forward(ConsumeOutcome.retryAfter(Duration.ofSeconds(10)));
		forward(ConsumeOutcome.retryAfter(Duration.ofDays(4)));
		assertThat(this.cluster.requests(SendMessageRequest.class)).isEmpty();
		assertThat(this.cluster.requests(SendBackRequest.class)).extracting(SendBackRequest::delayLevel)
			.containsExactly(2, 3, 18);
	}

	@Test
	void takesTheNextLongerLevelWhenTheTimerWheelTakesNothing() {
		this.cluster.topic(RETRY_TOPIC, 1);
		this.cluster.failing.add(SendMessageRequest.class);
		assertThat(forward(ConsumeOutcome.retryAfter(Duration.ofMillis(2500)))).isCompletedWithValue(true);
		assertThat(this.cluster.requests(SendBackRequest.class)).extracting(SendBackRequest::delayLevel)
			.containsExactly(2);
	}

	@Test
	void sendsACopyWhenTheBrokerCannotKeepTheMessage() {
		this.cluster.failing.add(SendBackRequest.class);
		this.cluster.topic(RETRY_TOPIC, 1);
		assertThat(forward(ConsumeOutcome.RETRY)).isCompletedWithValue(true);
		SendMessageRequest copy = this.cluster.requests(SendMessageRequest.class).get(0);
		assertThat(copy.queue().topic()).isEqualTo(RETRY_TOPIC);
		assertThat(copy.content().reconsumeTimes()).isEqualTo(3);
		assertThat(copy.content().maxReconsumeTimes()).isEqualTo(5);
		assertThat(copy.body()).isEqualTo(message().body());
		assertThat(MessageProperties.decode(copy.content().properties()))
			.containsExactlyInAnyOrderEntriesOf(Map.of("UNIQ_KEY", "id-7", "color", "red", "RETRY_TOPIC", "orders",
					"ORIGIN_MESSAGE_ID", "offset-id-7", "WAIT", "false", "DELAY", "5"));
	}

	@Test
	void sendsACopyForTheDeadLetterTopicWithMoreAttemptsThanAllowed() {
		this.cluster.failing.add(SendBackRequest.class);
		this.cluster.topic(RETRY_TOPIC, 1);
		forward(ConsumeOutcome.DEAD_LETTER);
		SendMessageRequest copy = this.cluster.requests(SendMessageRequest.class).get(0);
		assertThat(copy.content().reconsumeTimes()).isEqualTo(6);
		assertThat(MessageProperties.decode(copy.content().properties())).doesNotContainKey("DELAY");
	}

	@Test
	void triesOnWithoutEndWhileTheQueueIsHeld() {
		this.cluster.failing.add(SendBackRequest.class);
		CompletableFuture<Boolean> forwarded = forward(ConsumeOutcome.RETRY);
		this.timer.advance(Duration.ofMinutes(5));
		assertThat(forwarded).isNotDone();
		assertThat(this.cluster.requests(SendBackRequest.class).size()).isBetween(60, 90);
		this.cluster.failing.clear();
		this.timer.advance(Duration.ofSeconds(5));
		assertThat(forwarded).isCompletedWithValue(true);
	}

	@Test
	void givesUpWhenTheQueueIsBeingGivenUp() {
		this.cluster.failing.add(SendBackRequest.class);
		CompletableFuture<Boolean> forwarded = forward(ConsumeOutcome.RETRY);
		this.buffer.close();
		this.timer.advance(Duration.ofSeconds(5));
		assertThat(forwarded).isCompletedWithValue(false);
	}

	@Test
	void leavesAloneWhatComesAgainByItself() {
		this.buffer.comesAgainFrom(7);
		assertThat(forward(ConsumeOutcome.RETRY)).isCompletedWithValue(false);
		assertThat(this.cluster.requests).isEmpty();
	}

	private CompletableFuture<Boolean> forward(ConsumeOutcome outcome) {
		return this.forwarder.forward(this.buffer, message(), outcome);
	}

	private static TestMessage message() {
		return new TestMessage(TestMessage.QUEUE, 7, "orders", Map.of("UNIQ_KEY", "id-7", "color", "red", "DELAY", "2",
				"TRAN_MSG", "true", "REAL_TOPIC", "other", "TIMER_DELIVER_MS", "1", "RECONSUME_TIME", "9"), 2);
	}

}
