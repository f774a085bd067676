package io.github.rocketmqlite.spring.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.producer.TransactionChecker;
import io.github.rocketmqlite.producer.TransactionDecision;
import io.github.rocketmqlite.spring.core.TransactionBinding;
import io.github.rocketmqlite.spring.listener.ListenerConfigurationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transaction checkers of the application, by topic: to the producer they are one.
 * <p>
 * Threading: thread-safe.
 */
public final class TransactionCheckers implements TransactionChecker {

	private static final Logger logger = LoggerFactory.getLogger(TransactionCheckers.class);

	/** Stands for all topics that have no checker of their own. */
	private static final String OTHERS = "*";

	private final Map<String, Named> checkers = new ConcurrentHashMap<>();

	private final @Nullable TransactionBinding binding;

	/**
	 * Makes the checkers.
	 * @param binding knows what became of the application's own transactions;
	 * {@code null} when no message depends on them
	 */
	public TransactionCheckers(@Nullable TransactionBinding binding) {
		this.binding = binding;
	}

	/**
	 * Adds a checker.
	 * @param topics the topics it knows; none for all that no other one knows
	 * @param description where it comes from, for people
	 * @throws ListenerConfigurationException naming two checkers of one topic
	 */
	public void add(List<String> topics, TransactionChecker checker, String description) {
		for (String topic : topics.isEmpty() ? List.of(OTHERS) : topics) {
			Named former = this.checkers.putIfAbsent(topic, new Named(checker, description));
			if (former != null) {
				throw new ListenerConfigurationException("Two transaction checkers are for topic '" + topic + "': "
						+ former.description() + " and " + description);
			}
		}
	}

	boolean isEmpty() {
		return this.checkers.isEmpty() && this.binding == null;
	}

	/**
	 * The topics that have a checker of their own.
	 */
	Set<String> topics() {
		return this.checkers.keySet()
			.stream()
			.filter((topic) -> !topic.equals(OTHERS))
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Makes sure that they can work.
	 */
	void verify() {
		if (this.binding != null) {
			this.binding.verify();
		}
	}

	@Override
	public TransactionDecision check(ReceivedMessage halfMessage) throws Exception {
		if (this.binding != null && this.binding.isOwn(halfMessage)) {
			return this.binding.check(halfMessage);
		}
		Named found = of(halfMessage.topic());
		if (found == null) {
			logger.warn("A broker asks about transaction {} of topic '{}', but there is no @RocketTransactionChecker"
					+ " for it", halfMessage.messageId(), halfMessage.topic());
			return TransactionDecision.UNKNOWN;
		}
		return found.checker().check(halfMessage);
	}

	private @Nullable Named of(String topic) {
		Named own = this.checkers.get(topic);
		return (own != null) ? own : this.checkers.get(OTHERS);
	}

	private record Named(TransactionChecker checker, String description) {
	}

}
