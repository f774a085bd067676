package io.github.rocketmqlite.admin;

/**
 * Looks into lite topics, at brokers from 5.4 on; older ones refuse with code 3. Each
 * broker knows of itself only, so answers come by broker, and one that refuses is named
 * in {@link ByBroker#failures()}. A lite topic has its messages at one broker, but each
 * broker of its topic knows who subscribed to it.
 * <p>
 * How calls end and what they throw is told by {@link Admin}; topics and groups are
 * created there, too, with {@code MessageType.LITE} and
 * {@link GroupSettings.Builder#liteBindTopic(String)}.
 * <p>
 * Threading: thread-safe. All methods block, and none may be called on an event loop.
 */
public interface LiteAdmin {

	/**
	 * What each master of all clusters keeps of lite topics.
	 */
	ByBroker<LiteBrokerInfo> brokers();

	/**
	 * A topic that holds lite topics. Brokers at which it is of another type refuse.
	 */
	ByBroker<LiteParentInfo> topic(String topic);

	/**
	 * A lite topic: its messages and who subscribed to it. One that does not exist has
	 * none.
	 * @param topic the topic that holds it
	 */
	ByBroker<LiteTopicInfo> liteTopic(String topic, String liteTopic);

	/**
	 * What a member of a group has subscribed to. Brokers that do not know it are
	 * missing.
	 * @param topic the topic that holds the lite topics
	 * @param clientId the name under which it subscribed, {@code <client id>@<group>} for
	 * consumers of this client
	 * @param maxLiteTopics how many lite topics are listed, 1 to 10,000
	 */
	ByBroker<LiteClientInfo> client(String topic, String group, String clientId, int maxLiteTopics);

	/**
	 * How far a group is behind in all lite topics that it has read.
	 * @param top of how many lite topics the lists tell at most, at least 1
	 */
	ByBroker<LiteGroupInfo> group(String group, int top);

	/**
	 * How far a group is behind in a lite topic. Brokers that have no message of it, or
	 * of which the group never read it, are missing.
	 */
	ByBroker<LiteTopicLag> lag(String group, String liteTopic);

	/**
	 * Makes all brokers look through all lite topics that members of a group subscribed
	 * to, and hand out what waits there. Brokers do so by themselves from time to time;
	 * this is for messages that seem to be overlooked.
	 */
	void dispatch(String group);

	/**
	 * Makes all brokers look through the lite topics of one member.
	 * @param clientId the name under which it subscribed
	 * @see #dispatch(String)
	 */
	void dispatch(String group, String clientId);

}
