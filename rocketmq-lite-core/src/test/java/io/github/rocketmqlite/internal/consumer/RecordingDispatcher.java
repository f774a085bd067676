package io.github.rocketmqlite.internal.consumer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Hands out messages only when the test asks for them.
 */
final class RecordingDispatcher implements Dispatcher {

	private final Set<QueueBuffer> buffers = new LinkedHashSet<>();

	@Override
	public void dispatch(QueueBuffer buffer) {
		this.buffers.add(buffer);
	}

	@Override
	public void pause() {
	}

	@Override
	public void resume() {
	}

	@Override
	public void concurrency(int concurrency) {
		throw new UnsupportedOperationException("No test needs it");
	}

	@Override
	public int concurrency() {
		return 1;
	}

	@Override
	public boolean isSaturated() {
		return false;
	}

	@Override
	public void maxMessagesPerSecond(int messages) {
		throw new UnsupportedOperationException("No test needs it");
	}

	@Override
	public int maxMessagesPerSecond() {
		return 0;
	}

	@Override
	public void close() {
	}

	QueueBuffer first() {
		return this.buffers.iterator().next();
	}

	/** Takes all that is ready, as running listeners would. */
	List<Held> takeAll() {
		List<Held> taken = new ArrayList<>();
		for (QueueBuffer buffer : this.buffers) {
			Slice slice = buffer.take(Slice.MAX_SIZE);
			while (slice != null) {
				taken.add(new Held(buffer, slice));
				slice = buffer.take(Slice.MAX_SIZE);
			}
		}
		return taken;
	}

	/** Handles all that is ready with success and returns the offsets. */
	List<Long> handleAll() {
		List<Long> offsets = new ArrayList<>();
		for (Held held : takeAll()) {
			offsets.addAll(held.offsets());
			held.finish();
		}
		return offsets;
	}

	record Held(QueueBuffer buffer, Slice slice) {

		List<Long> offsets() {
			List<Long> offsets = new ArrayList<>();
			for (int i = 0; i < this.slice.size(); i++) {
				offsets.add(this.slice.message(i).queueOffset());
			}
			return offsets;
		}

		void finish() {
			this.buffer.finish(this.slice, 0, this.slice.from(0), 0);
		}

	}

}
