package io.github.rocketmqlite.internal.codec.command;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.Correlation;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.SendStatus;
import io.github.rocketmqlite.internal.codec.Compression;
import io.github.rocketmqlite.internal.codec.CompressionType;
import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.RequestScope;
import io.github.rocketmqlite.internal.codec.SysFlag;
import io.github.rocketmqlite.internal.codec.TextRequest;
import io.github.rocketmqlite.internal.codec.Vectors;
import io.github.rocketmqlite.internal.codec.FrameCodec;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.apache.rocketmq.remoting.protocol.header.SendMessageRequestHeaderV2;
import org.junit.jupiter.api.Test;

import static io.github.rocketmqlite.internal.codec.command.AdministrationCommandTests.answer;
import static io.github.rocketmqlite.internal.codec.command.AdministrationCommandTests.official;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Replies on their way out and in.
 */
class ReplyCommandTests {

	private static final SendReplyRequest REPLY = new SendReplyRequest(new SendMessageRequest("PG", "c_REPLY_TOPIC",
			"TBW102", 4, 0, 0, 1, 0, "MSG_TYPE\u0001reply\u0002", 0, null, false, "b", new byte[] { 1 }));

	@Test
	void repliesAreWrittenAsMessages() {
		assertThat(REPLY.code()).isEqualTo(325);
		assertThat(REPLY.body()).containsExactly(1);
		SendMessageRequestHeaderV2 header = official(REPLY, SendMessageRequestHeaderV2.class);
		assertThat(header.getA()).isEqualTo("PG");
		assertThat(header.getB()).isEqualTo("c_REPLY_TOPIC");
		assertThat(header.getI()).isEqualTo("MSG_TYPE\u0001reply\u0002");
		assertThat(REPLY.decode(Vectors.frame("live_550_reply_response")).status()).isEqualTo(SendStatus.SEND_OK);
		assertThatExceptionOfType(BrokerException.class).isThrownBy(() -> REPLY.decode(answer(1, Map.of(), "")));
	}

	@Test
	void replyTopicsAreOfNoNamespace() {
		RequestScope red = new RequestScope(new Namespace("red"), null, null, false);
		SendMessageRequestHeaderV2 header = official(red.apply(REPLY), SendMessageRequestHeaderV2.class);
		assertThat(header.getA()).isEqualTo("red%PG");
		assertThat(header.getB()).isEqualTo("c_REPLY_TOPIC");
		assertThat(header.getI()).contains("INSTANCE_ID\u0001red\u0002");
	}

	@Test
	void repliesOfALiveBroker() {
		PushedReply reply = PushedReply.decode(Vectors.frame("live_550_push_reply_request"));
		assertThat(Vectors.frame("live_550_push_reply_request").code()).isEqualTo(PushedReply.CODE);
		assertThat(reply.body()).asString(StandardCharsets.UTF_8).isEqualTo("answer");
		assertThat(reply.topic()).isEqualTo("DefaultCluster_REPLY_TOPIC");
		assertThat(reply.messageId()).isEqualTo("7F00000100002A9F0000000000010002");
		assertThat(reply.correlation())
			.isEqualTo(new Correlation("cid-1", "10.0.0.1@req", Duration.ofSeconds(3), null));
		assertThat(reply.isRequest()).isFalse();
		assertThat(reply.bornTime()).isEqualTo(Instant.ofEpochMilli(1_795_188_473_450L));
		assertThat(reply.storeTime()).isEqualTo(Instant.ofEpochMilli(1_795_188_473_465L));
		assertThat(reply.bornHost()).isEqualTo(new InetSocketAddress("127.0.0.1", 48_060));
		assertThat(reply.storeHost()).isEqualTo(new InetSocketAddress("127.0.0.1", 30_911));
		assertThat(reply.queue()).isEqualTo(new MessageQueue("DefaultCluster_REPLY_TOPIC", "", 0));
		assertThat(reply.keys()).isEmpty();
		assertThat(reply.tag()).isNull();
		assertThat(reply.toString()).doesNotContain("answer");
	}

	@Test
	void bodiesAreDecompressedAndHostsNeverLookedUp() {
		byte[] body = "x".repeat(5000).getBytes(StandardCharsets.UTF_8);
		byte[] compressed = Compression.compress(body, CompressionType.ZLIB, 5);
		ByteBuf out = Unpooled.buffer();
		FrameCodec.encodeRequest(out,
				new TextRequest(PushedReply.CODE, Map.of("sysFlag", "" + (SysFlag.COMPRESSED | SysFlag.ZLIB),
						"bornHost", "broker.invalid:1", "storeHost", "nonsense"), compressed),
				1, false, HeaderFormat.JSON);
		PushedReply reply = PushedReply.decode(FrameCodec.decode(out.skipBytes(4), "10.0.0.2:10911"));
		assertThat(reply.body()).isEqualTo(body);
		assertThat(reply.body()).isSameAs(reply.body());
		assertThat(reply.bornHost().isUnresolved()).isTrue();
		assertThat(reply.bornHost().getHostString()).isEqualTo("broker.invalid");
		assertThat(reply.storeHost().getPort()).isZero();
		assertThat(reply.messageId()).isEmpty();
		assertThat(reply.correlation()).isNull();
	}

}
