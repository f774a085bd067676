package io.github.rocketmqlite.consumer;

import java.util.Set;

/**
 * The lite topics that a member of a group has subscribed to, which it may change at any
 * time.
 * <p>
 * Threading: thread-safe.
 */
public interface LiteSubscriptions {

	/**
	 * The topic that holds the lite topics.
	 */
	String topic();

	/**
	 * The lite topics that this member has subscribed to, without those that it lost.
	 */
	Set<String> liteTopics();

	/**
	 * Subscribes to a lite topic, which need not exist, and goes on where the group is in
	 * it. Does nothing when it is subscribed to already.
	 * @param liteTopic 1 to 64 characters of letters, digits, {@code _}, {@code -},
	 * {@code %} and {@code |}
	 * @throws io.github.rocketmqlite.BrokerException with the code
	 * {@code LITE_SUBSCRIPTION_QUOTA_EXCEEDED} when a broker has as many subscriptions as
	 * it allows, with {@code ILLEGAL_OPERATION} for a wildcard group; nothing has changed
	 * then
	 * @throws io.github.rocketmqlite.InvalidMessageException when that is no name of a
	 * lite topic
	 * @throws io.github.rocketmqlite.RocketException when no broker could be told
	 */
	void subscribeLite(String liteTopic);

	/**
	 * Subscribes to a lite topic, or again, and moves the group to a position in it.
	 * @param position where the group goes on
	 * @see #subscribeLite(String)
	 */
	void subscribeLite(String liteTopic, LitePosition position);

	/**
	 * Wants a lite topic no more. Messages that were received already may still be
	 * handled. A broker that cannot be told now is told later.
	 */
	void unsubscribeLite(String liteTopic);

}
