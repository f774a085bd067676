package io.github.rocketmqlite.benchmarks.comparison;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.netty.buffer.ByteBuf;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageAccessor;
import org.apache.rocketmq.common.message.MessageDecoder;
import org.apache.rocketmq.remoting.CommandCustomHeader;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.RequestCode;
import org.apache.rocketmq.remoting.protocol.header.GetMaxOffsetRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.PullMessageRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.SendMessageRequestHeaderV2;
import org.jspecify.annotations.Nullable;

/**
 * Not a client, but what none can beat: it sends bodies behind headers that were made
 * before, looks at the code of an answer only, and pulls without remembering anything, or
 * decoding anything but a body that somebody wants to see.
 * <p>
 * Threading: made and closed by one thread; sends are thread-safe.
 */
final class RawContender implements Contender {

	private static final int QUEUES = 8;

	private static final int MESSAGES_PER_PULL = 32;

	private static final int BROKER_WAITS_MILLIS = 15_000;

	/** Wait for messages at the broker, and the subscription is in the request. */
	private static final int WAIT_AND_SUBSCRIPTION = 2 | 4;

	private static final String PROPERTIES = "UNIQ_KEY\u00010A000001303918B4AAC21000000A0000\u0002WAIT\u0001true\u0002";

	private static final int QUEUE_OFFSET_AT = 20;

	/** Of a message that was sent and stored over IPv4. */
	private static final int BODY_LENGTH_AT = 84;

	private static final byte[] NO_BODY = new byte[0];

	/** Stands for one that is only counted. */
	private static final byte[] UNREAD = new byte[128];

	/** As long as an offset can be: the place where each pull puts its own. */
	private static final long ANY_OFFSET = 1_234_567_890_123_456_789L;

	private static final int OFFSET_DIGITS = 19;

	private final RawConnection connection;

	private final boolean readsBodies;

