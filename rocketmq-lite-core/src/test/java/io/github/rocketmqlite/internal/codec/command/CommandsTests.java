package io.github.rocketmqlite.internal.codec.command;

import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.rocketmqlite.internal.codec.DecodeLimits;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.FrameCodec;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.Official;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.RequestScope;
import io.github.rocketmqlite.internal.codec.StoredMessageBytes;
import io.github.rocketmqlite.internal.codec.TextRequest;
import io.github.rocketmqlite.internal.codec.Vectors;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.apache.rocketmq.remoting.CommandCustomHeader;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.RemotingSerializable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for every command, shown by the examples of {@link Commands}.
 */
class CommandsTests {

	private static final RequestScope SHOP = new RequestScope(new Namespace("shop"), null, null, false);

	private static final int FORMAT_AT = 4;

	@Test
	void everyCommandOfThePackageIsInTheList() throws Exception {
		Path classes = Path.of(Request.class.getProtectionDomain().getCodeSource().getLocation().toURI())
			.resolve(Commands.class.getPackageName().replace('.', '/'));
		List<String> commands = new ArrayList<>();
		try (Stream<Path> files = Files.list(classes)) {
			for (String file : files.map((path) -> path.getFileName().toString()).sorted().toList()) {
				if (file.matches("[A-Za-z$]+\\.class") && !file.equals("package-info.class")) {
					String name = Commands.class.getPackageName() + "." + file.replace(".class", "");
					commands.addAll(isCommand(Class.forName(name)) ? List.of(name) : List.of());
				}
			}
		}
		assertThat(commands).hasSizeGreaterThan(30);
		assertThat(Commands.ALL.stream().map((command) -> command.type().getName()).distinct())
			.as("commands, each of which needs a line in the test class Commands")
			.containsExactlyInAnyOrderElementsOf(commands);
	}

	/** A request of clients, or what others may decode from a frame. */
	private static boolean isCommand(Class<?> type) {
		return (Request.class.isAssignableFrom(type) && !type.isInterface()) || Arrays.stream(type.getDeclaredMethods())
			.anyMatch((method) -> method.getName().equals("decode") && Modifier.isStatic(method.getModifiers())
					&& Modifier.isPublic(method.getModifiers()));
	}

	static List<Command> all() {
		return Commands.ALL;
	}

	static Stream<Command> sent() {
		return all().stream().filter(Command::isSent);
	}

	/** Those whose content names a topic or a group. */
	static Stream<Command> named() {
		return all().stream()
			.filter((command) -> !same(command.content(), command.content().wrapped(SHOP.namespace().name() + "%")));
	}

	private static boolean same(Command.Content one, Command.Content other) {
		return one.fields().equals(other.fields()) && Arrays.equals(one.body(), other.body());
	}

	static Stream<Command> withMessages() {
		return all().stream().filter((command) -> command.content().hasMessages());
	}

	@ParameterizedTest
	@MethodSource("sent")
	void hasAJudge(Command command) {
		RemotingCommand official = official(command.example(), HeaderFormat.JSON);
		if (!Official.fields(official).isEmpty()) {
			assertThat(command.header() != null || command.vector() != null).as("header of %s", command).isTrue();
		}
		boolean json = official.getBody() != null && official.getBody()[0] == '{';
		if (json) {
			assertThat(command.body() != null || command.vector() != null).as("body of %s", command).isTrue();
		}
	}

	@ParameterizedTest
	@MethodSource("sent")
	void saysTheSameInBothFormats(Command command) {
		Request<?> request = command.example();
		Map<String, String> fields = Official.fields(official(request, HeaderFormat.JSON));
		assertThat(Official.fields(official(request, HeaderFormat.BINARY))).isEqualTo(fields);
		for (HeaderFormat format : HeaderFormat.values()) {
			byte[] bytes = bytes(request, format);
			assertThat(bytes[FORMAT_AT]).isEqualTo((byte) (command.isOnlyJson() ? HeaderFormat.JSON : format).number());
			Frame frame = frame(bytes);
			assertThat(frame.code()).isEqualTo(request.code());
			assertThat(frame.version()).isEqualTo(request.protocolVersion());
			fields.forEach((name, value) -> assertThat(frame.fields().text(name)).as(name).isEqualTo(value));
			assertThat(frame.bodyBytes()).isEqualTo(request.body());
		}
	}

