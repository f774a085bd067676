package io.github.rocketmqlite.internal.consumer;

import java.util.Set;

import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.internal.codec.command.HeartbeatRequest.ConsumerGroup;
import io.github.rocketmqlite.internal.session.GroupMember;

/**
 * How a pull consumer appears in its client's heartbeats.
 * <p>
 * Threading: thread-safe.
 *
 * @param subscriptions what it reads now
 * @param start where it begins
 * @param changed run when members joined or left
 */
record PullMember(Subscriptions subscriptions, StartPosition start, Runnable changed) implements GroupMember {

	@Override
	public Role role() {
		return Role.CONSUMER;
	}

	@Override
	public String group() {
		return this.subscriptions.group();
	}

	@Override
	public Set<String> topics() {
		return this.subscriptions.topics();
	}

	@Override
	public ConsumerGroup consumerEntry() {
		return this.subscriptions.entry(this.start);
	}

	@Override
	public void onMembersChanged() {
		this.changed.run();
	}

}
