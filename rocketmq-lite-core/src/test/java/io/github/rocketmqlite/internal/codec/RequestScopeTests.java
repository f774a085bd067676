package io.github.rocketmqlite.internal.codec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.internal.codec.command.ConsumerListRequest;
import io.github.rocketmqlite.internal.codec.command.GetRouteRequest;
import io.github.rocketmqlite.internal.codec.command.HeartbeatRequest;
import io.github.rocketmqlite.internal.codec.command.PullMessageRequest;
import io.github.rocketmqlite.internal.codec.command.SendBackRequest;
import io.github.rocketmqlite.internal.codec.command.SendMessageRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RequestScope}: what of it servers and users get to see.
 */
class RequestScopeTests {

	private static final RequestScope SHOP = new RequestScope(new Namespace("shop"), null, null, false);

	@Test
	void nothingChangesWithoutAScope() {
		Request<?> request = new GetRouteRequest("orders");
		assertThat(RequestScope.NONE.apply(request)).isSameAs(request);
		assertThat(new RequestScope(Namespace.NONE, null, null, false).apply(request)).isSameAs(request);
	}

	@Test
	void serversSeeWrappedNames() {
		assertThat(fields(SHOP.apply(new GetRouteRequest("orders")))).containsEntry("topic", "shop%orders")
			.doesNotContainKeys("ns", "nsd", "__ZONE_NAME");
		assertThat(fields(SHOP.apply(new GetRouteRequest("TBW102")))).containsEntry("topic", "TBW102");
		assertThat(fields(SHOP.apply(new ConsumerListRequest("billing")))).containsEntry("consumerGroup",
				"shop%billing");
		assertThat(fields(SHOP.apply(pull("%RETRY%billing")))).containsEntry("topic", "%RETRY%shop%billing")
			.containsEntry("consumerGroup", "shop%billing")
			.containsEntry("bname", "broker-a");
		assertThat(fields(SHOP.apply(new SendBackRequest("billing", 1, 0, "id", "orders", 16, "broker-a"))))
			.containsEntry("group", "shop%billing")
			.containsEntry("originTopic", "shop%orders");
	}

	@Test
	void aSendCarriesTheNamespaceAsAProperty() {
		assertThat(fields(SHOP.apply(send("TAGS\u0001a\u0002")))).containsEntry("a", "shop%order-service")
			.containsEntry("b", "shop%orders")
			.containsEntry("c", "TBW102")
			.containsEntry("i", "TAGS\u0001a\u0002INSTANCE_ID\u0001shop\u0002");
		assertThat(fields(SHOP.apply(send("")))).containsEntry("i", "INSTANCE_ID\u0001shop\u0002");
		assertThat(fields(SHOP.apply(send("INSTANCE_ID\u0001shop\u0002PGROUP\u0001p\u0002x\u0001y"))))
			.containsEntry("i", "INSTANCE_ID\u0001shop\u0002PGROUP\u0001shop%p\u0002x\u0001y");
		assertThatExceptionOfType(InvalidMessageException.class)
			.isThrownBy(() -> fields(SHOP.apply(send("x\u0001" + "y".repeat(32_760) + "\u0002"))))
			.withMessageContaining("32767");
	}

	@Test
	void heartbeatsNameWrappedGroupsAndTopics() {
		HeartbeatRequest heartbeat = new HeartbeatRequest("me", List.of("order-service"),
				List.of(new HeartbeatRequest.ConsumerGroup("billing", "CONSUME_FROM_LAST_OFFSET",
						List.of(new HeartbeatRequest.Subscription("orders", "*", Set.of(), 1),
								new HeartbeatRequest.Subscription("%RETRY%billing", "*", Set.of(), 1)))));
		assertThat(new String(SHOP.apply(heartbeat).body(), StandardCharsets.UTF_8)).contains(
				"\"groupName\":\"shop%order-service\"", "\"groupName\":\"shop%billing\"", "\"topic\":\"shop%orders\"",
				"\"topic\":\"%RETRY%shop%billing\"", "\"unitMode\":false");
	}

