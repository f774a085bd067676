package io.github.rocketmqlite.internal.pop;

import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.remoting.Deadline;

/**
 * The masters that the client's route table knows.
 * <p>
 * Threading: thread-safe.
 *
 * @param resources what the client lends
 */
record RoutedMasters(PopResources resources) implements PopMasters {

	@Override
	public <R> CompletableFuture<R> call(String brokerName, String topic, Request<R> request, Deadline deadline) {
		String address = this.resources.routes().masterAddress(brokerName);
		if (address == null) {
			this.resources.routes().refresh(topic, Deadline.after(this.resources.requestTimeout()));
			return CompletableFuture.failedFuture(new RouteNotFoundException(
					"No route to the master of broker " + brokerName + " for topic " + topic));
		}
		return this.resources.brokers().call(address, request, deadline);
	}

}
