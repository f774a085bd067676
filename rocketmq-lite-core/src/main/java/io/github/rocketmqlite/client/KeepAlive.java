package io.github.rocketmqlite.client;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the JVM running while there are consumers, as a server would be. All other
 * threads of a client are daemons, so a program that only sends may simply end.
 * <p>
 * Threading: thread-safe.
 */
final class KeepAlive {

	private final ReentrantLock lock = new ReentrantLock();

	private CountDownLatch ended = new CountDownLatch(0);

	private int consumers;

	void enter() {
		this.lock.lock();
		try {
			if (this.consumers++ == 0) {
				CountDownLatch end = new CountDownLatch(1);
				this.ended = end;
				new Thread(() -> awaitEnd(end), "rocketmq-lite-keep-alive").start();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void leave() {
		this.lock.lock();
		try {
			if (--this.consumers == 0) {
				this.ended.countDown();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private static void awaitEnd(CountDownLatch end) {
		try {
			end.await();
		}
		catch (InterruptedException ex) {
			// nobody has a reason to interrupt this thread but to end it
			Thread.currentThread().interrupt();
		}
	}

}
