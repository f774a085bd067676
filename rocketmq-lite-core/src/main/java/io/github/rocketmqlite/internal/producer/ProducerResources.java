package io.github.rocketmqlite.internal.producer;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import io.github.rocketmqlite.internal.codec.UniqueIds;
import io.github.rocketmqlite.internal.namesrv.RouteTable;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import io.github.rocketmqlite.internal.session.ClientSession;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.SendInterceptor;

/**
 * What a producer uses of its client.
 *
 * @param session where the producer is a group member
 * @param routes where topics live
 * @param brokers the connections to brokers
 * @param ids makes the messages' ids
 * @param budget how many sends all producers of the client may have under way
 * @param retries counts attempts after the first
 * @param timer runs short tasks later
 * @param callbacks completes the application's futures
 * @param health which brokers to avoid
 * @param replies the requests that wait for replies
 * @param interceptors see the sends of all producers of the client
 * @param onClose told when the producer is closed
 */
public record ProducerResources(ClientSession session, RouteTable routes, RemotingClient brokers, UniqueIds ids,
		SendBudget budget, LongAdder retries, ScheduledExecutorService timer, Executor callbacks, BrokerHealth health,
		PendingReplies replies, List<SendInterceptor> interceptors, Consumer<Producer> onClose) {
}
