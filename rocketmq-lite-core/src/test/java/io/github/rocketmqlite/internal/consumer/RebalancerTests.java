package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PoisonHandler;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.internal.codec.command.ConsumerListRequest;
import io.github.rocketmqlite.internal.codec.command.QueryOffsetRequest;
import io.github.rocketmqlite.internal.offset.BrokerOffsetStore;
import io.github.rocketmqlite.internal.offset.ManualTimer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RebalancerTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private final ManualTimer timer = new ManualTimer();

	private final FakeCluster cluster = new FakeCluster();

	private final RecordingDispatcher dispatcher = new RecordingDispatcher();

	private final PushConsumerOptions options = PushConsumerOptions.builder("billing")
		.subscribe("orders", Filter.all())
		.build();

	private final Rebalancer rebalancer = rebalancer();

	@BeforeEach
	void makeTopics() {
		this.cluster.topic("orders", 4);
		this.cluster.topic("%RETRY%billing", 1);
	}

	@Test
	void tellsTheBrokersOfTheConsumerBeforeItPulls() {
		start();
		assertThat(this.cluster.events.get(0)).isEqualTo("heartbeat");
		assertThat(this.cluster.pulls).hasSize(5);
	}

	@Test
	void pullsAtOnceWhenItIsAlone() {
		start();
		assertThat(owned()).isEqualTo(queues(0, 4));
		assertThat(this.cluster.pulls).isNotEmpty();
	}

	@Test
	void waitsForOtherMembersToLetGo() {
		this.cluster.members = FakeCluster.members("client-2");
		start();
		assertThat(owned()).isEqualTo(queues(0, 2));
		assertThat(this.cluster.requests(QueryOffsetRequest.class)).isEmpty();
		this.timer.advance(QueueAssignment.SETTLE_TIME);
		assertThat(this.cluster.pulls).isNotEmpty();
	}

	@Test
	void takesOverFromAMemberThatLeftOnlyAfterTheSettleTime() {
		this.cluster.members = FakeCluster.members("client-2");
		start();
		this.timer.advance(INTERVAL);
		int pulls = this.cluster.pulls.size();
		this.cluster.members = FakeCluster.members();
		this.rebalancer.request();
		this.timer.runDue();
		assertThat(owned()).isEqualTo(queues(0, 4));
		assertThat(this.cluster.pulls).hasSize(pulls);
		this.timer.advance(QueueAssignment.SETTLE_TIME);
		assertThat(this.cluster.pulls).hasSize(pulls + 2);
	}

	@Test
	void handsOverWhenAMemberJoins() {
		start();
		this.cluster.members = FakeCluster.members("client-0");
		this.rebalancer.request();
		this.timer.runDue();
		assertThat(owned()).isEqualTo(queues(2, 4));
		assertThat(this.cluster.events).contains("commit 0 at 0", "commit 1 at 0");
	}

	@Test
	void makesOneLookOfManyRequests() {
		start();
		int looks = this.cluster.requests(ConsumerListRequest.class).size();
		for (int i = 0; i < 100; i++) {
			this.rebalancer.request();
		}
		this.timer.runDue();
		assertThat(this.cluster.requests(ConsumerListRequest.class)).hasSize(looks + 1);
	}

	@Test
	void keepsItsQueuesWhenTheMembersAreNotKnown() {
		start();
		this.cluster.failing.add(ConsumerListRequest.class);
		this.timer.advance(Duration.ofMinutes(1));
		assertThat(owned()).isEqualTo(queues(0, 4));
	}

	@Test
	void keepsItsQueuesAndSpeaksUpWhenTheBrokerForgotIt() {
		start();
		this.cluster.members = List.of("client-2");
		this.timer.advance(INTERVAL);
		assertThat(owned()).isEqualTo(queues(0, 4));
		assertThat(this.cluster.events.stream().filter("heartbeat"::equals)).hasSizeGreaterThan(1);
		this.cluster.heartbeatRegisters = true;
		this.timer.advance(INTERVAL);
		assertThat(owned()).isEqualTo(queues(0, 4));
	}

	@Test
	void keepsItsQueuesWhenRoutesCannotBeLookedUp() {
		start();
		this.cluster.routeFailure = FakeCluster.connectionLost();
		this.cluster.members = FakeCluster.members("client-0");
		this.timer.advance(Duration.ofMinutes(1));
		assertThat(owned()).isEqualTo(queues(0, 4));
	}

	@Test
	void keepsAQueueThatLeftTheRouteUntilItsBrokerRefusesIt() {
		start();
		this.cluster.topic("orders", 3);
		this.timer.advance(INTERVAL);
		assertThat(owned()).isEqualTo(queues(0, 4));
		this.cluster.pull(3).answer().completeExceptionally(new BrokerException(29, "illegal", "127.0.0.1:10911"));
		this.timer.advance(INTERVAL);
		assertThat(owned()).isEqualTo(queues(0, 3));
	}

	@Test
	void startsWithATopicAsSoonAsItHasARoute() {
		this.cluster.topics().clear();
		start();
		assertThat(owned()).isEmpty();
		this.cluster.topic("orders", 2);
		this.timer.advance(INTERVAL);
		assertThat(owned()).isEqualTo(queues(0, 2));
		assertThat(this.cluster.events.indexOf("heartbeat")).isLessThan(this.cluster.events.indexOf("pull 0 at 0"));
	}

	@Test
	void looksSoonForTheRetryTopic() {
		this.cluster.topics().remove("%RETRY%billing");
		start();
		this.cluster.topic("%RETRY%billing", 1);
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.rebalancer.queues().owned()).contains(new MessageQueue("%RETRY%billing", "broker-a", 0));
	}

	@Test
	void changesNothingAfterClosing() {
		start();
		this.rebalancer.close();
		this.cluster.members = FakeCluster.members("client-0");
		this.rebalancer.request();
		this.timer.advance(Duration.ofMinutes(1));
		assertThat(owned()).isEqualTo(queues(0, 4));
	}

	private void start() {
		var started = this.rebalancer.start();
		this.timer.runDue();
		assertThat(started).isCompleted();
	}

	private Set<MessageQueue> owned() {
		return this.rebalancer.queues()
			.owned()
			.stream()
			.filter((queue) -> queue.topic().equals("orders"))
			.collect(Collectors.toSet());
	}

	private static Set<MessageQueue> queues(int from, int to) {
		return IntStream.range(from, to)
			.mapToObj((id) -> new MessageQueue("orders", "broker-a", id))
			.collect(Collectors.toSet());
	}

	private Rebalancer rebalancer() {
		Subscriptions subscriptions = Subscriptions.of(this.options, 1);
		BrokerOffsetStore offsets = new BrokerOffsetStore("billing", this.cluster, this.timer, TIMEOUT,
				this.options.commitInterval());
		return new Rebalancer(new QueueResources(this.cluster, this.timer, new ByteBudget(1_000_000), this.dispatcher,
				offsets, subscriptions, this.options, TIMEOUT, () -> false,
				new TopicBudgets(new ByteBudget(1_000_000), this.options.cacheLimits()),
				new PoisonMessages("billing", PoisonHandler.deadLetter()), null, new ConsumeStats(System::nanoTime)),
				new SubscribedRoutes(this.cluster, subscriptions, this.timer), INTERVAL);
	}

}
