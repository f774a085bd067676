package io.github.rocketmqlite.spring.autoconfigure;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.spring.config.DefaultRocketListenerContainerFactory;
import io.github.rocketmqlite.spring.config.FailureDefaults;
import io.github.rocketmqlite.spring.config.ListenerDefaults;
import io.github.rocketmqlite.spring.config.MethodRocketListenerEndpointFactory;
import io.github.rocketmqlite.spring.config.RocketListenerBeanPostProcessor;
import io.github.rocketmqlite.spring.config.RocketListenerConfigurer;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistrar;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;
import io.github.rocketmqlite.spring.config.TemplateReplySender;
import io.github.rocketmqlite.spring.config.TransactionCheckers;
import io.github.rocketmqlite.spring.core.RocketOperations;
import io.github.rocketmqlite.spring.core.TransactionBinding;
import io.github.rocketmqlite.spring.listener.DeadLetterCauses;
import io.github.rocketmqlite.spring.listener.DefaultRocketErrorHandler;
import io.github.rocketmqlite.spring.listener.ListenerInterceptor;
import io.github.rocketmqlite.spring.listener.MessageRecoverer;
import io.github.rocketmqlite.spring.listener.ProcessObserver;
import io.github.rocketmqlite.spring.listener.RocketErrorHandler;
import io.github.rocketmqlite.spring.listener.adapter.ListenerMethodAdapters;
import io.github.rocketmqlite.spring.listener.adapter.RocketHandlerMethodFactory;
import io.github.rocketmqlite.spring.support.RocketHeaderMapper;
import io.github.rocketmqlite.spring.support.RocketPayloadConverter;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;
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
	RocketListenerEndpointRegistry rocketListenerEndpointRegistry() {
		return new RocketListenerEndpointRegistry();
	}

	@Bean
	RocketListenerEndpointRegistrar rocketListenerEndpointRegistrar(RocketListenerEndpointRegistry registry,
			RocketProperties properties, BeanFactory beanFactory) {
		return new RocketListenerEndpointRegistrar(registry, new RocketPropertiesMapper(properties).listenerOverrides(),
				beanFactory);
	}

	@Bean
	MethodRocketListenerEndpointFactory rocketListenerEndpointFactory(RocketPayloadConverter payloadConverter,
			RocketHeaderMapper headerMapper, TemplateReplySender replySender, DeadLetterCauses causes,
			ObjectProvider<Validator> validator, ConfigurableListableBeanFactory beanFactory) {
		Validator payloads = validator.getIfUnique();
		return new MethodRocketListenerEndpointFactory(
				new RocketHandlerMethodFactory(payloadConverter, payloads, beanFactory),
				new ListenerMethodAdapters(payloadConverter, headerMapper, replySender, payloads), causes, beanFactory);
	}

	@Bean
	TemplateReplySender rocketReplySender(ObjectProvider<Producer> producer, ObjectProvider<RocketOperations> template,
			RocketPayloadConverter payloadConverter, RocketHeaderMapper headerMapper) {
		return new TemplateReplySender(producer::getObject, template::getObject, payloadConverter, headerMapper);
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
	@ConditionalOnMissingBean
	FailureDefaults rocketFailureDefaults(RocketErrorHandler errorHandler, RocketProperties properties,
			ObjectProvider<MessageRecoverer> recoverer, DeadLetterCauses causes) {
		return new FailureDefaults(errorHandler,
				new RocketPropertiesMapper(properties).failureDefaults(recoverer.getIfUnique()), causes);
	}

	@Bean
	@ConditionalOnMissingBean(RocketErrorHandler.class)
	DefaultRocketErrorHandler rocketErrorHandler() {
		return new DefaultRocketErrorHandler();
	}

	@Bean
	@ConditionalOnMissingBean
	ListenerDefaults rocketListenerDefaults(RocketProperties properties, Environment environment,
			ObjectProvider<PushConsumerOptionsCustomizer> customizers) {
		RocketPropertiesMapper mapper = new RocketPropertiesMapper(properties);
		// a wrong property fails the start even while nothing listens
		mapper.apply(PushConsumerOptions.builder("check"));
		return new ListenerDefaults(properties.getConsumer().getGroup(), properties.getListener().isAutoStartup(),
				properties.getListener().getStartupFailurePolicy(), (options) -> {
					mapper.apply(options);
					applyThreading(environment, options);
					customizers.orderedStream().forEach((customizer) -> customizer.customize(options));
				});
	}

	private static void applyThreading(Environment environment, PushConsumerOptions.Builder options) {
		if (Threading.VIRTUAL.isActive(environment)) {
			options.executor(new VirtualThreadTaskExecutor("rocketmq-lite-consume-"));
		}
	}

	@Bean(RocketListenerEndpointRegistrar.DEFAULT_CONTAINER_FACTORY)
	@ConditionalOnMissingBean(name = RocketListenerEndpointRegistrar.DEFAULT_CONTAINER_FACTORY)
	DefaultRocketListenerContainerFactory rocketListenerContainerFactory(RocketClient client, ListenerDefaults defaults,
			FailureDefaults failures, ObjectProvider<ListenerInterceptor> interceptors,
			ObjectProvider<ProcessObserver> observers) {
		return new DefaultRocketListenerContainerFactory(client, defaults, failures,
				interceptors.orderedStream().toList(), observers.orderedStream().toList());
	}

}
