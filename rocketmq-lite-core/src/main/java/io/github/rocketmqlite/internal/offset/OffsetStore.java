package io.github.rocketmqlite.internal.offset;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Where a group's progress is kept.
 */
public interface OffsetStore {

	/**
	 * Reads the offset at which the group goes on.
	 * @return empty when there is none; fails when that is unknown, which is not the same
	 */
	CompletableFuture<OptionalLong> read(MessageQueue queue, Deadline deadline);

	/**
	 * Begins an epoch: from now on the progress of this queue is reported from time to
	 * time.
	 * @param queue the queue
	 * @param committed the offset known to be stored; empty when there is none or it is
	 * to be overwritten, even by a smaller one
	 * @param position the offset before which everything is finished; never falls
	 */
	TrackedOffset track(MessageQueue queue, OptionalLong committed, LongSupplier position);

	/**
	 * Stops reporting. What was not reported stays unreported.
	 * @return completes when nothing is held any more that another store may need; never
	 * fails
	 */
	CompletableFuture<@Nullable Void> close();

}
