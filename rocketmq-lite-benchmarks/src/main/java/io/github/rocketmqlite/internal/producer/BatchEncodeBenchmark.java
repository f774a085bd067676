package io.github.rocketmqlite.internal.producer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.internal.codec.BatchBody;
import io.github.rocketmqlite.internal.codec.UniqueIds;
import org.apache.rocketmq.common.message.MessageBatch;
import org.apache.rocketmq.common.message.MessageClientIDSetter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A batch of 32 messages of 128 bytes, from the messages to the body of the request, ids
 * included; figures are per message.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BatchEncodeBenchmark {

	private static final int MESSAGES = 32;

	private static final byte[] BODY = new byte[128];

	private final UniqueIds ids = new UniqueIds();

	@Benchmark
	@OperationsPerInvocation(MESSAGES)
	public byte[] lite() {
		BatchPart part = new BatchPart(MESSAGES);
		for (int i = 0; i < MESSAGES; i++) {
			Message message = Message.builder("orders").body(BODY).build();
			part.add(OutgoingMessage.batchItem(message, this.ids.next()));
		}
		return BatchBody.encode(part.outgoing(this.ids.next()).items());
	}

	@Benchmark
	@OperationsPerInvocation(MESSAGES)
	public byte[] official() {
		List<org.apache.rocketmq.common.message.Message> messages = new ArrayList<>(MESSAGES);
		IntStream.range(0, MESSAGES)
			.forEach((i) -> messages.add(new org.apache.rocketmq.common.message.Message("orders", BODY)));
		MessageBatch batch = MessageBatch.generateFromList(messages);
		for (org.apache.rocketmq.common.message.Message message : batch) {
			MessageClientIDSetter.setUniqID(message);
		}
		MessageClientIDSetter.setUniqID(batch);
		return batch.encode();
	}

}
