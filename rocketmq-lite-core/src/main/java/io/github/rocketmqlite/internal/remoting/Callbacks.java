package io.github.rocketmqlite.internal.remoting;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * Takes the ends of futures to the threads on which applications hear of them.
 * <p>
 * Threading: stateless.
 */
public final class Callbacks {

	private Callbacks() {
	}

	/**
	 * A future that ends as the given one does, on a thread of the callbacks; its error
	 * is the plain cause, without a wrapper of futures.
	 */
	public static <T extends @Nullable Object> CompletableFuture<T> end(CompletableFuture<T> future,
			Executor callbacks) {
		CompletableFuture<T> end = new CompletableFuture<>();
		future.whenCompleteAsync((value, failure) -> {
			if (failure == null) {
				end.complete(value);
			}
			else {
				end.completeExceptionally(Blocking.unwrap(failure));
			}
		}, callbacks);
		return end;
	}

}
