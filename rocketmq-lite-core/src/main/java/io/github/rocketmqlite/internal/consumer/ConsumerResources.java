package io.github.rocketmqlite.internal.consumer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

import io.github.rocketmqlite.consumer.ConsumeInterceptor;
import io.github.rocketmqlite.consumer.PushConsumer;
import io.github.rocketmqlite.internal.namesrv.RouteTable;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import io.github.rocketmqlite.internal.session.ClientSession;

/**
 * What a client lends to each of its consumers.
 *
 * @param session the client's membership in its groups
 * @param routes the known routes
 * @param brokers the connections to the brokers
 * @param timer one thread for everything that happens later; it must not be blocked
 * @param budget the bytes all consumers of the client share
 * @param requestTimeout the most time one request may take
 * @param rebalanceInterval the time between two looks at the assignment
 * @param onClose told when a consumer is closed
 * @param interceptors look on around the calls of all listeners
 * @param callbacks runs the application's code that is told of events
 */
public record ConsumerResources(ClientSession session, RouteTable routes, RemotingClient brokers,
		ScheduledExecutorService timer, ByteBudget budget, Duration requestTimeout, Duration rebalanceInterval,
		Consumer<PushConsumer> onClose, List<ConsumeInterceptor> interceptors, Executor callbacks) {
}
