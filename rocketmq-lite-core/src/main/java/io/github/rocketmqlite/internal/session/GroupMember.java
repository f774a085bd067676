package io.github.rocketmqlite.internal.session;

import java.util.Set;

import io.github.rocketmqlite.internal.codec.command.HeartbeatRequest;
import org.jspecify.annotations.Nullable;

/**
 * All that the session knows of a producer or consumer: what to tell the brokers about
 * it, and how to pass on what they say.
 */
public interface GroupMember {

	Role role();

	String group();

	/**
	 * The topics whose brokers must know this member.
	 */
	Set<String> topics();

	/**
	 * What heartbeats say of a consumer; {@code null} for producers.
	 */
	HeartbeatRequest.@Nullable ConsumerGroup consumerEntry();

	/**
	 * A broker says that members joined or left the group. Runs on an event loop and must
	 * not block.
	 */
	void onMembersChanged();

	/**
	 * What a member does in its group.
	 */
	enum Role {

		PRODUCER, CONSUMER

	}

}
