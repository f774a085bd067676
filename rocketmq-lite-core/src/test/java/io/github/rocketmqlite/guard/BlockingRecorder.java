package io.github.rocketmqlite.guard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingMethod;

/**
 * Keeps the blocking calls that event loops and timers of clients have made. BlockHound
 * instruments the JVM, hence one recorder.
 * <p>
 * Threading: thread-safe.
 */
public final class BlockingRecorder {

	private static final BlockingRecorder INSTANCE = new BlockingRecorder();

	private static final int FRAMES = 40;

	private final Queue<String> calls = new ConcurrentLinkedQueue<>();

	private BlockingRecorder() {
		BlockHound.install((builder) -> builder
			.nonBlockingThreadPredicate((others) -> others.or((thread) -> mustNotBlock(thread.getName())))
			.blockingMethodCallback(this::onBlocking)
			// a timer that waits for a task, or ends
			.allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "getTask")
			.allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "processWorkerExit")
			// the short locks within the JDK's executors, when others hand over tasks too
			.allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "execute")
			.allowBlockingCallsInside("java.util.concurrent.ScheduledThreadPoolExecutor", "delayedExecute")
			.allowBlockingCallsInside("java.util.concurrent.ScheduledThreadPoolExecutor", "reExecutePeriodic")
			.allowBlockingCallsInside("java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "remove")
			.allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", "shutdownNow")
			// a lock that guards a few statements: waiting is what conditions, futures
			// and
			// sleeps do
			.allowBlockingCallsInside("java.util.concurrent.locks.ReentrantLock", "lock")
			// tests log to the console
			.allowBlockingCallsInside("ch.qos.logback.classic.Logger", "callAppenders"));
	}

	public static BlockingRecorder instance() {
		return INSTANCE;
	}

	private static boolean mustNotBlock(String threadName) {
		return threadName.startsWith("rocketmq-lite-io-") || threadName.startsWith("rocketmq-lite-timer-");
	}

	private void onBlocking(BlockingMethod method) {
		// Netty's own rules cover the threads of the broker in this JVM too
		String thread = Thread.currentThread().getName();
		StackTraceElement[] stack = new Throwable().getStackTrace();
		if (mustNotBlock(thread) && !isOfBuffers(stack)) {
			this.calls.add(thread + " called " + method
					+ Arrays.stream(stack)
						.limit(FRAMES)
						.map((frame) -> "\n\tat " + frame)
						.collect(Collectors.joining()));
		}
	}

	/** Netty's allocator has short locks of its own, for arenas that threads share. */
	private static boolean isOfBuffers(StackTraceElement[] stack) {
		return Arrays.stream(stack)
			.map(StackTraceElement::getClassName)
			.dropWhile((name) -> !name.startsWith("java."))
			.filter((name) -> !name.startsWith("java.") && !name.startsWith("jdk."))
			.findFirst()
			.filter((name) -> name.startsWith("io.netty.buffer."))
			.isPresent();
	}

	/**
	 * The calls since the last call.
	 */
	public List<String> drain() {
		List<String> drained = new ArrayList<>();
		for (String call = this.calls.poll(); call != null; call = this.calls.poll()) {
			drained.add(call);
		}
		return drained;
	}

}
