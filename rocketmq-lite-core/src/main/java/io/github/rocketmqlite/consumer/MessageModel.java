package io.github.rocketmqlite.consumer;

/**
 * Who of a group gets a message.
 */
public enum MessageModel {

	/**
	 * One member of the group. Members share the queues among them, progress is kept at
	 * the brokers, a message that fails goes to the group's retry topic.
	 */
	CLUSTERING,

	/**
	 * Every member of the group. Each one reads all queues and keeps its progress for
	 * itself, in a file unless the options name another place. There is no retry topic: a
	 * message that fails is handed to the listener again by the same member, after a
	 * pause that grows from one second to 30, at most as often as the options'
	 * {@code maxReconsumeTimes} say; then it is given up with an error in the log.
	 */
	BROADCASTING

}
