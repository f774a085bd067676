package io.github.rocketmqlite.internal.offset;

import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one queue during one epoch of its assignment. After {@link #end()}
 * nothing of that epoch is stored any more.
 */
public interface TrackedOffset {

	/**
	 * Stores the present position and repeats it after failures until the deadline.
	 * @return whether the position is stored now; never fails
	 */
	CompletableFuture<Boolean> commit(Deadline deadline);

	/**
	 * The store may have lost what it had: the next report repeats it.
	 */
	void markUnconfirmed();

	/**
	 * Ends the epoch.
	 * @return completes when no report of it is under way any more; never fails
	 */
	CompletableFuture<@Nullable Void> end();

}
