package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.benchmarks.Samples;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.internal.codec.StoredMessage;
import org.apache.rocketmq.client.ClientConfig;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.consumer.store.LocalFileOffsetStore;
import org.apache.rocketmq.client.impl.consumer.ConsumeMessageConcurrentlyService;
import org.apache.rocketmq.client.impl.consumer.DefaultMQPushConsumerImpl;
import org.apache.rocketmq.client.impl.consumer.ProcessQueue;
import org.apache.rocketmq.client.impl.factory.MQClientInstance;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Eight decoded pull answers of 32 messages go to a listener that does nothing but count,
 * by each client's own dispatch with its default of 20 threads, until all are finished
 * and the offset is behind them: slices of a buffer here, a task object for each message
 * there. No network takes part. Figures are per message.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DispatchBenchmark {

	private static final MessageQueue QUEUE = new MessageQueue("orders", "broker-a", 3);

	private static final org.apache.rocketmq.common.message.MessageQueue OFFICIAL_QUEUE = new org.apache.rocketmq.common.message.MessageQueue(
			"orders", "broker-a", 3);

	private final byte[] body = Samples.pullBody(PulledMessages.MESSAGES, 128);

	private final List<List<StoredMessage>> litePulls = PulledMessages.lite(this.body);

	private final List<List<MessageExt>> officialPulls = PulledMessages.official(this.body);

	private final ByteBudget budget = new ByteBudget(1L << 30);

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	private final ConcurrentDispatcher dispatcher = dispatcher(this.timer);

	private final ConsumeMessageConcurrentlyService service = service();

	@TearDown
	public void close() {
		this.dispatcher.close();
		this.service.shutdown(0);
		this.timer.shutdownNow();
	}

	@Benchmark
	@OperationsPerInvocation(PulledMessages.MESSAGES)
	public void lite() {
		QueueBuffer buffer = new QueueBuffer(QUEUE, 1_000, this.budget);
		for (List<StoredMessage> pull : this.litePulls) {
			buffer.add(pull, pull.get(pull.size() - 1).queueOffset() + 1);
			this.dispatcher.dispatch(buffer);
		}
		while (buffer.commitOffset() < PulledMessages.MESSAGES) {
			Thread.onSpinWait();
		}
	}

	@Benchmark
	@OperationsPerInvocation(PulledMessages.MESSAGES)
	public void official() {
		ProcessQueue window = new ProcessQueue();
		for (List<MessageExt> pull : this.officialPulls) {
			window.putMessage(pull);
			this.service.submitConsumeRequest(pull, window, OFFICIAL_QUEUE, true);
		}
		while (window.getMsgCount().get() > 0) {
			Thread.onSpinWait();
		}
	}

	private static ConcurrentDispatcher dispatcher(ScheduledExecutorService timer) {
		PushConsumerOptions options = PushConsumerOptions.builder("billing").subscribe("orders", Filter.all()).build();
		Listener listener = Listener.of((message) -> ConsumeOutcome.SUCCESS);
		ListenerCall call = new ListenerCall(options.group(), listener, options.handling().retryPolicy(),
				new ConsumeInterceptors(options.group(), List.of(), options.interceptors()),
				new ListenerWatch(Duration.ofMinutes(15), true, timer),
				new PoisonMessages(options.group(), options.handling().poisonHandler()),
				new ConsumeStats(System::nanoTime));
		Redelivery none = (buffer, message, outcome) -> CompletableFuture.completedFuture(false);
		return new ConcurrentDispatcher(call, none, ListenerThreads.of(options, false), options.concurrency(), 1,
				new RateLimit(options.handling().maxMessagesPerSecond(), System::nanoTime), timer);
	}

	/** What a started consumer has, without the network. */
	private static ConsumeMessageConcurrentlyService service() {
		DefaultMQPushConsumer consumer = new DefaultMQPushConsumer("billing");
		MessageListenerConcurrently listener = (messages, context) -> ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
		consumer.setMessageListener(listener);
		DefaultMQPushConsumerImpl impl = new DefaultMQPushConsumerImpl(consumer, null);
		MQClientInstance instance = new MQClientInstance(new ClientConfig(), 0, "benchmark");
		impl.setmQClientFactory(instance);
		impl.setOffsetStore(new LocalFileOffsetStore(instance, consumer.getConsumerGroup()));
		return new ConsumeMessageConcurrentlyService(impl, listener);
	}

}
