package io.github.rocketmqlite.internal.producer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.google.common.hash.Hashing;
import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.internal.codec.command.RouteData;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.offset.ManualTimer;
import io.github.rocketmqlite.producer.FaultTolerance;
import io.github.rocketmqlite.producer.QueueSelector;
import io.github.rocketmqlite.producer.SendTarget;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class QueueChoiceTests {

	private static final BrokerHealth HEALTH = new BrokerHealth(FaultTolerance.off(), System::nanoTime,
			new ManualTimer(), (broker) -> CompletableFuture.completedFuture(true));

	private static final Message MESSAGE = Message.builder("orders").body("x").build();

	private static final Message KEYED = Message.builder("orders").body("x").orderingKey("customer-7").build();

	private final QueueChoice choice = new QueueChoice(null, HEALTH);

	private final TopicRoute two = route("a", "b");

	@Test
	void spreadsMessagesEvenlyOverTheQueues() {
		Map<MessageQueue, Integer> chosen = new HashMap<>();
		for (int i = 0; i < 800; i++) {
			chosen.merge(choose(SendTarget.any(), MESSAGE, null), 1, Integer::sum);
		}
		assertThat(chosen.values()).hasSize(8).containsOnly(100);
	}

	@Test
	void avoidsTheBrokerThatFailedWhenThereIsAnother() {
		for (int i = 0; i < 100; i++) {
			assertThat(choose(SendTarget.any(), MESSAGE, queue("a", 1)).brokerName()).isEqualTo("b");
			assertThat(choose(SendTarget.selectedBy(QueueSelector.random()), MESSAGE, queue("b", 1)).brokerName())
				.isEqualTo("a");
		}
	}

	@Test
	void usesTheBrokerThatFailedWhenItIsTheOnlyOne() {
		assertThat(this.choice.choose(SendTarget.any(), MESSAGE, route("a"), queue("a", 0), false).brokerName())
			.isEqualTo("a");
	}

	@Test
	void aLiteTopicIsWhereBrokersExpectIt() {
		QueueChoice random = new QueueChoice(QueueSelector.random(), HEALTH);
		for (int i = 0; i < 1000; i++) {
			Message message = Message.builder("orders").liteTopic("chat-" + i).body("x").build();
			MessageQueue expected = this.two.publishQueues()
				.get(Hashing.consistentHash(("chat-" + i).hashCode(), this.two.publishQueues().size()));
			assertThat(random.choose(SendTarget.any(), message, this.two, null, false)).isEqualTo(expected);
			assertThat(choose(SendTarget.any(), message, expected)).isEqualTo(expected);
		}
		assertThat(this.choice.mayMove(SendTarget.any(), Message.builder("orders").liteTopic("chat").body("x").build()))
			.isFalse();
	}

	@Test
	void whatHasItsPlaceStaysThere() {
		MessageQueue chosen = choose(SendTarget.any(), KEYED, null);
		assertThat(choose(SendTarget.any(), KEYED, chosen)).isEqualTo(chosen);
		assertThat(this.choice.choose(SendTarget.any(), KEYED, route("z"), chosen, false)).isEqualTo(chosen);
		assertThat(choose(SendTarget.queue(queue("b", 2)), MESSAGE, queue("b", 2))).isEqualTo(queue("b", 2));
		assertThat(choose(SendTarget.broker("b"), MESSAGE, queue("b", 2)).brokerName()).isEqualTo("b");
		QueueSelector last = (queues, message, argument) -> queues.get(queues.size() - 1);
		assertThat(choose(SendTarget.selectedBy(last), MESSAGE, queue("b", 3))).isEqualTo(queue("b", 3));
		assertThat(this.choice.mayMove(SendTarget.any(), MESSAGE)).isTrue();
		assertThat(this.choice.mayMove(SendTarget.any(), KEYED)).isFalse();
		assertThat(this.choice.mayMove(SendTarget.queue(queue("b", 2)), MESSAGE)).isFalse();
		assertThat(this.choice.mayMove(SendTarget.broker("b"), MESSAGE)).isFalse();
		assertThat(this.choice.mayMove(SendTarget.selectedBy(last), MESSAGE)).isFalse();
	}

	@Test
	void aBrokerTakesItsMessagesInItsQueuesInTurn() {
		assertThat(IntStream.range(0, 8).mapToObj((i) -> choose(SendTarget.broker("b"), MESSAGE, null)))
			.containsAll(queues("b"))
			.doesNotContainAnyElementsOf(queues("a"));
		assertThatExceptionOfType(RocketConnectionException.class)
			.isThrownBy(() -> choose(SendTarget.broker("c"), MESSAGE, null))
			.withMessageContaining("'c'")
			.withMessageContaining("[a, b]");
	}

	@Test
	void theHashOfArgumentOrKeyChoosesAndNeitherSpreads() {
		SendTarget byArgument = SendTarget.selectedBy(QueueSelector.hash(), "customer-7");
		MessageQueue ofKey = choose(SendTarget.any(), KEYED, null);
		for (int i = 0; i < 20; i++) {
			assertThat(choose(byArgument, MESSAGE, null)).isEqualTo(ofKey);
			assertThat(choose(SendTarget.selectedBy(QueueSelector.hash()), KEYED, null)).isEqualTo(ofKey);
		}
		assertThat(IntStream.range(0, 200)
			.mapToObj((i) -> choose(SendTarget.selectedBy(QueueSelector.hash()), MESSAGE, null))
			.distinct()).hasSizeGreaterThan(4);
	}

	@Test
	void theSelectorOfTheProducerIsAskedWithTheMessage() {
		QueueChoice bySize = new QueueChoice((queues, message, argument) -> queues.get(message.body().length), HEALTH);
		assertThat(bySize.choose(SendTarget.any(), MESSAGE, this.two, null, false)).isEqualTo(queue("a", 1));
	}

	@Test
	void choicesThatMakeNoSenseAreNamed() {
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> choose(SendTarget.queue(new MessageQueue("other", "a", 0)), MESSAGE, null))
			.withMessageContaining("other@a#0")
			.withMessageContaining("'orders'");
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> choose(SendTarget.queue(queue("a", -1)), MESSAGE, null))
			.withMessageContaining("#-1");
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(
					() -> choose(SendTarget.selectedBy((queues, message, argument) -> queue("c", 9)), MESSAGE, null))
			.withMessageContaining("orders@c#9");
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> choose(SendTarget.selectedBy((queues, message, argument) -> null), MESSAGE, null))
			.withMessageContaining("null");
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> choose(SendTarget.selectedBy((queues, message, argument) -> {
				throw new IllegalStateException("no idea");
			}, 42), MESSAGE, null))
			.withMessageContaining("42")
			.withMessageContaining("no idea");
	}

	private MessageQueue choose(SendTarget target, Message message, MessageQueue failed) {
		return this.choice.choose(target, message, this.two, failed, false);
	}

	private static MessageQueue queue(String broker, int id) {
		return new MessageQueue("orders", broker, id);
	}

	private static List<MessageQueue> queues(String broker) {
		return IntStream.range(0, 4).mapToObj((id) -> queue(broker, id)).toList();
	}

	/** Four queues on each broker. */
	private static TopicRoute route(String... names) {
		List<RouteData.Broker> brokers = Stream.of(names).map((name) -> {
			NavigableMap<Long, String> replicas = new TreeMap<>(Map.of(0L, "127.0.0.1:" + (1000 + name.charAt(0))));
			return new RouteData.Broker("cluster", name, replicas);
		}).toList();
		List<RouteData.Queues> queues = Stream.of(names).map((name) -> new RouteData.Queues(name, 4, 4, 6)).toList();
		return TopicRoute.of("orders", new RouteData(brokers, queues, null, false));
	}

}
