package io.github.rocketmqlite.internal.offset;

import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.remoting.Deadline;

/**
 * Reaches the master of a broker, and never one of its slaves.
 */
public interface MasterCalls {

	/**
	 * Asks the master.
	 * @return fails with {@link io.github.rocketmqlite.RouteNotFoundException} when no
	 * route names a master of that broker
	 */
	<R> CompletableFuture<R> callMaster(String brokerName, Request<R> request, Deadline deadline);

}
