package io.github.rocketmqlite.internal.consumer;

import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.offset.MasterCalls;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.session.GroupMember;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer needs of the outside world: routes, brokers and its membership in the
 * group. Methods that return a future do not throw.
 */
interface Cluster extends MasterCalls {

	/** The id under which this client is a member of its groups. */
	String clientId();

	/** A name as servers know it. */
	default String inNamespace(String name) {
		return name;
	}

	/** Whether a broker is known to keep messages for any time, as those from 5.0 on. */
	default boolean hasTimerWheel(String brokerName) {
		return false;
	}

	/** The route of a topic; asked for when it is not known yet. */
	CompletableFuture<TopicRoute> route(String topic, Deadline deadline);

	/** Asks for a route again, for the sake of later calls. */
	void refreshRoute(String topic);

	/** Asks a broker that holds a topic, the preferred replica if it is there. */
	<R> CompletableFuture<R> callReplica(Replica replica, Request<R> request, Deadline deadline);

	/**
	 * Tells all known brokers about this client now; callers at the same time share one
	 * round.
	 */
	CompletableFuture<Integer> heartbeat();

	/** Enters the group; from now on heartbeats name the member. */
	void join(GroupMember member);

	/** Leaves the group; never fails. */
	CompletableFuture<@Nullable Void> leave(GroupMember member, Deadline deadline);

	/**
	 * A broker that holds a topic.
	 *
	 * @param topic the topic
	 * @param brokerName the broker's name
	 * @param brokerId the preferred replica, 0 for the master
	 */
	record Replica(String topic, String brokerName, long brokerId) {
	}

}