	@ParameterizedTest
	@MethodSource("all")
	void comesBackFromTheOfficialHeader(Command command) throws Exception {
		Request<?> request = command.isSent() ? command.example() : request(command.content());
		if (command.header() != null) {
			for (HeaderFormat format : HeaderFormat.values()) {
				RemotingCommand official = official(request, format);
				Map<String, String> fields = new HashMap<>(Official.fields(official));
				CommandCustomHeader header = official.decodeCommandCustomHeader(command.header());
				header.checkFields();
				RemotingCommand again = RemotingCommand.createRequestCommand(request.code(), header);
				again.makeCustomHeaderToNet();
				fields.keySet().removeAll(command.besides());
				assertThat(again.getExtFields()).containsAllEntriesOf(fields);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("sent")
	void comesBackFromTheOfficialBody(Command command) {
		if (command.body() != null) {
			byte[] body = command.example().body();
			Object official = RemotingSerializable.decode(body, command.body());
			assertIn(JsonMapper.shared().readTree(RemotingSerializable.encode(official)),
					JsonMapper.shared().readTree(body), command.toString());
		}
	}

	/** All of the second is in the first, which may have defaults besides. */
	private static void assertIn(JsonNode all, JsonNode part, String path) {
		if (part.isObject()) {
			part.propertyNames().forEach((name) -> assertIn(all.path(name), part.path(name), path + "." + name));
		}
		else if (part.isArray()) {
			assertThat(all.size()).as(path).isEqualTo(part.size());
			for (int i = 0; i < part.size(); i++) {
				assertIn(all.path(i), part.path(i), path + "[" + i + "]");
			}
		}
		else {
			assertThat(all).as(path).isEqualTo(part);
		}
	}

	@ParameterizedTest
	@MethodSource("sent")
	void equalsItsRecordedFrame(Command command) {
		if (command.vector() != null) {
			RemotingCommand recorded = Official.decode(Vectors.bytes(command.vector()));
			RemotingCommand ours = official(command.example(), HeaderFormat.JSON);
			assertThat(ours.getCode()).isEqualTo(recorded.getCode());
			assertThat(Official.fields(ours)).isEqualTo(Official.fields(recorded));
			assertThat(Objects.requireNonNullElse(ours.getBody(), new byte[0]))
				.isEqualTo(Objects.requireNonNullElse(recorded.getBody(), new byte[0]));
		}
	}

	@ParameterizedTest
	@MethodSource("sent")
	void showsNoBareNameInANamespace(Command command) {
		RemotingCommand official = official(SHOP.apply(command.example()), HeaderFormat.BINARY);
		String text = Official.fields(official)
				+ new String(Objects.requireNonNullElse(official.getBody(), new byte[0]), StandardCharsets.UTF_8);
		for (String name : List.of("TopicTest", "CG_TEST", "PG_TEST")) {
			assertThat(text.replace("shop%" + name, "")).doesNotContain(name);
		}
	}

	@ParameterizedTest
	@MethodSource("all")
	void readsWhatServersSayInBothFormats(Command command) {
		assertThat(command.isSent() || command.header() != null).as("header of %s", command).isTrue();
		Object json = decode(command, command.content(), HeaderFormat.JSON, RequestScope.NONE);
		Object binary = decode(command, command.content(), HeaderFormat.BINARY, RequestScope.NONE);
		// messages have no other equality
		assertThat(json.toString()).isEqualTo(binary.toString());
		assertThat(decode(command, command.content(), HeaderFormat.JSON, SHOP)).isNotNull();
	}

	@ParameterizedTest
	@MethodSource("named")
	void readsBareNamesInANamespace(Command command) {
		Command.Content wrapped = command.content().wrapped("shop%");
		Object bare = decode(command, command.content(), HeaderFormat.BINARY, RequestScope.NONE);
		Object unwrapped = decode(command, wrapped, HeaderFormat.BINARY, SHOP);
		String text = unwrapped.toString();
		// what brokers ask names its group in their words
		assertThat(command.isSent() ? text : text.replace("[group=shop%", "[group=")).isEqualTo(bare.toString());
	}

	@ParameterizedTest
	@MethodSource("withMessages")
	void readsMessagesUnderBareNamesInANamespace(Command command) {
		Command.Content bare = command.content().with(new StoredMessageBytes().body(new byte[10]).at(50));
		Command.Content wrapped = command.content()
			.with(new StoredMessageBytes().topic("shop%TopicTest").body(new byte[5]).at(50));
		String expected = decode(command, bare, HeaderFormat.BINARY, RequestScope.NONE).toString();
		assertThat(expected).contains("StoredMessage[queue=TopicTest@");
		// where a popped message must be acknowledged is in the broker's words
		assertThat(
				decode(command, wrapped, HeaderFormat.BINARY, SHOP).toString().replace("realTopic=shop%", "realTopic="))
			.isEqualTo(expected);
	}

	@ParameterizedTest
	@MethodSource("withMessages")
	void takesNoMoreMessagesThanTheFrameAllows(Command command) {
		byte[] body = StoredMessageBytes.concat(new StoredMessageBytes().at(50), new StoredMessageBytes().at(51));
		byte[] bytes = bytes(request(command.content().with(body)), HeaderFormat.BINARY);
		DecodeLimits one = new DecodeLimits(1024, 10, 10, 10, 1, 1024);
		Frame frame = FrameCodec.decode(Unpooled.wrappedBuffer(bytes).skipBytes(4), "10.0.0.2:10911", one);
		assertThat(command.decode(frame, RequestScope.NONE).toString().split("StoredMessage\\[", -1)).hasSize(2);
	}

	private static Object decode(Command command, Command.Content content, HeaderFormat format, RequestScope scope) {
		Object decoded = command.decode(frame(bytes(request(content), format)), scope);
		if (!command.isSent()) {
			assertThat(decoded).isInstanceOf(command.type());
		}
		return decoded;
	}

	private static Request<?> request(Command.Content content) {
		return new TextRequest(content.code(), content.fields(), content.body());
	}

	private static RemotingCommand official(Request<?> request, HeaderFormat format) {
		return Official.decode(bytes(request, format));
	}

	private static byte[] bytes(Request<?> request, HeaderFormat format) {
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeRequest(out, request, 5, false, format);
		return ByteBufUtil.getBytes(out);
	}

	private static Frame frame(byte[] bytes) {
		return FrameCodec.decode(Unpooled.wrappedBuffer(bytes).skipBytes(4), "10.0.0.2:10911");
	}

}
