package io.github.rocketmqlite.guard;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;

/**
 * Keeps what Netty's leak detector reports: buffers that were collected without having
 * been released. There is one detector in a JVM, hence one recorder.
 * <p>
 * Threading: thread-safe.
 */
public final class LeakRecorder {

	private static final LeakRecorder INSTANCE = new LeakRecorder();

	private static final int COLLECTION_MILLIS = 2_000;

	private final Queue<String> reports = new ConcurrentLinkedQueue<>();

	private LeakRecorder() {
		ByteBufUtil.setLeakListener(this::onLeak);
	}

	public static LeakRecorder instance() {
		return INSTANCE;
	}

	private void onLeak(String resourceType, String records) {
		// the broker in this JVM uses Netty too
		if (!records.contains("org.apache.rocketmq") || records.contains("io.github.rocketmqlite")) {
			this.reports.add(resourceType + records);
		}
	}

	/**
	 * Collects garbage and returns the reports since the last call.
	 */
	public List<String> drain() throws InterruptedException {
		ReferenceQueue<Object> collected = new ReferenceQueue<>();
		WeakReference<Object> sentinel = new WeakReference<>(new Object(), collected);
		System.gc();
		if (collected.remove(COLLECTION_MILLIS) != sentinel) {
			throw new IllegalStateException("No garbage was collected within " + COLLECTION_MILLIS + " ms");
		}
		// the detector reports what was collected when the next buffer is made
		ByteBufAllocator.DEFAULT.buffer(1).release();
		List<String> drained = new ArrayList<>();
		for (String report = this.reports.poll(); report != null; report = this.reports.poll()) {
			drained.add(report);
		}
		return drained;
	}

}
