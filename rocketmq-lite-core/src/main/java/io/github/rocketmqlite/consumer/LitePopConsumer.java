package io.github.rocketmqlite.consumer;

/**
 * Receives messages of lite topics when it is asked to, and acknowledges each on its own:
 * a {@link PopConsumer} whose member says which lite topics it wants, and may change its
 * mind at any time. {@link LiteConsumer} tells what lite topics are and what the members
 * of a group share.
 * <p>
 * The messages of a lite topic come in their order. What was received of a lite topic
 * must be acknowledged, or its invisible time be over, before there is more of it; when
 * one message comes again, so do those behind it that are not acknowledged. One receive
 * brings messages of several lite topics, if there are some:
 * {@link io.github.rocketmqlite.ReceivedMessage#liteTopic()} tells of which. A receive
 * waits also when nothing is subscribed to yet.
 * <p>
 * Brokers take acknowledgements of such messages one by one, each with a request of its
 * own. They count how often a message was delivered, and forget it when they are
 * restarted.
 * <p>
 * Needs brokers from 5.4 on. A group that consumes lite topics consumes nothing else.
 * <p>
 * Threading: thread-safe. Futures are completed on the client's callback threads.
 */
public interface LitePopConsumer extends PopConsumer, LiteSubscriptions {

	/**
	 * Ends waiting receives and leaves the group: nothing is subscribed to any more. What
	 * was received and is not acknowledged keeps its invisible time and then comes to
	 * others, so that nobody handles a lite topic while its messages may still be worked
	 * on here; {@link #changeInvisibleTime} to zero gives a message back at once. Closing
	 * twice does nothing.
	 */
	@Override
	void close();

}
