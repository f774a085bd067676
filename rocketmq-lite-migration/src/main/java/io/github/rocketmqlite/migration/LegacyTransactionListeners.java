package io.github.rocketmqlite.migration;

import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.producer.TransactionChecker;
import io.github.rocketmqlite.producer.TransactionDecision;
import io.github.rocketmqlite.spring.config.RocketListenerConfigurer;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistrar;
import io.github.rocketmqlite.spring.config.TransactionCheckers;
import io.github.rocketmqlite.spring.listener.ListenerConfigurationException;
import io.github.rocketmqlite.spring.support.RocketHeaderMapper;
import org.apache.rocketmq.spring.annotation.RocketMQTransactionListener;
import org.apache.rocketmq.spring.core.RocketMQLocalTransactionListener;
import org.apache.rocketmq.spring.support.RocketMQHeaders;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Lets the bean with {@code @RocketMQTransactionListener} answer brokers that ask about
 * transactions of any topic without a checker of its own. What runs local transactions is
 * the application's own call of {@code RocketTemplate.sendInTransaction}.
 * <p>
 * Threading: called once, when all singletons exist.
 */
final class LegacyTransactionListeners implements RocketListenerConfigurer {

	private static final String DEFAULT_TEMPLATE = "rocketMQTemplate";

	private final ConfigurableListableBeanFactory beanFactory;

	private final TransactionCheckers checkers;

	private final RocketHeaderMapper headerMapper;

	LegacyTransactionListeners(ConfigurableListableBeanFactory beanFactory, TransactionCheckers checkers,
			RocketHeaderMapper headerMapper) {
		this.beanFactory = beanFactory;
		this.checkers = checkers;
		this.headerMapper = headerMapper;
	}

	@Override
	public void configure(RocketListenerEndpointRegistrar registrar) {
		this.beanFactory.getBeansOfType(RocketMQLocalTransactionListener.class).values().forEach((listener) -> {
			Class<?> type = AopProxyUtils.ultimateTargetClass(listener);
			RocketMQTransactionListener annotation = AnnotatedElementUtils.findMergedAnnotation(type,
					RocketMQTransactionListener.class);
			if (annotation != null) {
				requireDefaultTemplate(annotation, type);
				this.checkers.add(List.of(), checker(listener), type.getName());
			}
		});
	}

	private static void requireDefaultTemplate(RocketMQTransactionListener annotation, Class<?> type) {
		if (!annotation.rocketMQTemplateBeanName().equals(DEFAULT_TEMPLATE)) {
			throw new ListenerConfigurationException("The @RocketMQTransactionListener on " + type.getName()
					+ " is for the template '" + annotation.rocketMQTemplateBeanName()
					+ "', and there is no such template here. Make it a method with @RocketTransactionChecker, which"
					+ " names the topics it knows");
		}
	}

	private TransactionChecker checker(RocketMQLocalTransactionListener listener) {
		return (halfMessage) -> {
			MessageHeaders headers = this.headerMapper.toHeaders(halfMessage,
					Map.of(RocketMQHeaders.PREFIX + RocketMQHeaders.TRANSACTION_ID, halfMessage.messageId()));
			return switch (listener.checkLocalTransaction(MessageBuilder.createMessage(halfMessage.body(), headers))) {
				case COMMIT -> TransactionDecision.COMMIT;
				case ROLLBACK -> TransactionDecision.ROLLBACK;
				case UNKNOWN -> TransactionDecision.UNKNOWN;
			};
		};
	}

}
