package io.github.rocketmqlite.internal.consumer;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FirstRoutesTests {

	private static final Instant FIRST = Instant.ofEpochSecond(1000);

	private static final Instant A_MINUTE_BEFORE = Instant.ofEpochSecond(940);

	private static final MessageQueue QUEUE = new MessageQueue("orders", "broker-a", 0);

	private static final MessageQueue ADDED = new MessageQueue("orders", "broker-a", 4);

	private final FirstRoutes routes = new FirstRoutes();

	@Test
	void aQueueOfTheFirstLookWasAlwaysThereAndOneThatIsAddedWasNot() {
		look(FIRST, Set.of("orders"), Map.of("orders", route()));
		look(FIRST.plusSeconds(30), Set.of("orders"), Map.of("orders", route()));
		assertThat(this.routes.appearedAfter(QUEUE)).isNull();
		assertThat(this.routes.appearedAfter(ADDED)).isEqualTo(A_MINUTE_BEFORE);
	}

	@Test
	void allQueuesOfATopicWithoutARouteAtTheFirstLookCameLater() {
		look(FIRST, Set.of("orders"), Map.of());
		look(FIRST.plusSeconds(30), Set.of("orders"), Map.of("orders", route()));
		assertThat(this.routes.appearedAfter(QUEUE)).isEqualTo(A_MINUTE_BEFORE);
	}

	@Test
	void aTopicThatWasLeftAndIsJoinedAgainIsLookedAtForTheFirstTime() {
		look(FIRST, Set.of("orders"), Map.of());
		look(FIRST.plusSeconds(30), Set.of(), Map.of());
		look(FIRST.plusSeconds(60), Set.of("orders"), Map.of("orders", route()));
		assertThat(this.routes.appearedAfter(QUEUE)).isNull();
	}

	@Test
	void nothingIsSaidOfTopicsThatWereNeverLookedAt() {
		assertThat(this.routes.appearedAfter(QUEUE)).isNull();
	}

	private void look(Instant time, Set<String> topics, Map<String, TopicRoute> found) {
		this.routes.looked(time, topics, found);
	}

	private static TopicRoute route() {
		FakeCluster cluster = new FakeCluster();
		cluster.topic("orders", 4);
		return cluster.topics().get("orders");
	}

}
