package io.github.rocketmqlite.internal.namesrv;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.DecodeLimits;
import io.github.rocketmqlite.internal.codec.command.RouteData;
import io.github.rocketmqlite.internal.codec.command.RouteData.Broker;
import io.github.rocketmqlite.internal.codec.command.RouteData.Queues;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TopicRoute}.
 */
class TopicRouteTests {

	private static final Broker A = new Broker("c", "a", Map.of(0L, "10.0.0.1:10911", 2L, "10.0.0.2:10911"));

	private static final Broker B = new Broker("c", "b", Map.of(3L, "10.0.0.4:10911", 1L, "10.0.0.3:10911"));

	@Test
	void publishesWhereWritingIsAllowedAndAMasterIsThere() {
		TopicRoute route = route(List.of(A, B), new Queues("b", 2, 2, 6), new Queues("a", 3, 2, 6));
		assertThat(route.publishQueues()).containsExactly(queue("a", 0), queue("a", 1));
		assertThat(route.subscribeQueues()).containsExactly(queue("a", 0), queue("a", 1), queue("a", 2), queue("b", 0),
				queue("b", 1));
		assertThat(route.topic()).isEqualTo("orders");
	}

	@Test
	void countsWhatIsSaidTwiceOnce() {
		TopicRoute route = route(List.of(A), new Queues("a", 2, 2, 6), new Queues("a", 2, 2, 6),
				new Queues("a", 1, 3, 6));
		assertThat(route.publishQueues()).containsExactly(queue("a", 0), queue("a", 1), queue("a", 2));
		assertThat(route.subscribeQueues()).containsExactly(queue("a", 0), queue("a", 1));
	}

	@Test
	void permissionsDecideOnReadingAndWriting() {
		assertThat(route(List.of(A), new Queues("a", 1, 1, 4)).publishQueues()).isEmpty();
		assertThat(route(List.of(A), new Queues("a", 1, 1, 4)).subscribeQueues()).hasSize(1);
		assertThat(route(List.of(A), new Queues("a", 1, 1, 2)).publishQueues()).hasSize(1);
		assertThat(route(List.of(A), new Queues("a", 1, 1, 2)).subscribeQueues()).isEmpty();
		assertThat(route(List.of(A), new Queues("a", 1, 1, 7)).publishQueues()).hasSize(1);
	}

	@Test
	void knowsTheReplicasOfItsBrokers() {
		TopicRoute route = route(List.of(A, B), new Queues("a", 1, 1, 6));
		assertThat(route.brokerNames()).containsExactly("a", "b");
		assertThat(route.masterAddress("a")).isEqualTo("10.0.0.1:10911");
		assertThat(route.masterAddress("b")).isNull();
		assertThat(route.masterAddress("unknown")).isNull();
		assertThat(route.readAddress("a", 2)).isEqualTo("10.0.0.2:10911");
		assertThat(route.readAddress("a", 9)).isEqualTo("10.0.0.1:10911");
		assertThat(route.readAddress("b", 0)).isEqualTo("10.0.0.3:10911");
		assertThat(route.readAddress("unknown", 0)).isNull();
		assertThat(route.addresses("b")).containsOnlyKeys(1L, 3L);
		assertThat(route.allAddresses()).containsExactlyInAnyOrder("10.0.0.1:10911", "10.0.0.2:10911", "10.0.0.3:10911",
				"10.0.0.4:10911");
	}

	@Test
	void isReadFromSlavesWhileTheMasterIsAway() {
		Broker masterless = new Broker("c", "a", Map.of(2L, "10.0.0.2:10911", 5L, "10.0.0.5:10911"));
		TopicRoute route = route(List.of(masterless), new Queues("a", 2, 2, 6));
		assertThat(route.publishQueues()).isEmpty();
		assertThat(route.subscribeQueues()).containsExactly(queue("a", 0), queue("a", 1));
		assertThat(route.masterAddress("a")).isNull();
		assertThat(route.readAddress("a", 0)).isEqualTo("10.0.0.2:10911");
		assertThat(route.readAddress("a", 3)).isEqualTo("10.0.0.5:10911");
		assertThat(route.readAddress("a", 6)).isEqualTo("10.0.0.2:10911");
		// the route still names a master that does not answer: its slave has not id 1
		assertThat(route(List.of(A), new Queues("a", 1, 1, 6)).readAddress("a", 1)).isEqualTo("10.0.0.2:10911");
	}

