package io.github.rocketmqlite.internal.codec;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.MessageQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class StoredMessageTests {

	@Test
	void readsTheRecordedMessages() {
		MessageBatch batch = MessageBatch.decode(Vectors.bytes("pull_response_body_2msgs"), "broker-a");
		assertThat(batch.undecodable()).isEmpty();
		assertThat(batch.messages()).hasSize(2);
		StoredMessage plain = batch.messages().get(0);
		assertThat(plain.topic()).isEqualTo("TopicTest");
		assertThat(plain.queue()).isEqualTo(new MessageQueue("TopicTest", "broker-a", 1));
		assertThat(plain.queueOffset()).isEqualTo(42);
		assertThat(plain.commitLogOffset()).isEqualTo(4096);
		assertThat(plain.bornHost()).isEqualTo(new InetSocketAddress("10.0.0.1", 50_000));
		assertThat(plain.storeHost()).isEqualTo(new InetSocketAddress("10.0.0.2", 10_911));
		assertThat(plain.bornTime()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_000L));
		assertThat(plain.storeTime()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
		assertThat(plain.messageId()).isEqualTo("0A000001303918B4AAC21000000A0000");
		assertThat(plain.offsetMessageId()).isEqualTo("0A00000200002A9F0000000000001000");
		assertThat(plain.tag()).isEqualTo("TagA");
		assertThat(plain.keys()).containsExactly("k1", "k2");
		assertThat(plain.properties()).containsEntry("CLUSTER", "DefaultCluster").hasSize(4);
		assertThat(plain.body()).asString().isEqualTo("hello");
		assertThat(plain.storeSize()).isEqualTo(191);
		assertThat(plain.reconsumeTimes()).isZero();
		StoredMessage zlib = batch.messages().get(1);
		assertThat(zlib.sysFlag()).isEqualTo(0x301);
		assertThat(zlib.body()).asString().isEqualTo("z".repeat(5000));
		assertThat(zlib.body()).isSameAs(zlib.body());
	}

	@Test
	void readsIpv6Hosts() {
		StoredMessage message = only(Vectors.bytes("message_ipv6"));
		assertThat(message.offsetMessageId()).isEqualTo("20010DB800000000000000000000000200002A9F0000000000002000");
		assertThat(message.storeHost()).isEqualTo(new InetSocketAddress("2001:db8::2", 10_911));
		assertThat(message.bornHost().getAddress().getAddress()).hasSize(16);
	}

	@Test
	void readsTheSecondMagicWithItsLongTopics() {
		StoredMessage message = only(Vectors.bytes("message_magic_v2"));
		assertThat(message.storedTopic()).hasSize(132);
	}

	@ParameterizedTest
	@ValueSource(strings = { "message_lz4", "message_zstd" })
	void readsBodiesOfEveryCompression(String vector) {
		StoredMessage message = only(Vectors.bytes(vector));
		assertThat(message.topic()).isEqualTo("TopicTest");
		assertThat(new String(message.body(), StandardCharsets.UTF_8)).matches("(.)\\1{4999}");
	}

	@Test
	void showsTheOriginalTopicOfARetriedMessage() {
		StoredMessage retried = only(new StoredMessageBytes().topic("%RETRY%billing")
			.properties("RETRY_TOPIC\u0001orders\u0002UNIQ_KEY\u0001U1\u0002")
			.at(5));
		assertThat(retried.topic()).isEqualTo("orders");
		assertThat(retried.storedTopic()).isEqualTo("%RETRY%billing");
		assertThat(retried.queue().topic()).isEqualTo("%RETRY%billing");
		assertThat(retried.messageId()).isEqualTo("U1");
		assertThat(only(new StoredMessageBytes().topic("%RETRY%billing").at(5)).topic()).isEqualTo("%RETRY%billing");
		assertThat(only(new StoredMessageBytes().properties("RETRY_TOPIC\u0001x\u0002").at(5)).topic())
			.isEqualTo("TopicTest");
	}

	@Test
	void showsTheOffsetIdWhenTheSenderGaveNone() {
		StoredMessage message = only(new StoredMessageBytes().at(41));
		assertThat(message.messageId()).isEqualTo("0A00000200002A9F0000000000001004")
			.isEqualTo(message.offsetMessageId());
		assertThat(message.flag()).isEqualTo(77);
		assertThat(message.reconsumeTimes()).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource({ "a,1", "b,", "bb,2", "c,", "d,", "e,5", "f,6", "x,last" })
	void findsOnePropertyExactlyAsTheMapHasIt(String name, String expected) {
		String text = "bb\u00012\u0002a\u00011\u0002\u0001nameless\u0002c\u0001\u0002garbage\u0002"
				+ "x\u0001first\u0002x\u0001last\u0002x\u0001\u0002e\u00015\u0002f\u00016";
		StoredMessage searched = only(new StoredMessageBytes().properties(text).at(1));
		assertThat(searched.property(name)).isEqualTo(expected);
		StoredMessage decoded = only(new StoredMessageBytes().properties(text).at(1));
		assertThat(decoded.properties().get(name)).isEqualTo(expected);
		assertThat(decoded.property(name)).isEqualTo(expected);
	}

	@Test
	void findsPropertiesWithAnyName() {
		StoredMessage message = only(new StoredMessageBytes().properties("中\u0001文\u0002").at(1));
		assertThat(message.property("中")).isEqualTo("文");
		assertThat(message.property("")).isNull();
		assertThat(message.property("TAGS")).isNull();
		assertThat(message.keys()).isEmpty();
		assertThat(message.properties()).isEqualTo(Map.of("中", "文"));
	}

	@Test
	void survivesAnImpossiblePort() {
		StoredMessage message = only(new StoredMessageBytes().storeHost("0a000002 7fff2a9f").at(1));
		assertThat(message.storeHost().getPort()).isEqualTo(0x2a9f);
	}

	@Test
	void neverShowsBodyOrProperties() {
		StoredMessage message = only(new StoredMessageBytes().body("secret".getBytes(StandardCharsets.UTF_8))
			.properties("p\u0001hush\u0002")
			.at(1));
		assertThat(message.toString()).doesNotContain("secret").doesNotContain("hush").contains("TopicTest");
	}

	@Test
	void isEqualOnlyToItself() {
		byte[] bytes = new StoredMessageBytes().at(1);
		assertThat(only(bytes)).isNotEqualTo(only(bytes));
	}

	private static StoredMessage only(byte[] body) {
		MessageBatch batch = MessageBatch.decode(body, "broker-a");
		assertThat(batch.undecodable()).isEmpty();
		List<StoredMessage> messages = batch.messages();
		assertThat(messages).hasSize(1);
		return messages.get(0);
	}

}
