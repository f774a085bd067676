package io.github.rocketmqlite.internal.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.benchmarks.Samples;
import io.github.rocketmqlite.internal.codec.StoredMessage;
import org.apache.rocketmq.client.impl.consumer.ProcessQueue;
import org.apache.rocketmq.common.message.MessageExt;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * Eight pulls of 32 messages go into an empty window; of each pull, the messages are
 * taken and finished one by one, out of order, and each time the offset to commit is
 * asked for. The official window needs no taking: its messages are handed over when they
 * are put in. Figures are per message.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class OffsetWindowBenchmark {

	private static final MessageQueue QUEUE = new MessageQueue("orders", "broker-a", 3);

	private final byte[] body = Samples.pullBody(PulledMessages.MESSAGES, 128);

	private final List<List<StoredMessage>> litePulls = PulledMessages.lite(this.body);

	private final List<List<MessageExt>> officialPulls = PulledMessages.official(this.body);

	private final ByteBudget budget = new ByteBudget(1L << 30);

	@Benchmark
	@OperationsPerInvocation(PulledMessages.MESSAGES)
	public void lite(Blackhole blackhole) {
		QueueBuffer buffer = new QueueBuffer(QUEUE, 1_000, this.budget);
		for (List<StoredMessage> pull : this.litePulls) {
			buffer.add(pull, pull.get(pull.size() - 1).queueOffset() + 1);
		}
		for (int i = 0; i < PulledMessages.PULLS; i++) {
			Slice slice = Objects.requireNonNull(buffer.take(PulledMessages.MESSAGES_PER_PULL));
			for (int index : PulledMessages.FINISHED) {
				buffer.finish(slice, index, 1, 0);
				blackhole.consume(buffer.commitOffset());
			}
		}
		requireAll(buffer.commitOffset());
	}

	@Benchmark
	@OperationsPerInvocation(PulledMessages.MESSAGES)
	public void official(Blackhole blackhole) {
		ProcessQueue window = new ProcessQueue();
		this.officialPulls.forEach(window::putMessage);
		long offset = 0;
		for (List<MessageExt> pull : this.officialPulls) {
			for (int index : PulledMessages.FINISHED) {
				List<MessageExt> finished = new ArrayList<>(1);
				finished.add(pull.get(index));
				offset = window.removeMessage(finished);
				blackhole.consume(offset);
			}
		}
		requireAll(offset);
	}

	private static void requireAll(long offset) {
		if (offset != PulledMessages.MESSAGES) {
			throw new IllegalStateException("The offset is " + offset + " when all is finished");
		}
	}

}