	@Test
	void isWrittenInTheOrderItsTopicDemands() {
		TopicRoute route = route(List.of(A), "b:1; a:2;", false, new Queues("a", 8, 8, 6));
		assertThat(route.publishQueues()).containsExactly(queue("a", 0), queue("a", 1), queue("b", 0));
		assertThat(route.subscribeQueues()).hasSize(8);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "a:", ":1", "a:x", "a:-1", "a:2147483647" })
	void refusesOrderConfigurationsThatMakeNoSense(String conf) {
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> route(List.of(A), conf, false))
			.withMessageContaining("orders");
	}

	@Test
	void refusesStaticTopics() {
		assertThatExceptionOfType(ProtocolException.class)
			.isThrownBy(() -> route(List.of(A), null, true, new Queues("a", 1, 1, 6)))
			.withMessageContainingAll("orders", "static topic");
	}

	@Test
	void takesAsManyQueuesAsTheLimitAndNoMore() {
		assertThat(route(List.of(A), new Queues("a", 65_535, 1, 6)).subscribeQueues()).hasSize(65_535);
		assertThat(route(List.of(A), new Queues("a", DecodeLimits.DEFAULTS.maxRouteQueues(), 1, 6)).subscribeQueues())
			.hasSize(DecodeLimits.DEFAULTS.maxRouteQueues());
		refuses("65537", List.of(A), new Queues("a", DecodeLimits.DEFAULTS.maxRouteQueues(), 1, 6),
				new Queues("b", 1, 1, 6));
		refuses("2147483647", List.of(A), new Queues("a", 1, Integer.MAX_VALUE, 6));
		refuses("negative", List.of(A), new Queues("a", -1, 1, 6));
	}

	@Test
	void takesAsManyBrokersAndReplicasAsTheLimitAndNoMore() {
		List<Broker> brokers = new ArrayList<>(IntStream.range(0, DecodeLimits.DEFAULTS.maxRouteBrokers())
			.mapToObj((i) -> new Broker("c", "broker-" + i, Map.of(0L, "10.0.0.1:1")))
			.toList());
		assertThat(route(brokers.subList(1, brokers.size())).brokerNames()).hasSize(4_095);
		assertThat(route(brokers).brokerNames()).hasSize(DecodeLimits.DEFAULTS.maxRouteBrokers());
		brokers.add(A);
		refuses("4097", brokers);
		Map<Long, String> replicas = new HashMap<>();
		LongStream.range(0, RouteBuilder.MAX_REPLICAS - 1).forEach((id) -> replicas.put(id, "10.0.0.1:1"));
		assertThat(route(List.of(new Broker("c", "a", replicas))).addresses("a")).hasSize(15);
		replicas.put(98L, "10.0.0.1:1");
		assertThat(route(List.of(new Broker("c", "a", replicas))).addresses("a")).hasSize(RouteBuilder.MAX_REPLICAS);
		replicas.put(99L, "10.0.0.1:1");
		refuses("17", List.of(new Broker("c", "a", replicas)));
	}

	@Test
	void lendsItselfToATopicThatDoesNotExistYet() {
		TopicRoute template = TopicRoute.of("TBW102",
				new RouteData(List.of(A, B), List.of(new Queues("a", 8, 8, 7), new Queues("b", 2, 2, 7)), null, false));
		TopicRoute route = template.asTemplateFor("orders", 4);
		assertThat(route.topic()).isEqualTo("orders");
		assertThat(route.publishQueues()).containsExactly(queue("a", 0), queue("a", 1), queue("a", 2), queue("a", 3));
		assertThat(route.subscribeQueues()).hasSize(6);
		assertThat(route.masterAddress("a")).isEqualTo("10.0.0.1:10911");
	}

	@Test
	void equalsWhatWasAnsweredInAnotherOrder() {
		TopicRoute route = route(List.of(A, B), new Queues("b", 2, 2, 6), new Queues("a", 3, 2, 6));
		assertThat(route).isEqualTo(route(List.of(B, A), new Queues("a", 3, 2, 6), new Queues("b", 2, 2, 6)))
			.hasSameHashCodeAs(route(List.of(B, A), new Queues("a", 3, 2, 6), new Queues("b", 2, 2, 6)))
			.isNotEqualTo(route(List.of(A, B), new Queues("b", 2, 2, 6), new Queues("a", 4, 2, 6)))
			.isNotEqualTo(route(List.of(A), new Queues("b", 2, 2, 6), new Queues("a", 3, 2, 6)));
	}

	private static void refuses(String word, List<Broker> brokers, Queues... queues) {
		assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> route(brokers, queues))
			.withMessageContainingAll("orders", word);
	}

	private static TopicRoute route(List<Broker> brokers, Queues... queues) {
		return route(brokers, null, false, queues);
	}

	private static TopicRoute route(List<Broker> brokers, @Nullable String order, boolean isStatic, Queues... queues) {
		return TopicRoute.of("orders", new RouteData(brokers, List.of(queues), order, isStatic));
	}

	private static MessageQueue queue(String broker, int id) {
		return new MessageQueue("orders", broker, id);
	}

}
