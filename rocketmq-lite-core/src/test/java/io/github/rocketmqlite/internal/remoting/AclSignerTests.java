package io.github.rocketmqlite.internal.remoting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.FrameCodec;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.RequestScope;
import io.github.rocketmqlite.internal.codec.Vectors;
import io.github.rocketmqlite.internal.codec.command.QueryMessageRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.apache.rocketmq.acl.common.AclClientRPCHook;
import org.apache.rocketmq.acl.common.SessionCredentials;
import org.apache.rocketmq.auth.authentication.builder.DefaultAuthenticationContextBuilder;
import org.apache.rocketmq.auth.authentication.context.DefaultAuthenticationContext;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AclSigner}: the documented signatures, and those of the official
 * client.
 */
class AclSignerTests {

	private static final int COMMANDS = 50_000;

	@Test
	void signsARecordedSendAsRecorded() {
		Frame recorded = Vectors.frame("acl_signed_send_request_json");
		RandomRequest request = new RandomRequest(310, new TreeMap<>(), recorded.bodyBytes());
		for (String name : "a b c d e f g h i j k m n".split(" ")) {
			request.fields().put(name, String.valueOf(recorded.fields().text(name)));
		}
		Frame signed = encoded(signer("testAccessKey", "testSecretKey", null).sign(request), HeaderFormat.JSON);
		assertThat(signed.fields().text("Signature")).isEqualTo("C6wY/d8i9cjgc2Ug8LZ25FzPz3o=")
			.isEqualTo(recorded.fields().text("Signature"));
		assertThat(signed.fields().text("AccessKey")).isEqualTo("testAccessKey");
		assertThat(signed.fields().text("SecurityToken")).isNull();
	}

	@Test
	void signsARecordedHeartbeatWithATokenAsRecorded() {
		Frame recorded = Vectors.frame("acl_signed_heartbeat_token_json");
		RandomRequest request = new RandomRequest(34, Map.of(), recorded.bodyBytes());
		Frame signed = encoded(signer("testAccessKey", "testSecretKey", "sts-token").sign(request),
				HeaderFormat.BINARY);
		assertThat(signed.fields().text("Signature")).isEqualTo("5xoBwjLcrfAaaptN4oNHb2Vfmmw=")
			.isEqualTo(recorded.fields().text("Signature"));
		assertThat(signed.fields().text("SecurityToken")).isEqualTo("sts-token");
	}

	@ParameterizedTest
	@EnumSource(HeaderFormat.class)
	void signsRandomCommandsAsTheOfficialClientDoes(HeaderFormat format) throws Exception {
		long seed = new Random().nextLong();
		System.out.println("seed of random signed commands (" + format + "): " + seed);
		Random random = new Random(seed);
		ByteBuf buffer = Unpooled.buffer();
		for (int i = 0; i < COMMANDS; i++) {
			String accessKey = text(random, 12) + "a";
			String secretKey = text(random, 20) + "s";
			String token = random.nextBoolean() ? text(random, 30) + "t" : null;
			Request<?> signed = signer(accessKey, secretKey, token).sign(RandomRequest.of(random));
			FrameCodec.encodeRequest(buffer.clear(), signed, i, random.nextBoolean(), format);
			RemotingCommand command = RemotingCommand.decode(buffer.skipBytes(4));
			String signature = command.getExtFields().remove("Signature");
			assertThat(command.getExtFields().remove("AccessKey")).isEqualTo(accessKey);
			assertThat(command.getExtFields().remove("SecurityToken")).isEqualTo(token);
			SessionCredentials official = new SessionCredentials(accessKey, secretKey);
			official.setSecurityToken(token);
			new AclClientRPCHook(official).doBeforeRequest("", command);
			assertThat(signature).as("command %s of seed %s", i, seed)
				.isEqualTo(command.getExtFields().get("Signature"));
		}
		buffer.release();
	}

	@ParameterizedTest
	@EnumSource(HeaderFormat.class)
	void queriesByIdAreSignedAsEveryServerChecksThem(HeaderFormat format) throws Exception {
		for (boolean id : new boolean[] { true, false }) {
			Request<?> query = new QueryMessageRequest("orders",
					id ? QueryMessageRequest.IndexType.UNIQUE : QueryMessageRequest.IndexType.KEY, "0A0000013039", 32,
					5, 6, null, "broker-a");
			Request<?> scoped = new RequestScope(new Namespace("shop"), null, null, false).apply(query);
			for (Request<?> request : List.of(query, scoped)) {
				RemotingCommand command = signed(request, format);
				// servers before 5.1 never count the field, newer ones do for newer
				// clients
				assertThat(command.getVersion()).isEqualTo(id ? 399 : 513);
				assertThat(command.getExtFields().get("_UNIQUE_KEY_QUERY")).isEqualTo(id ? "true" : null);
				assertThat(command.getExtFields().get("Signature")).isEqualTo(serverSignature(command));
				Map<String, String> received = new HashMap<>(command.getExtFields());
				command.getExtFields().keySet().removeAll(List.of("_UNIQUE_KEY_QUERY", "Signature"));
				new AclClientRPCHook(new SessionCredentials("user", "secret")).doBeforeRequest("", command);
				assertThat(command.getExtFields().get("Signature")).isEqualTo(received.get("Signature"));
			}
		}
	}

