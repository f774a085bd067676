package io.github.rocketmqlite.internal.namesrv;

import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.internal.codec.command.RouteData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KnownRoutes}.
 */
class KnownRoutesTests {

	private final KnownRoutes known = new KnownRoutes();

	@Test
	void forgetsTopicsAfterSoManyRoundsWithoutUse() {
		this.known.put(route("used", "a", 1));
		this.known.put(route("unused", "b", 1));
		for (int round = 1; round < 10; round++) {
			assertThat(this.known.nextRound(10, (topic) -> false)).containsExactlyInAnyOrder("used", "unused");
			assertThat(this.known.use("used")).isNotNull();
		}
		assertThat(this.known.nextRound(10, (topic) -> false)).containsExactly("used");
		assertThat(this.known.use("unused")).isNull();
		assertThat(this.known.brokers()).containsOnlyKeys("a");
	}

	@Test
	void aRefreshIsNoUse() {
		for (int round = 1; round < 10; round++) {
			this.known.put(route("orders", "a", 1));
			assertThat(this.known.nextRound(10, (topic) -> false)).containsExactly("orders");
		}
		this.known.put(route("orders", "a", 1));
		assertThat(this.known.nextRound(10, (topic) -> false)).isEmpty();
		assertThat(this.known.brokers()).isEmpty();
	}

	@Test
	void keepsATopicWhoseRouteIsAboutToArrive() {
		this.known.put(route("orders", "a", 1));
		assertThat(this.known.nextRound(1, "orders"::equals)).containsExactly("orders");
		assertThat(this.known.nextRound(1, "bills"::equals)).isEmpty();
	}

	@Test
	void saysWhatIsNew() {
		assertThat(this.known.put(route("orders", "a", 1))).isTrue();
		assertThat(this.known.put(route("orders", "a", 1))).isFalse();
		assertThat(this.known.put(route("orders", "a", 2))).isTrue();
		assertThat(this.known.isFirstFailure("orders")).isTrue();
		assertThat(this.known.isFirstFailure("orders")).isFalse();
		this.known.put(route("orders", "a", 2));
		assertThat(this.known.isFirstFailure("orders")).isTrue();
		assertThat(this.known.isFirstFailure("unknown")).isFalse();
	}

	private static TopicRoute route(String topic, String broker, int queues) {
		return TopicRoute.of(topic, new RouteData(List.of(new RouteData.Broker("c", broker, Map.of(0L, "127.0.0.1:1"))),
				List.of(new RouteData.Queues(broker, queues, queues, 6)), null, false));
	}

}
