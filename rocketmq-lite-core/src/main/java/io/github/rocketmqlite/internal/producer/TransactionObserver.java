package io.github.rocketmqlite.internal.producer;

import io.github.rocketmqlite.producer.TransactionReport;
import org.jspecify.annotations.Nullable;

/**
 * Hears of every end of a transaction, the answers to checks included.
 * <p>
 * Threading: called on any thread, event loops included, so it must never block.
 */
@FunctionalInterface
public interface TransactionObserver {

	/** Looks away. */
	TransactionObserver NONE = (end) -> {
	};

	/**
	 * Called when the broker was told, or could not be told.
	 */
	void ended(End end);

	/**
	 * The end of a transaction and what the message trace wants to know beside.
	 *
	 * @param report what every interceptor sees
	 * @param region the region that the broker named
	 * @param traced whether the broker wants the message traced
	 */
	record End(TransactionReport report, @Nullable String region, boolean traced) {
	}

}
