package io.github.rocketmqlite.internal.pop;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

import io.github.rocketmqlite.consumer.PopConsumer;
import io.github.rocketmqlite.internal.namesrv.RouteTable;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import io.github.rocketmqlite.internal.session.ClientSession;

/**
 * What a client lends to each of its pop consumers.
 *
 * @param session the client's membership in its groups
 * @param routes the known routes
 * @param brokers the connections to the brokers
 * @param timer one thread for everything that happens later; it must not be blocked
 * @param callbacks completes the application's futures
 * @param requestTimeout the most time one request may take
 * @param onClose told when a consumer is closed
 */
public record PopResources(ClientSession session, RouteTable routes, RemotingClient brokers,
		ScheduledExecutorService timer, Executor callbacks, Duration requestTimeout, Consumer<PopConsumer> onClose) {
}
