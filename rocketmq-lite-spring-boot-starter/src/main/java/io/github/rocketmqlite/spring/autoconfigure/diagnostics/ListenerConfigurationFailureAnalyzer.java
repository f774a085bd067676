package io.github.rocketmqlite.spring.autoconfigure.diagnostics;

import io.github.rocketmqlite.spring.listener.ListenerConfigurationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains listeners that make no sense or contradict each other.
 */
final class ListenerConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<ListenerConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ListenerConfigurationException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				"Change the listeners named above, or the 'rocketmq-lite' properties they are made with.", cause);
	}

}
