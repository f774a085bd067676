package io.github.rocketmqlite.admin;

import java.util.List;
import java.util.Map;

/**
 * Administers the users of brokers that check signatures and permissions (access control
 * 2.0, from 5.3 on; others refuse all of it). Every broker has users and policies of its
 * own: changes go to the masters of all clusters, and what is read is told by broker.
 * <p>
 * Needs credentials of a user who may do it. Names in policies are those of the brokers:
 * a namespace is part of them.
 * <p>
 * Errors are those of {@link Admin}: {@link AdminException} names the brokers that did a
 * change and those that did not.
 * <p>
 * Threading: thread-safe. All methods block, and none may be called on an event loop.
 */
public interface AccessControl {

	/**
	 * Creates a user.
	 * @throws IllegalArgumentException when the user has no password
	 */
	void createUser(User user);

	/**
	 * Changes a user's type, status and, unless it is {@code null}, password.
	 */
	void updateUser(User user);

	/**
	 * Deletes a user. One that does not exist is deleted already. Its policy stays until
	 * it is deleted, too.
	 */
	void deleteUser(String name);

	/**
	 * The users, by the names of the brokers; their passwords are not told.
	 * @throws AdminException when a broker could not be asked
	 */
	Map<String, List<User>> users();

	/**
	 * Lets a user do what the policy says, in addition to what is allowed already.
	 */
	void createPolicy(AccessPolicy policy);

	/**
	 * Changes what a user may do about the resources that the policy names.
	 */
	void updatePolicy(AccessPolicy policy);

	/**
	 * Deletes all that a user may do.
	 * @param subject who, such as {@code User:alice}
	 */
	void deletePolicy(String subject);

	/**
	 * Deletes what a user may do about one resource.
	 * @param subject who, such as {@code User:alice}
	 * @param resource which one, as the policy names it
	 */
	void deletePolicy(String subject, String resource);

	/**
	 * What users may do, by the names of the brokers.
	 * @throws AdminException when a broker could not be asked
	 */
	Map<String, List<AccessPolicy>> policies();

}
