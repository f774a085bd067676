package io.github.rocketmqlite.internal.admin;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.rocketmqlite.admin.AccessControl;
import io.github.rocketmqlite.admin.AccessPolicy;
import io.github.rocketmqlite.admin.User;

/**
 * The blocking edge of the administration of users.
 * <p>
 * Threading: thread-safe.
 */
final class DefaultAccessControl implements AccessControl {

	private final DefaultAdmin admin;

	private final Access access;

	DefaultAccessControl(DefaultAdmin admin, Access access) {
		this.admin = admin;
		this.access = access;
	}

	@Override
	public void createUser(User user) {
		if (user.password() == null) {
			throw new IllegalArgumentException("User '" + user.name() + "' is new and needs a password");
		}
		this.admin.await("Creating user '" + user.name() + "'", (deadline) -> this.access.save(user, true, deadline));
	}

	@Override
	public void updateUser(User user) {
		this.admin.await("Changing user '" + user.name() + "'", (deadline) -> this.access.save(user, false, deadline));
	}

	@Override
	public void deleteUser(String name) {
		this.admin.await("Deleting user '" + name + "'", (deadline) -> this.access.deleteUser(name, deadline));
	}

	@Override
	public Map<String, List<User>> users() {
		return this.admin.await("The look-up of users", this.access::users);
	}

	@Override
	public void createPolicy(AccessPolicy policy) {
		this.admin.await("Creating the policy of '" + policy.subject() + "'",
				(deadline) -> this.access.save(policy, true, deadline));
	}

	@Override
	public void updatePolicy(AccessPolicy policy) {
		this.admin.await("Changing the policy of '" + policy.subject() + "'",
				(deadline) -> this.access.save(policy, false, deadline));
	}

	@Override
	public void deletePolicy(String subject) {
		this.admin.await("Deleting the policy of '" + subject + "'",
				(deadline) -> this.access.deletePolicy(subject, null, deadline));
	}

	@Override
	public void deletePolicy(String subject, String resource) {
		Objects.requireNonNull(resource, "resource");
		this.admin.await("Deleting the policy of '" + subject + "' for '" + resource + "'",
				(deadline) -> this.access.deletePolicy(subject, resource, deadline));
	}

	@Override
	public Map<String, List<AccessPolicy>> policies() {
		return this.admin.await("The look-up of policies", this.access::policies);
	}

}