	@Test
	void usersSeeBareNames() {
		byte[] body = StoredMessageBytes.concat(new StoredMessageBytes().topic("shop%orders").at(1),
				new StoredMessageBytes().topic("%RETRY%shop%billing").properties("RETRY_TOPIC\u0001shop%orders").at(2));
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeAnswer(out, 0, "", body, 1, HeaderFormat.JSON);
		MessageBatch batch = MessageBatch.decode(FrameCodec.decode(out.skipBytes(4), "10.0.0.2:10911"), "broker-a",
				SHOP.namespace());
		assertThat(batch.messages()).allMatch((message) -> message.topic().equals("orders"))
			.extracting(StoredMessage::storedTopic)
			.containsExactly("orders", "%RETRY%billing");
		assertThat(batch.messages().get(1).queue().topic()).isEqualTo("%RETRY%billing");
	}

	@Test
	void refusalsShowBareNames() {
		Request<?> request = SHOP.apply(new GetRouteRequest("orders"));
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeAnswer(out, 17, "No topic route info for shop%orders", Request.NO_BODY, 1, HeaderFormat.JSON);
		Frame answer = FrameCodec.decode(out.skipBytes(4), "10.0.0.1:9876");
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> request.decode(answer))
			.withMessageContaining("for orders")
			.withMessageNotContaining("shop")
			.satisfies((refusal) -> assertThat(refusal.code()).isEqualTo(17));
	}

	@Test
	void theSecondKindOfNamespaceStandsBesideBareNames() {
		RequestScope scope = new RequestScope(Namespace.NONE, "shop", null, false);
		for (Request<?> request : List.of(new GetRouteRequest("orders"), send(""), pull("orders"))) {
			assertThat(fields(scope.apply(request))).containsEntry("ns", "shop").containsEntry("nsd", "true");
		}
		assertThat(fields(scope.apply(send("")))).containsEntry("b", "orders").containsEntry("i", "");
	}

	@Test
	void theZoneIsForRoutesOnly() {
		RequestScope scope = new RequestScope(Namespace.NONE, null, "eu-1", false);
		assertThat(fields(scope.apply(new GetRouteRequest("orders")))).containsEntry("__ZONE_NAME", "eu-1")
			.containsEntry("__ZONE_MODE", "true");
		assertThat(fields(scope.apply(send("")))).doesNotContainKeys("__ZONE_NAME", "__ZONE_MODE");
	}

	@Test
	void unitModeIsSaidWhereThereIsAFieldForIt() {
		RequestScope scope = new RequestScope(Namespace.NONE, null, null, true);
		assertThat(fields(scope.apply(send("")))).containsEntry("k", "true").containsEntry("m", "false");
		assertThat(fields(scope.apply(new SendBackRequest("g", 1, 0, "id", "t", 16, "b")))).containsEntry("unitMode",
				"true");
		HeartbeatRequest heartbeat = new HeartbeatRequest("me", List.of(),
				List.of(new HeartbeatRequest.ConsumerGroup("g", "CONSUME_FROM_LAST_OFFSET", List.of())));
		assertThat(new String(scope.apply(heartbeat).body(), StandardCharsets.UTF_8)).contains("\"unitMode\":true");
	}

	private static SendMessageRequest send(String properties) {
		return new SendMessageRequest("order-service", "orders", "TBW102", 4, 0, 0, 1, 0, properties, 0, null, false,
				"broker-a", new byte[1]);
	}

	private static PullMessageRequest pull(String topic) {
		return new PullMessageRequest("billing", topic, 0, 0, 32, 2, 0, 1000, 1, null, "broker-a");
	}

	private static Map<String, String> fields(Request<?> request) {
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeRequest(out, request, 1, false, HeaderFormat.JSON);
		byte[] bytes = new byte[out.readableBytes()];
		out.readBytes(bytes);
		return Official.fields(Official.decode(bytes));
	}

}
