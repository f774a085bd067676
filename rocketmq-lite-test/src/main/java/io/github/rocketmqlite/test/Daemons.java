package io.github.rocketmqlite.test;

/**
 * Starts the threads of this package. All are daemons with a name that begins with
 * {@code rocketmq-lite-test-}, so a test that forgets to close a server still ends.
 */
final class Daemons {

	private Daemons() {
	}

	static void start(String name, Runnable work) {
		Thread thread = new Thread(work, "rocketmq-lite-test-" + name);
		thread.setDaemon(true);
		thread.start();
	}

}
