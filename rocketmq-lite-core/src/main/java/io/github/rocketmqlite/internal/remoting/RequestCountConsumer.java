package io.github.rocketmqlite.internal.remoting;

/**
 * Takes the number of requests of one kind that ended in one way.
 */
@FunctionalInterface
public interface RequestCountConsumer {

	/**
	 * Takes one count.
	 * @param request the kind of request: {@code SendMessage}
	 * @param outcome how it ended
	 * @param count how often, since the client was made
	 */
	void accept(String request, RequestOutcome outcome, long count);

}
