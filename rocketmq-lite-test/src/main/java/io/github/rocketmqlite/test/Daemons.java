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

	/**
	 * Whether the JVM is exiting, so that there is nothing left to stop.
	 */
	static boolean isJvmExiting() {
		try {
			// the only question that the runtime answers by refusing it during the exit
			Runtime.getRuntime().removeShutdownHook(new Thread());
			return false;
		}
		catch (IllegalStateException ex) {
			return true;
		}
	}

}
