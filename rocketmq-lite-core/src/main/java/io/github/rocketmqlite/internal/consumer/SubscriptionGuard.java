package io.github.rocketmqlite.internal.consumer;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.codec.command.ConsumerConnections;
import io.github.rocketmqlite.internal.codec.command.ConsumerConnectionsRequest;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that other members of the group subscribe to something else. Brokers keep one
 * subscription for each topic of a group, that of whoever spoke last, and filter by it
 * for all members, so that messages get lost without any error. A broker is asked when
 * the members have changed and now and then.
 * <p>
 * Threading: confined to the timer.
 */
final class SubscriptionGuard {

	private static final Logger logger = LoggerFactory.getLogger(SubscriptionGuard.class);

	private static final int LOOKS_BETWEEN = 6;

	private final QueueResources resources;

	private final AssignedQueues queues;

	private List<String> members = List.of();

	private int looks;

	private String reported = "";

	SubscriptionGuard(QueueResources resources, AssignedQueues queues) {
		this.resources = resources;
		this.queues = queues;
	}

	/** Somebody has looked at the members of the group. */
	void look(TopicRoute route, List<String> present) {
		if (present.size() < 2 || (present.equals(this.members) && ++this.looks % LOOKS_BETWEEN != 0)) {
			return;
		}
		this.members = List.copyOf(present);
		String broker = new TreeSet<>(route.brokerNames()).first();
		this.resources.cluster()
			.callReplica(new Cluster.Replica(route.topic(), broker, 0),
					new ConsumerConnectionsRequest(this.resources.subscriptions().group()),
					Deadline.after(this.resources.requestTimeout()))
			.whenCompleteAsync(this::answered, this.resources.timer());
	}

	private void answered(@Nullable ConsumerConnections connections, @Nullable Throwable failure) {
		if (connections == null || connections.subscriptions().isEmpty()) {
			logger.debug("The subscriptions of group {} are not known", this.resources.subscriptions().group(),
					failure);
			return;
		}
		Map<String, Filter> ours = new TreeMap<>(this.resources.subscriptions().filters());
		ours.keySet().removeIf(Names::isRetryTopic);
		Map<String, Filter> theirs = new TreeMap<>();
		connections.subscriptions()
			.stream()
			.filter((one) -> !Names.isRetryTopic(one.topic()))
			.forEach((one) -> theirs.put(one.topic(), filter(one)));
		if (ours.equals(theirs)) {
			this.reported = "";
		}
		else {
			report(ours.toString(), theirs.toString());
		}
	}

	private void report(String ours, String theirs) {
		if (!theirs.equals(this.reported)) {
			this.reported = theirs;
			logger.warn(
					"Members of group {} subscribe differently: this one to {}, another one to {}. Brokers keep one"
							+ " subscription for all of them, so some messages reach nobody",
					this.resources.subscriptions().group(), ours, theirs);
			this.queues.subscriptionConflict(ours, theirs);
		}
	}

	private static Filter filter(ConsumerConnections.Subscription one) {
		return one.expressionType().equals(Filter.Type.SQL92.name()) ? Filter.sql(one.expression())
				: Filter.parse(one.expression());
	}

}
