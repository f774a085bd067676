package io.github.rocketmqlite.samples.orders;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.test.context.EmbeddedRocketMQ;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@EmbeddedRocketMQ(topics = OrderController.TOPIC)
class OrderServiceIntegrationTests {

	private static final ParameterizedTypeReference<Map<String, Object>> OBJECT = new ParameterizedTypeReference<>() {
	};

	private static final ParameterizedTypeReference<List<Step>> STEPS = new ParameterizedTypeReference<>() {
	};

	@LocalServerPort
	private int port;

	@Test
	void anOrderIsBilledAndShippedByTheTwoGroups() {
		Map<String, Object> accepted = placeOrder();
		assertThat((String) accepted.get("messageId")).isNotBlank();
		String orderId = (String) accepted.get("orderId");
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(client().get().uri("/orders/{id}", orderId).retrieve().body(STEPS))
				.extracting(Step::kind, Step::who)
				.containsExactlyInAnyOrder(tuple(Step.Kind.STORED, "order service"),
						tuple(Step.Kind.CONSUMED, "billing"), tuple(Step.Kind.CONSUMED, "shipping")));
	}

	@Test
	void healthShowsNameServerAndBroker() {
		placeOrder();
		Map<String, Object> health = client().get().uri("/actuator/health").retrieve().body(OBJECT);
		assertThat(health).isNotNull();
		assertThat(health.get("components")).asString()
			.contains("rocketmqLite={", "status=UP", "nameServers", "brokers");
	}

	@Test
	void sendsAndDeliveriesAreTimed() {
		placeOrder();
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			Map<String, Object> metrics = client().get().uri("/actuator/metrics").retrieve().body(OBJECT);
			assertThat(metrics).isNotNull();
			assertThat((List<?>) metrics.get("names")).asString()
				.contains("rocketmq.lite.template", "rocketmq.lite.listener");
		});
	}

	@Test
	void aListenerIsPausedAndResumedOverHttp() {
		assertThat(act("billing", "pause")).containsEntry("state", "PAUSED").containsEntry("group", "billing");
		assertThat(act("billing", "resume")).containsEntry("state", "RUNNING");
		Map<String, Object> all = client().get().uri("/actuator/rocketlisteners").retrieve().body(OBJECT);
		assertThat(all).isNotNull();
		assertThat((List<?>) all.get("listeners")).asString()
			.contains("group=billing,", "group=billing-dlt", "group=shipping");
	}

	private Map<String, Object> act(String listener, String action) {
		Map<String, Object> state = client().post()
			.uri("/actuator/rocketlisteners/{id}", listener)
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("action", action))
			.retrieve()
			.body(OBJECT);
		assertThat(state).isNotNull();
		return state;
	}

	private Map<String, Object> placeOrder() {
		Map<String, Object> accepted = client().post()
			.uri("/orders")
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("item", "espresso machine", "amount", 249.90))
			.retrieve()
			.body(OBJECT);
		assertThat(accepted).isNotNull();
		return accepted;
	}

	private RestClient client() {
		return RestClient.create("http://localhost:" + this.port);
	}

}
