package io.github.rocketmqlite.spring.autoconfigure;

import io.github.rocketmqlite.spring.config.MethodRocketListenerEndpointFactory;
import io.github.rocketmqlite.spring.config.RocketListenerBeanPostProcessor;
import io.github.rocketmqlite.spring.config.RocketListenerConfigurer;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistrar;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;
import io.github.rocketmqlite.spring.config.TemplateReplySender;
import io.github.rocketmqlite.spring.config.TransactionCheckers;
import io.github.rocketmqlite.spring.core.RocketClusters;
import io.github.rocketmqlite.spring.core.TransactionBinding;
import io.github.rocketmqlite.spring.listener.DeadLetterCauses;
import io.github.rocketmqlite.spring.listener.DefaultRocketErrorHandler;
import io.github.rocketmqlite.spring.listener.MessageRecoverer;
import io.github.rocketmqlite.spring.listener.RocketErrorHandler;
import io.github.rocketmqlite.spring.listener.adapter.ListenerMethodAdapters;
import io.github.rocketmqlite.spring.listener.adapter.RocketHandlerMethodFactory;
import io.github.rocketmqlite.spring.support.RocketHeaderMapper;
import io.github.rocketmqlite.spring.support.RocketPayloadConverter;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.validation.Validator;

/**
 * Sets up what turns annotated methods into running listeners.
 */
@Configuration(proxyBeanMethods = false)
class RocketAnnotationDrivenConfiguration {

	@Bean
	static RocketListenerBeanPostProcessor rocketListenerBeanPostProcessor(
			ObjectProvider<RocketListenerEndpointRegistrar> registrar,
			ObjectProvider<MethodRocketListenerEndpointFactory> endpoints,
			ObjectProvider<RocketListenerConfigurer> configurers, ObjectProvider<TransactionCheckers> checkers) {
		return new RocketListenerBeanPostProcessor(registrar, endpoints, configurers, checkers);
	}

	@Bean
	RocketListenerEndpointRegistry rocketListenerEndpointRegistry(RocketProperties properties,
			ApplicationEventPublisher publisher) {
		RocketListenerEndpointRegistry registry = new RocketListenerEndpointRegistry();
		RocketEventPublisher events = new RocketEventPublisher(publisher);
		registry.forEachContainer((container) -> container.setEventListener(events));
		if (properties.getListener().isStartAfterReady()) {
			registry.hold();
		}
		return registry;
	}

	@Bean
	ApplicationListener<ApplicationReadyEvent> rocketListenerReadyStart(
			ObjectProvider<RocketListenerEndpointRegistry> registry) {
		return (event) -> registry.getObject().release();
	}

	@Bean
	RocketListenerEndpointRegistrar rocketListenerEndpointRegistrar(RocketListenerEndpointRegistry registry,
			RocketProperties properties, NamedClusters clusters, BeanFactory beanFactory) {
		return new RocketListenerEndpointRegistrar(registry,
				RocketPropertiesMapper.listenerOverrides(properties.getListeners()), clusters.containerFactories(),
				beanFactory);
	}

	@Bean
	MethodRocketListenerEndpointFactory rocketListenerEndpointFactory(RocketPayloadConverter payloadConverter,
			RocketHeaderMapper headerMapper, NamedClusters clusters, DeadLetterCauses causes,
			ObjectProvider<Validator> validator, ObjectProvider<HandlerMethodArgumentResolver> resolvers,
			ConfigurableListableBeanFactory beanFactory) {
		Validator payloads = validator.getIfUnique();
		return new MethodRocketListenerEndpointFactory(
				new RocketHandlerMethodFactory(payloadConverter, payloads, beanFactory,
						resolvers.orderedStream().toList()),
				new ListenerMethodAdapters(payloadConverter, headerMapper,
						new TemplateReplySender(RocketClusters.DEFAULT, clusters::producerOf, clusters::templateOf,
								payloadConverter, headerMapper),
						payloads),
				causes, beanFactory);
	}

	@Bean
	TransactionCheckers rocketTransactionCheckers(ObjectProvider<TransactionBinding> binding) {
		return new TransactionCheckers(binding.getIfUnique());
	}

	@Bean
	DeadLetterCauses rocketDeadLetterCauses() {
		return new DeadLetterCauses();
	}

	@Bean
	FailureBeans rocketFailureBeans(RocketErrorHandler errorHandler, ObjectProvider<MessageRecoverer> recoverer,
			DeadLetterCauses causes) {
		return new FailureBeans(errorHandler, recoverer.getIfUnique(), causes);
	}

	@Bean
	@ConditionalOnMissingBean(RocketErrorHandler.class)
	DefaultRocketErrorHandler rocketErrorHandler() {
		return new DefaultRocketErrorHandler();
	}

}
