package io.github.rocketmqlite.internal.assignment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.consumer.AllocationStrategy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Groups of 1 to 200 members and topics of up to 10,000 queues: members come and go and
 * look at the group when they please, some at lists that are old. Whenever all of them
 * have seen the same list, the queues are divided without rest and without overlap. What
 * each strategy costs stands in the log. {@code -Drebalances} sets the number of changes.
 */
class AssignmentSimulationTests {

	private static final Logger logger = LoggerFactory.getLogger(AssignmentSimulationTests.class);

	private static final int CHANGES = Integer.getInteger("rebalances", 5);

	private static final int MANY_QUEUES_MEMBERS = (CHANGES > 5) ? 200 : 20;

	/** What waits in a queue and is read from the start of the new owner's view. */
	private static final int MESSAGES_PER_QUEUE = 100;

	private final Map<String, Set<MessageQueue>> owned = new HashMap<>();

	private final TreeSet<String> members = new TreeSet<>();

	private long nanos;

	private long allocations;

	private long moved;

	private int next;

	static List<AllocationStrategy> strategies() {
		return List.of(AllocationStrategy.averagely(), AllocationStrategy.averagelyByCircle(),
				AllocationStrategy.consistentHash(), AllocationStrategy.machineRoom(Set.of("east", "west")),
				AllocationStrategy.machineRoomNearby(AllocationStrategy.averagely(), new Halves()));
	}

	@ParameterizedTest
	@MethodSource("strategies")
	void endsInAPartitionWhoeverComesAndGoes(AllocationStrategy strategy) {
		Random random = new Random(20_26);
		int largest = 0;
		for (int change = 0; change < CHANGES; change++) {
			// many queues or many members; both together take a minute
			boolean manyQueues = change % 5 == 0;
			List<MessageQueue> queues = queues(manyQueues ? 10_000 : 1 + random.nextInt(1000));
			this.owned.clear();
			resize(manyQueues ? MANY_QUEUES_MEMBERS : 1 + random.nextInt(200));
			largest = Math.max(largest, this.members.size());
			List<String> stale = List.copyOf(this.members);
			lookAll(strategy, queues, stale);
			churn(random);
			List<String> fresh = List.copyOf(this.members);
			// some still look at the list that is old
			for (String member : fresh) {
				look(strategy, queues, member, random.nextInt(4) == 0 ? stale : fresh);
			}
			lookAll(strategy, queues, fresh);
			assertPartition(queues);
		}
		logger.info("{}: {} shares computed in {} us each, {} messages read by another member than before, {} members",
				strategy.name(), this.allocations, this.nanos / this.allocations / 1000,
				this.moved * MESSAGES_PER_QUEUE, largest);
	}

	private void resize(int count) {
		while (this.members.size() > count) {
			this.members.pollLast();
		}
		while (this.members.size() < count) {
			join();
		}
	}

	private void join() {
		this.members.add(((this.next % 2 == 0) ? "east." : "west.") + this.next++);
	}

	private void churn(Random random) {
		int leaving = random.nextInt(Math.min(5, this.members.size()));
		for (int i = 0; i < leaving; i++) {
			String member = new ArrayList<>(this.members).get(random.nextInt(this.members.size()));
			this.members.remove(member);
			this.owned.remove(member);
		}
		for (int i = 0; i < random.nextInt(5); i++) {
			join();
		}
	}

	private void lookAll(AllocationStrategy strategy, List<MessageQueue> queues, List<String> view) {
		this.members.forEach((member) -> look(strategy, queues, member, view));
	}

	private void look(AllocationStrategy strategy, List<MessageQueue> queues, String member, List<String> view) {
		long started = System.nanoTime();
		Set<MessageQueue> share = Allocation.of(strategy, "billing", member, queues, view);
		this.nanos += System.nanoTime() - started;
		this.allocations++;
		Set<MessageQueue> before = this.owned.put(member, share);
		if (before != null) {
			this.moved += share.stream().filter((queue) -> !before.contains(queue)).count();
		}
	}

	private void assertPartition(List<MessageQueue> queues) {
		Set<MessageQueue> all = new HashSet<>();
		int given = 0;
		for (Set<MessageQueue> share : this.owned.values()) {
			all.addAll(share);
			given += share.size();
		}
		assertThat(given).isEqualTo(queues.size());
		assertThat(all).isEqualTo(new HashSet<>(queues));
	}

	private static List<MessageQueue> queues(int count) {
		return IntStream.range(0, count)
			.mapToObj(
					(id) -> new MessageQueue("orders", ((id % 3 == 0) ? "east" : "west") + "@broker-" + id % 6, id / 6))
			.toList();
	}

	private static final class Halves implements AllocationStrategy.MachineRooms {

		@Override
		public String ofQueue(MessageQueue queue) {
			return queue.brokerName().substring(0, 4);
		}

		@Override
		public String ofClient(String clientId) {
			return clientId.substring(0, 4);
		}

	}

}
