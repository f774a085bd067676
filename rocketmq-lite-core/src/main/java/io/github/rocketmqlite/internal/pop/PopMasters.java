package io.github.rocketmqlite.internal.pop;

import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.remoting.Deadline;

/**
 * Reaches the masters of brokers. Does not throw.
 */
public interface PopMasters {

	/**
	 * Asks a master.
	 * @param topic the topic whose route is asked for again when the master is not known
	 * @return fails with {@link io.github.rocketmqlite.RouteNotFoundException} when it is
	 * not known
	 */
	<R> CompletableFuture<R> call(String brokerName, String topic, Request<R> request, Deadline deadline);

}
