package io.github.rocketmqlite.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.AllocationStrategy;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.internal.assignment.RoomsByName;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.SendTarget;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.apache.rocketmq.client.consumer.AllocateMessageQueueStrategy;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMachineRoomNearby;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueAveragely;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueAveragelyByCircle;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueByConfig;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueByMachineRoom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Each strategy divides the queues of two real brokers, one in each of two machine rooms,
 * among three members, as the official client's strategy of that name does; then each
 * message is consumed once, by the member that has its queue.
 */
@Timeout(180)
class AllocationIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int QUEUES = 4;

	private static final List<String> MEMBERS = List.of("east-1", "east-2", "west-1");

	private static final RoomsByName ROOMS = new RoomsByName("-");

	private static final EmbeddedRocketMQServer east = EmbeddedRocketMQServer.builder()
		.brokerProperty("brokerName", "east@broker")
		.start();

	private static final EmbeddedRocketMQServer west = EmbeddedRocketMQServer.builder()
		.brokerProperty("brokerName", "west@broker")
		.beside(east)
		.start();

	private static final Map<String, RocketClient> clients = new TreeMap<>();

	private final String topic = Names.topic();

	private final String group = Names.group();

	private final Map<String, PushConsumer> consumers = new HashMap<>();

	private final Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();

	@BeforeAll
	static void openClients() {
		MEMBERS.forEach((member) -> clients.put(member,
				RocketClient.builder()
					.nameServers(east.nameServers())
					.clientId(member)
					.requestTimeout(PATIENCE)
					.rebalanceInterval(Duration.ofSeconds(1))
					.build()));
	}

	@AfterAll
	static void stop() {
		clients.values().forEach(RocketClient::close);
		west.close();
		east.close();
	}

	@BeforeEach
	void createTopic() {
		east.createTopic(this.topic, QUEUES);
		west.createTopic(this.topic, QUEUES);
	}

	@AfterEach
	void closeConsumers() {
		this.consumers.values().forEach(PushConsumer::close);
	}

	@Test
	void averagely() {
		begin((member) -> AllocationStrategy.averagely());
		Map<String, Set<MessageQueue>> shares = shares((member) -> new AllocateMessageQueueAveragely(), MEMBERS);
		assertThat(shares.values()).extracting(Set::size).containsExactlyInAnyOrder(3, 3, 2);
		consumesAsShared(shares);
	}

	@Test
	void averagelyByCircle() {
		begin((member) -> AllocationStrategy.averagelyByCircle());
		Map<String, Set<MessageQueue>> shares = shares((member) -> new AllocateMessageQueueAveragelyByCircle(),
				MEMBERS);
		assertThat(shares.get("east-2")).extracting(MessageQueue::brokerName).contains("east@broker", "west@broker");
		consumesAsShared(shares);
	}

	@Test
	void byConfig() {
		List<MessageQueue> queues = queues();
		Map<String, List<MessageQueue>> given = Map.of("east-1", queues.subList(0, 1), "east-2", queues.subList(1, 6),
				"west-1", queues.subList(6, 8));
		begin((member) -> AllocationStrategy.byConfig(given.get(member)));
		consumesAsShared(shares((member) -> {
			AllocateMessageQueueByConfig official = new AllocateMessageQueueByConfig();
			official.setMessageQueueList(given.get(member).stream().map(AllocationIntegrationTests::official).toList());
			return official;
		}, MEMBERS));
	}

	@Test
	void machineRoom() {
		begin((member) -> AllocationStrategy.machineRoom(Set.of("east")));
		AllocateMessageQueueByMachineRoom official = new AllocateMessageQueueByMachineRoom();
		official.setConsumeridcs(Set.of("east"));
		Map<String, Set<MessageQueue>> shares = shares((member) -> official, MEMBERS);
		assertThat(shares.values()).flatMap((share) -> share)
			.hasSize(QUEUES)
			.allMatch((queue) -> queue.brokerName().equals("east@broker"));
		consumesAsShared(shares);
	}

	@Test
	void machineRoomNearby() {
		begin((member) -> AllocationStrategy.machineRoomNearby(AllocationStrategy.averagely(), ROOMS));
		Function<String, AllocateMessageQueueStrategy> official = (member) -> new AllocateMachineRoomNearby(
				new AllocateMessageQueueAveragely(), ROOMS);
		Map<String, Set<MessageQueue>> shares = shares(official, MEMBERS);
		assertThat(shares.get("west-1")).hasSize(QUEUES).allMatch((queue) -> queue.brokerName().equals("west@broker"));
		consumesAsShared(shares);
		// nobody is left near the queues of the west
		this.consumers.remove("west-1").close();
		consumesAsShared(shares(official, List.of("east-1", "east-2")));
	}

	private void begin(Function<String, AllocationStrategy> strategies) {
		clients.forEach((member, client) -> this.consumers.put(member,
				client.newPushConsumer(PushConsumerOptions.builder(this.group)
					.subscribe(this.topic, Filter.all())
					.startPosition(StartPosition.FIRST)
					.allocationStrategy(strategies.apply(member))
					.build(), (message) -> {
						this.deliveries.add(new Delivery(member, message.queue(), message.queueOffset()));
						return ConsumeOutcome.SUCCESS;
					})));
	}

	/** What the official client would give to each of some members. */
	private Map<String, Set<MessageQueue>> shares(Function<String, AllocateMessageQueueStrategy> official,
			List<String> members) {
		List<org.apache.rocketmq.common.message.MessageQueue> queues = queues().stream()
			.map(AllocationIntegrationTests::official)
			.toList();
		Map<String, Set<MessageQueue>> shares = new HashMap<>();
		members.forEach((member) -> shares.put(member,
				official.apply(member)
					.allocate(this.group, member, queues, members)
					.stream()
					.map((queue) -> new MessageQueue(queue.getTopic(), queue.getBrokerName(), queue.getQueueId()))
					.collect(Collectors.toSet())));
		assertThat(shares.values()).flatMap((share) -> share).doesNotHaveDuplicates();
		return shares;
	}

	/** Awaits the shares, then consumes some messages of each queue once. */
	private void consumesAsShared(Map<String, Set<MessageQueue>> shares) {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(assignments()).isEqualTo(shares));
		this.deliveries.clear();
		List<Delivery> expected = send(shares);
		await().atMost(PATIENCE).until(() -> this.deliveries.containsAll(expected));
		await().atMost(PATIENCE)
			.until(() -> this.consumers.values()
				.stream()
				.flatMap((consumer) -> consumer.lag().values().stream())
				.allMatch((lag) -> lag == 0));
		assertThat(this.deliveries).containsExactlyInAnyOrderElementsOf(expected);
		assertThat(assignments()).isEqualTo(shares);
	}

	private Map<String, Set<MessageQueue>> assignments() {
		Map<String, Set<MessageQueue>> assignments = new HashMap<>();
		this.consumers.forEach((member, consumer) -> {
			Set<MessageQueue> own = new HashSet<>(consumer.assignment());
			own.removeIf((queue) -> !queue.topic().equals(this.topic));
			assignments.put(member, own);
		});
		return assignments;
	}

	/** Sends to all queues, and returns what each member has to get of it. */
	private List<Delivery> send(Map<String, Set<MessageQueue>> shares) {
		List<Delivery> expected = new ArrayList<>();
		try (Producer producer = clients.get("west-1")
			.newProducer(ProducerOptions.builder(Names.group()).sendTimeout(PATIENCE).retries(0).build())) {
			for (MessageQueue queue : queues()) {
				for (int number = 0; number < 10; number++) {
					Message message = Message.builder(this.topic).body("m" + number).build();
					long offset = producer.send(message, SendTarget.queue(queue)).queueOffset();
					shares.forEach((member, share) -> {
						if (share.contains(queue)) {
							expected.add(new Delivery(member, queue, offset));
						}
					});
				}
			}
		}
		return expected;
	}

	private List<MessageQueue> queues() {
		return Stream.of(east, west)
			.flatMap((server) -> IntStream.range(0, QUEUES)
				.mapToObj((id) -> new MessageQueue(this.topic, server.brokerName(), id)))
			.toList();
	}

	private static org.apache.rocketmq.common.message.MessageQueue official(MessageQueue queue) {
		return new org.apache.rocketmq.common.message.MessageQueue(queue.topic(), queue.brokerName(), queue.queueId());
	}

	private record Delivery(String member, MessageQueue queue, long offset) {
	}

}