	@Test
	void serversCheckAllOtherFields() throws Exception {
		Random random = new Random(7);
		for (int i = 0; i < 1_000; i++) {
			RemotingCommand command = signed(RandomRequest.of(random), HeaderFormat.JSON);
			assertThat(command.getExtFields().get("Signature")).isEqualTo(serverSignature(command));
		}
	}

	private static RemotingCommand signed(Request<?> request, HeaderFormat format) throws Exception {
		ByteBuf buffer = Unpooled.buffer();
		FrameCodec.encodeRequest(buffer, signer("user", "secret", null).sign(request), 1, false, format);
		return RemotingCommand.decode(buffer.skipBytes(4));
	}

	/** As a broker of 5.5.0 works it out. */
	private static String serverSignature(RemotingCommand command) {
		EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
		DefaultAuthenticationContext context = new DefaultAuthenticationContextBuilder()
			.build(channel.pipeline().firstContext(), command);
		channel.close();
		return org.apache.rocketmq.acl.common.AclSigner.calSignature(context.getContent(), "secret");
	}

	@Test
	void theSignatureIsTheLastField() {
		List<String> names = new ArrayList<>();
		signer("user", "secret", "token").sign(new RandomRequest(1, Map.of("topic", "t"), new byte[0]))
			.writeFields(new FieldWriter() {

				@Override
				public void field(String name, @Nullable String value) {
					names.add(name);
				}

				@Override
				public void field(String name, int value) {
					names.add(name);
				}

				@Override
				public void field(String name, long value) {
					names.add(name);
				}

				@Override
				public void field(String name, boolean value) {
					names.add(name);
				}

			});
		assertThat(names).containsExactly("topic", "AccessKey", "SecurityToken", "Signature");
	}

	@Test
	void withoutCredentialsARequestIsTheSameObject() {
		RandomRequest request = new RandomRequest(1, Map.of(), new byte[0]);
		assertThat(RequestSigner.NONE.sign(request)).isSameAs(request);
	}

	private static AclSigner signer(String accessKey, String secretKey, @Nullable String token) {
		SigningKey key = new SigningKey(accessKey, secretKey, token);
		return new AclSigner(() -> key);
	}

	private static Frame encoded(Request<?> request, HeaderFormat format) {
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeRequest(out, request, 1, false, format);
		return FrameCodec.decode(out.skipBytes(4), "test");
	}

	/** Short texts of all lengths of UTF-8, control characters among them. */
	private static String text(Random random, int maxLength) {
		StringBuilder text = new StringBuilder();
		int length = random.nextInt(maxLength);
		for (int i = 0; i < length; i++) {
			int bound = switch (random.nextInt(8)) {
				case 0 -> 0x20;
				case 1 -> 0x800;
				case 2 -> 0xD800;
				default -> 0x7F;
			};
			text.appendCodePoint((random.nextInt(40) == 0) ? 0x1F600 + random.nextInt(50) : random.nextInt(bound));
		}
		return text.toString();
	}

	/**
	 * A command with any fields.
	 */
	@SuppressWarnings("ArrayRecordComponent") // nobody compares them
	private record RandomRequest(int code, Map<String, Object> fields, byte[] body) implements Request<String> {

		static RandomRequest of(Random random) {
			Map<String, Object> fields = new TreeMap<>();
			int count = random.nextInt(12);
			for (int i = 0; i < count; i++) {
				String name = Integer.toString(random.nextInt(1_000_000), 36);
				fields.put(random.nextBoolean() ? name : name.toUpperCase(java.util.Locale.ROOT), value(random));
			}
			byte[] body = new byte[random.nextInt(200)];
			random.nextBytes(body);
			return new RandomRequest(random.nextInt(500), fields, body);
		}

		private static Object value(Random random) {
			return switch (random.nextInt(4)) {
				case 0 -> random.nextInt();
				case 1 -> random.nextLong();
				case 2 -> random.nextBoolean();
				default -> text(random, 25);
			};
		}

		@Override
		public void writeFields(FieldWriter out) {
			this.fields.forEach((name, value) -> {
				if (value instanceof Integer number) {
					out.field(name, number.intValue());
				}
				else if (value instanceof Long number) {
					out.field(name, number.longValue());
				}
				else if (value instanceof Boolean flag) {
					out.field(name, flag.booleanValue());
				}
				else {
					out.field(name, value.toString());
				}
			});
		}

		@Override
		public String decode(Frame answer) {
			return "";
		}

	}

}
