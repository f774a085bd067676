package io.github.rocketmqlite.test;

/**
 * Stops servers without making anybody wait for their many threads to join.
 */
final class Shutdown {

	private Shutdown() {
	}

	static void inBackground(String what, Runnable shutdown) {
		Thread thread = new Thread(shutdown, "rocketmq-lite-test-stop-" + what);
		thread.setDaemon(true);
		thread.start();
	}

}
