package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

import io.github.rocketmqlite.consumer.ConsumeInterceptor;
import io.github.rocketmqlite.consumer.PushConsumer;

/**
 * What a consumer needs of its client besides the way to the cluster.
 *
 * @param timer one thread for everything that happens later
 * @param budget the bytes all consumers of the client share
 * @param requestTimeout the most time one request may take
 * @param rebalanceInterval the time between two looks at the assignment
 * @param onClose told when the consumer is closed
 * @param interceptors those of the client
 * @param callbacks runs the application's code that is told of events
 */
record ConsumerSettings(ScheduledExecutorService timer, ByteBudget budget, Duration requestTimeout,
		Duration rebalanceInterval, Consumer<PushConsumer> onClose, List<ConsumeInterceptor> interceptors,
		Executor callbacks) {

	static ConsumerSettings of(ConsumerResources resources) {
		return new ConsumerSettings(resources.timer(), resources.budget(), resources.requestTimeout(),
				resources.rebalanceInterval(), resources.onClose(), resources.interceptors(), resources.callbacks());
	}

}
