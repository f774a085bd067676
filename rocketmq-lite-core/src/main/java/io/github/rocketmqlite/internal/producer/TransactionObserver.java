package io.github.rocketmqlite.internal.producer;

import java.util.List;

import io.github.rocketmqlite.producer.TransactionDecision;
import org.jspecify.annotations.Nullable;

/**
 * Hears of every decision of a transaction when its broker is about to be told, the
 * answers to checks included.
 * <p>
 * Threading: called on any thread, event loops included, so it must never block.
 */
@FunctionalInterface
public interface TransactionObserver {

	/** Looks away. */
	TransactionObserver NONE = (end) -> {
	};

	/**
	 * Called before the broker is told.
	 */
	void ending(End end);

	/**
	 * The end of a transaction.
	 *
	 * @param group the producer's group
	 * @param topic the message's topic
	 * @param messageId the message's id, which is that of the transaction too
	 * @param tag the message's tag
	 * @param keys the message's keys
	 * @param region the region that the broker named
	 * @param brokerAddress the broker that has the half message; {@code null} when it has
	 * no master at the moment
	 * @param decision what is decided; of {@code UNKNOWN} only a broker that asked is
	 * told
	 * @param fromCheck whether the broker asked for it
	 */
	record End(String group, String topic, String messageId, @Nullable String tag, List<String> keys,
			@Nullable String region, @Nullable String brokerAddress, TransactionDecision decision, boolean fromCheck) {

		public End {
			keys = List.copyOf(keys);
		}

	}

}
