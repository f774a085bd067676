package io.github.rocketmqlite.internal.remoting;

import io.netty.util.concurrent.FastThreadLocalThread;

/**
 * A thread of an event loop, told apart by its type so that nothing waits on it.
 * <p>
 * Threading: runs one event loop for its whole life.
 */
final class IoThread extends FastThreadLocalThread {

	IoThread(Runnable loop, String name) {
		super(loop, name);
		setDaemon(true);
	}

}