	RawContender(int brokerPort, boolean readsBodies) {
		this.readsBodies = readsBodies;
		try {
			this.connection = new RawConnection(brokerPort);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public Sender sender(String group, boolean batching) {
		return new RawSender(this.connection, group);
	}

	@Override
	public void push(String group, String topic, boolean ordered, Received received) {
		IntStream.range(0, QUEUES)
			.forEach((queue) -> new Pulls(pullRequest(group, topic, queue), queue, received).next());
	}

	private static byte[] pullRequest(String group, String topic, int queueId) {
		PullMessageRequestHeader header = new PullMessageRequestHeader();
		header.setConsumerGroup(group);
		header.setTopic(topic);
		header.setQueueId(queueId);
		header.setQueueOffset(ANY_OFFSET);
		header.setMaxMsgNums(MESSAGES_PER_PULL);
		header.setSysFlag(WAIT_AND_SUBSCRIPTION);
		header.setCommitOffset(0L);
		header.setSuspendTimeoutMillis((long) BROKER_WAITS_MILLIS);
		header.setSubscription("*");
		header.setSubVersion(0L);
		header.setExpressionType("TAG");
		return request(RequestCode.PULL_MESSAGE, header, null);
	}

	/** Counts the messages of an answer and returns the offset behind them. */
	private long walk(ByteBuf answer, int queueId, long offset, Received received) {
		int at = RawAnswer.body(answer);
		long next = offset;
		while (at < answer.writerIndex()) {
			next = answer.getLong(at + QUEUE_OFFSET_AT) + 1;
			received.message(queueId, next - 1, this.readsBodies ? body(answer, at) : UNREAD);
			at += answer.getInt(at);
		}
		return next;
	}

	private static byte[] body(ByteBuf answer, int message) {
		byte[] body = new byte[answer.getInt(message + BODY_LENGTH_AT)];
		answer.getBytes(message + BODY_LENGTH_AT + Integer.BYTES, body);
		return body;
	}

	@Override
	public Poller poller(String group, String topic) {
		throw new UnsupportedOperationException("It pulls by itself");
	}

	@Override
	public void close() {
		this.connection.close();
	}

	private static byte[] request(int code, CommandCustomHeader header, byte @Nullable [] body) {
		RemotingCommand command = RemotingCommand.createRequestCommand(code, header);
		command.setBody(body);
		return RawConnection.frame(command);
	}

	/**
	 * The pulls of one queue, one after the other, each by the same frame.
	 */
	private final class Pulls {

		private final byte[] frame;

		private final int offsetAt;

		private final int queueId;

		private final Received received;

		private long offset;

		Pulls(byte[] frame, int queueId, Received received) {
			this.frame = frame;
			this.offsetAt = new String(frame, StandardCharsets.ISO_8859_1).indexOf(String.valueOf(ANY_OFFSET));
			this.queueId = queueId;
			this.received = received;
		}

		void next() {
			long left = this.offset;
			for (int digit = OFFSET_DIGITS - 1; digit >= 0; digit--) {
				this.frame[this.offsetAt + digit] = (byte) ('0' + left % 10);
				left /= 10;
			}
			RawContender.this.connection.call(this.frame, NO_BODY, this::answered);
		}

		private void answered(ByteBuf answer) {
			this.offset = walk(answer, this.queueId, this.offset, this.received);
			next();
		}

	}

	/** A producer of one topic and body. */
	private static final class RawSender implements Sender {

		private final RawConnection connection;

		private final String group;

		private final AtomicInteger turn = new AtomicInteger();

		/** One for each queue, made of the first message or batch. */
		private volatile List<byte[]> frames = List.of();

		RawSender(RawConnection connection, String group) {
			this.connection = connection;
			this.group = group;
		}

		@Override
		public void send(String topic, byte[] body) throws Exception {
			ask(next((queue) -> message(topic, queue, body)), body);
		}

		private void ask(byte[] frame, byte[] body) throws Exception {
			CompletableFuture<Integer> code = new CompletableFuture<>();
			this.connection.call(frame, body, (answer) -> code.complete(RawAnswer.code(answer)));
			if (code.get() != 0) {
				throw new IllegalStateException("code " + code.get());
			}
		}

		private long maxOffset(String topic, int queueId) throws Exception {
			GetMaxOffsetRequestHeader header = new GetMaxOffsetRequestHeader();
			header.setTopic(topic);
			header.setQueueId(queueId);
			CompletableFuture<Long> offset = new CompletableFuture<>();
			this.connection.call(request(RequestCode.GET_MAX_OFFSET, header, null), NO_BODY, (answer) -> {
				try {
					offset.complete(Long.valueOf(RemotingCommand.decode(answer).getExtFields().get("offset")));
				}
				catch (Exception ex) {
					offset.completeExceptionally(ex);
				}
			});
			return offset.get();
		}

		@Override
		public void sendAsync(String topic, byte[] body, Ended ended) {
			Consumer<ByteBuf> answered = (answer) -> ended.ended(
					(RawAnswer.code(answer) == 0) ? null : new IllegalStateException("code " + RawAnswer.code(answer)));
			this.connection.call(next((queue) -> message(topic, queue, body)), body, answered);
		}

		@Override
		public void sendOneway(String topic, byte[] body) {
			while (!this.connection.isWritable()) {
				LockSupport.parkNanos(1_000);
			}
			this.connection.sendOneway(next((queue) -> message(topic, queue, body)), body);
		}

		@Override
		public long stored(String topic) throws Exception {
			long stored = 0;
			for (int queue = 0; queue < QUEUES; queue++) {
				stored += maxOffset(topic, queue);
			}
			return stored;
		}

		@Override
		public void sendBatch(String topic, List<byte[]> bodies) throws Exception {
			// what the first batch held is in the frame, and all are alike
			ask(next((queue) -> batch(topic, queue, bodies)), NO_BODY);
		}

		private byte[] next(IntFunction<byte[]> frame) {
			List<byte[]> made = this.frames;
			if (made.isEmpty()) {
				made = IntStream.range(0, QUEUES).mapToObj(frame).toList();
				this.frames = made;
			}
			return made.get(this.turn.incrementAndGet() & (QUEUES - 1));
		}

		private byte[] message(String topic, int queueId, byte[] body) {
			return request(RequestCode.SEND_MESSAGE_V2, header(topic, queueId, false), body);
		}

		private byte[] batch(String topic, int queueId, List<byte[]> bodies) {
			byte[] body = MessageDecoder.encodeMessages(bodies.stream().map((each) -> {
				Message message = new Message(topic, each);
				MessageAccessor.setProperties(message, MessageDecoder.string2messageProperties(PROPERTIES));
				return message;
			}).toList());
			return request(RequestCode.SEND_BATCH_MESSAGE, header(topic, queueId, true), body);
		}

		private SendMessageRequestHeaderV2 header(String topic, int queueId, boolean batch) {
			SendMessageRequestHeaderV2 header = new SendMessageRequestHeaderV2();
			header.setA(this.group);
			header.setB(topic);
			header.setC("TBW102");
			header.setD(QUEUES);
			header.setE(queueId);
			header.setF(0);
			header.setG(System.currentTimeMillis());
			header.setH(0);
			header.setI(PROPERTIES);
			header.setJ(0);
			header.setK(false);
			header.setM(batch);
			return header;
		}

	}

}
