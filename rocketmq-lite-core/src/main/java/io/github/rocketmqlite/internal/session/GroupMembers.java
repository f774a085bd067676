package io.github.rocketmqlite.internal.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.session.GroupMember.Role;
import org.jspecify.annotations.Nullable;

/**
 * The producers and consumers of one client, at most one for each role and group.
 * <p>
 * Threading: thread-safe.
 */
public final class GroupMembers {

	private final Namespace namespace;

	private final Map<String, GroupMember> producers = new ConcurrentHashMap<>();

	private final Map<String, GroupMember> consumers = new ConcurrentHashMap<>();

	public GroupMembers() {
		this(Namespace.NONE);
	}

	/**
	 * Makes the members of a client in a namespace, which is part of the names that
	 * brokers use.
	 */
	public GroupMembers(Namespace namespace) {
		this.namespace = namespace;
	}

	/**
	 * Adds a member.
	 * @return the member that has the role and group already, or {@code null} when the
	 * new one was added
	 */
	@Nullable GroupMember add(GroupMember member) {
		return members(member.role()).putIfAbsent(member.group(), member);
	}

	void remove(GroupMember member) {
		members(member.role()).remove(member.group(), member);
	}

	/**
	 * The member that a broker means.
	 * @param group the group as the broker names it
	 */
	public @Nullable GroupMember find(Role role, String group) {
		return members(role).get(this.namespace.unwrap(group));
	}

	List<GroupMember> all() {
		List<GroupMember> all = new ArrayList<>(this.producers.values());
		all.addAll(this.consumers.values());
		return all;
	}

	private Map<String, GroupMember> members(Role role) {
		return (role == Role.PRODUCER) ? this.producers : this.consumers;
	}

}
