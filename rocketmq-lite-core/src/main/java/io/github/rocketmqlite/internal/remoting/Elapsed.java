package io.github.rocketmqlite.internal.remoting;

import java.util.concurrent.TimeUnit;

/**
 * Says how long something took, for messages.
 * <p>
 * Threading: stateless.
 */
public final class Elapsed {

	private Elapsed() {
	}

	/**
	 * The time since a value of {@link System#nanoTime()}, such as "12 ms".
	 */
	public static String since(long startedAt) {
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt) + " ms";
	}

}
