package io.github.rocketmqlite.internal.consumer;

import java.util.Set;

import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.internal.codec.command.HeartbeatRequest.ConsumerGroup;
import io.github.rocketmqlite.internal.session.GroupMember;
import org.jspecify.annotations.Nullable;

/**
 * How a push or pull consumer appears in its client's heartbeats.
 * <p>
 * Threading: thread-safe.
 */
final class ConsumerMember implements GroupMember {

	private final Subscriptions subscriptions;

	private final StartPosition start;

	private final Runnable onMembersChanged;

	private final @Nullable RemoteControl control;

	private final @Nullable LiteTopics lite;

	ConsumerMember(Subscriptions subscriptions, StartPosition start, Runnable onMembersChanged,
			@Nullable RemoteControl control, @Nullable LiteTopics lite) {
		this.subscriptions = subscriptions;
		this.start = start;
		this.onMembersChanged = onMembersChanged;
		this.control = control;
		this.lite = lite;
	}

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

	/** What brokers may do with this consumer; {@code null} for nothing. */
	@Nullable RemoteControl control() {
		return this.control;
	}

	/** The lite topics that it reads; {@code null} if it reads queues. */
	@Nullable LiteTopics lite() {
		return this.lite;
	}

	@Override
	public void onMembersChanged() {
		this.onMembersChanged.run();
	}

}
