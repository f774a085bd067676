package io.github.rocketmqlite.internal.pop;

import java.util.List;
import java.util.Set;

import io.github.rocketmqlite.consumer.PopConsumerOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.internal.codec.command.HeartbeatRequest.ConsumerGroup;
import io.github.rocketmqlite.internal.codec.command.HeartbeatRequest.Subscription;
import io.github.rocketmqlite.internal.session.GroupMember;

/**
 * How a pop consumer appears in its client's heartbeats.
 * <p>
 * Threading: immutable.
 *
 * @param options the consumer's options
 * @param version when the subscriptions were made; brokers keep the newest
 */
record PopMember(PopConsumerOptions options, long version) implements GroupMember {

	@Override
	public Role role() {
		return Role.CONSUMER;
	}

	@Override
	public String group() {
		return this.options.group();
	}

	@Override
	public Set<String> topics() {
		return this.options.subscriptions().keySet();
	}

	@Override
	public ConsumerGroup consumerEntry() {
		List<Subscription> subscriptions = this.options.subscriptions()
			.entrySet()
			.stream()
			.map((entry) -> new Subscription(entry.getKey(), entry.getValue().type().name(),
					entry.getValue().expression(), entry.getValue().tags(), this.version))
			.toList();
		String from = (this.options.startPosition() == StartPosition.FIRST) ? "CONSUME_FROM_FIRST_OFFSET"
				: "CONSUME_FROM_LAST_OFFSET";
		return new ConsumerGroup(group(), from, "CLUSTERING", subscriptions, ConsumerGroup.POP);
	}

	@Override
	public void onMembersChanged() {
		// members of such a group share every queue
	}

}
