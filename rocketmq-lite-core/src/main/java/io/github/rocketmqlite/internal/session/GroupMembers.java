package io.github.rocketmqlite.internal.session;

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

	private final Map<Key, GroupMember> members = new ConcurrentHashMap<>();

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
		return this.members.putIfAbsent(Key.of(member), member);
	}

	void remove(GroupMember member) {
		this.members.remove(Key.of(member), member);
	}

	/**
	 * The member that a broker means.
	 * @param group the group as the broker names it
	 */
	public @Nullable GroupMember find(Role role, String group) {
		return this.members.get(new Key(role, this.namespace.unwrap(group)));
	}

	List<GroupMember> all() {
		return List.copyOf(this.members.values());
	}

	private record Key(Role role, String group) {

		static Key of(GroupMember member) {
			return new Key(member.role(), member.group());
		}

	}

}
