package io.github.rocketmqlite.internal.codec;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import org.apache.rocketmq.common.message.MessageAccessor;
import org.apache.rocketmq.common.message.MessageClientExt;
import org.apache.rocketmq.common.message.MessageDecoder;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.sysflag.MessageSysFlag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.rocketmqlite.internal.codec.BytesAssert.assertThatBytes;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stored messages as the official decoder reads them and as we do.
 */
class MessageBatchDifferentialTests {

	private final Random random = new Random(RandomTexts.seed("MessageBatchDifferentialTests"));

	private final RandomTexts texts = new RandomTexts(this.random);

	@ParameterizedTest
	@ValueSource(
			strings = { "pull_response_body_2msgs", "message_ipv6", "message_magic_v2", "message_lz4", "message_zstd" })
	void recordedMessagesAreReadAlike(String vector) {
		assertReadAlike(Vectors.bytes(vector));
	}

	@Test
	void recordedPullAnswersAreReadAlike() {
		Frame frame = Vectors.frame("live_550_pull_found_response");
		assertReadAlike(frame.bodyBytes());
		frame.release();
	}

	@Test
	void randomMessagesAreReadAlike() throws Exception {
		for (int round = 0; round < 500; round++) {
			ByteArrayOutputStream body = new ByteArrayOutputStream();
			int count = 1 + this.random.nextInt(8);
			for (int i = 0; i < count; i++) {
				MessageExt message = message(i);
				boolean compressed = (message.getSysFlag() & MessageSysFlag.COMPRESSED_FLAG) != 0;
				body.writeBytes(MessageDecoder.encode(message, compressed));
			}
			assertReadAlike(body.toByteArray());
		}
	}

	private MessageExt message(int index) throws UnknownHostException {
		MessageExt message = new MessageExt();
		message.setTopic("T" + this.random.nextInt(3));
		message.setQueueId(this.random.nextInt(2));
		message.setFlag(this.random.nextInt());
		message.setQueueOffset(index);
		message.setCommitLogOffset(this.random.nextLong() >>> 1);
		message.setBornTimestamp(this.random.nextLong() >>> 20);
		message.setStoreTimestamp(this.random.nextLong() >>> 20);
		message.setReconsumeTimes(this.random.nextInt(20));
		int sysFlag = this.random.nextBoolean() ? MessageSysFlag.COMPRESSED_FLAG | MessageSysFlag.COMPRESSION_ZLIB_TYPE
				: 0;
		message.setBornHost(host());
		if (((InetSocketAddress) message.getBornHost()).getAddress().getAddress().length == 16) {
			sysFlag |= MessageSysFlag.BORNHOST_V6_FLAG;
		}
		message.setStoreHost(host());
		if (((InetSocketAddress) message.getStoreHost()).getAddress().getAddress().length == 16) {
			sysFlag |= MessageSysFlag.STOREHOSTADDRESS_V6_FLAG;
		}
		message.setSysFlag(sysFlag);
		message.setBody(this.texts.bytes(2000));
		HashMap<String, String> properties = new HashMap<>();
		this.texts.fields().forEach((name, value) -> properties.put(name, value.replaceAll("[\u0001\u0002]", "_")));
		if (this.random.nextBoolean()) {
			properties.put("UNIQ_KEY", "U" + index);
		}
		MessageAccessor.setProperties(message, properties);
		return message;
	}

	private InetSocketAddress host() throws UnknownHostException {
		byte[] address = new byte[this.random.nextBoolean() ? 4 : 16];
		this.random.nextBytes(address);
		return new InetSocketAddress(InetAddress.getByAddress(address), this.random.nextInt(65_536));
	}

	private static void assertReadAlike(byte[] body) {
		List<MessageExt> official = MessageDecoder.decodesBatch(ByteBuffer.wrap(body), true, true, true);
		MessageBatch batch = MessageBatch.decode(body, "broker-a");
		assertThat(batch.undecodable()).isEmpty();
		assertThat(batch.messages()).hasSameSizeAs(official);
		for (int i = 0; i < official.size(); i++) {
			assertAlike(batch.messages().get(i), (MessageClientExt) official.get(i));
		}
	}

	private static void assertAlike(StoredMessage message, MessageClientExt official) {
		assertThat(message.storedTopic()).isEqualTo(official.getTopic());
		assertThat(message.queue().queueId()).isEqualTo(official.getQueueId());
		assertThat(message.queueOffset()).isEqualTo(official.getQueueOffset());
		assertThat(message.commitLogOffset()).isEqualTo(official.getCommitLogOffset());
		assertThat(message.flag()).isEqualTo(official.getFlag());
		// the official decoder takes the bit away once it has decompressed
		assertThat(message.sysFlag() & ~SysFlag.COMPRESSED).isEqualTo(official.getSysFlag() & ~SysFlag.COMPRESSED);
		assertThat(message.bornTime().toEpochMilli()).isEqualTo(official.getBornTimestamp());
		assertThat(message.storeTime().toEpochMilli()).isEqualTo(official.getStoreTimestamp());
		assertThat(message.bornHost()).isEqualTo(official.getBornHost());
		assertThat(message.storeHost()).isEqualTo(official.getStoreHost());
		assertThat(message.reconsumeTimes()).isEqualTo(official.getReconsumeTimes());
		assertThat(message.storeSize()).isEqualTo(official.getStoreSize());
		assertThat(message.messageId()).isEqualTo(official.getMsgId());
		assertThat(message.offsetMessageId()).isEqualTo(official.getOffsetMsgId());
		official.getProperties().forEach((name, value) -> assertThat(message.property(name)).isEqualTo(value));
		assertThat(message.properties()).isEqualTo(official.getProperties());
		assertThatBytes(message.body()).isEncodedAs(Objects.requireNonNullElse(official.getBody(), new byte[0]));
	}

}
