package io.github.rocketmqlite.spring.listener.adapter;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.producer.TransactionChecker;
import io.github.rocketmqlite.producer.TransactionDecision;
import io.github.rocketmqlite.spring.support.RocketHeaderMapper;

import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.util.Assert;

/**
 * Calls the application's method with a half message whose fate a broker asks for.
 * <p>
 * Threading: thread-safe, as far as the method is.
 */
final class TransactionCheckMethod implements TransactionChecker {

	private final InvocableHandlerMethod method;

	private final RocketHeaderMapper headerMapper;

	/**
	 * Makes a checker.
	 * @throws IllegalArgumentException naming the method when it returns something else
	 * than a decision
	 */
	TransactionCheckMethod(InvocableHandlerMethod method, RocketHeaderMapper headerMapper) {
		Assert.isTrue(method.getReturnType().getParameterType() == TransactionDecision.class,
				() -> method.getShortLogMessage() + " checks transactions, so it must return a TransactionDecision");
		this.method = method;
		this.headerMapper = headerMapper;
	}

	@Override
	public TransactionDecision check(ReceivedMessage halfMessage) throws Exception {
		Object decision = this.method
			.invoke(new DeliveredMessage(halfMessage, this.headerMapper.toHeaders(halfMessage)));
		return (decision instanceof TransactionDecision known) ? known : TransactionDecision.UNKNOWN;
	}

}
