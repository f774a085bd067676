package io.github.rocketmqlite.spring.autoconfigure;

import java.util.function.Supplier;

import io.github.rocketmqlite.client.CredentialsProvider;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.client.RocketClientBuilder;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.SendInterceptor;
import io.github.rocketmqlite.producer.TransactionalProducer;
import io.github.rocketmqlite.spring.config.DefaultRocketListenerContainerFactory;
import io.github.rocketmqlite.spring.config.FailureDefaults;
import io.github.rocketmqlite.spring.config.ListenerDefaults;
import io.github.rocketmqlite.spring.config.RocketTransactions;
import io.github.rocketmqlite.spring.config.TransactionCheckers;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.spring.core.SendObserver;
import io.github.rocketmqlite.spring.core.TransactionBinding;
import io.github.rocketmqlite.spring.listener.ListenerInterceptor;
import io.github.rocketmqlite.spring.listener.ProcessObserver;
import io.github.rocketmqlite.spring.support.RocketHeaderMapper;
import io.github.rocketmqlite.spring.support.RocketPayloadConverter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * Makes what an application needs for one cluster, the default one or another, of its
 * properties and the beans that have a say in it.
 * <p>
 * Threading: thread-safe.
 *
 * @param cluster the cluster's name
 * @param properties its properties
 * @param beans what beans have a say in it
 */
record ClusterSetup(String cluster, ClusterProperties properties, ClusterScopedBeans beans) {

	private ConfigurableListableBeanFactory beanFactory() {
		return this.beans.beanFactory();
	}

	private Environment environment() {
		return beanFactory().getBean(Environment.class);
	}

	private RocketPropertiesMapper mapper() {
		return new RocketPropertiesMapper(this.properties);
	}

	RocketClient client() {
		RocketConnectionDetails details = connectionDetails();
		RocketSecurity security = new RocketSecurity(this.properties,
				this.beans.find(CredentialsProvider.class, this.cluster),
				beanFactory().getBeanProvider(SslBundles.class).getIfAvailable());
		RocketClientBuilder builder = RocketClient.builder();
		mapper().apply(details, builder);
		security.applyTo(builder, details);
		beanFactory().getBeanProvider(RocketClientBuilderCustomizer.class)
			.orderedStream()
			.forEach((customizer) -> customizer.customize(this.cluster, builder));
		RocketClient client = builder.build();
		security.reloadWithBundle(client, details);
		return client;
	}

	private RocketConnectionDetails connectionDetails() {
		RocketConnectionDetails details = this.beans.find(RocketConnectionDetails.class, this.cluster);
		return (details != null) ? details : new PropertiesRocketConnectionDetails(this.properties);
	}

	Producer producer(RocketClient client) {
		return client.newProducer(
				producerOptions(ProducerGroups.choose(this.properties.getProducer().getGroup(), environment())));
	}

	RocketTransactions transactions(RocketClient client) {
		return new RocketTransactions(client,
				producerOptions(ProducerGroups.chooseTransactional(this.properties.getProducer(), environment())),
				beanFactory().getBean(TransactionCheckers.class), new TuningPropertiesMapper(this.properties)::apply);
	}

	private ProducerOptions producerOptions(String group) {
		ProducerOptions.Builder options = ProducerOptions.builder(group);
		mapper().apply(options);
		beanFactory().getBeanProvider(SendInterceptor.class).orderedStream().forEach(options::interceptor);
		beanFactory().getBeanProvider(ProducerOptionsCustomizer.class)
			.orderedStream()
			.forEach((customizer) -> customizer.customize(options));
		return options.build();
	}

	RocketTemplate template(Producer producer, Supplier<TransactionalProducer> transactional) {
		return new RocketTemplate(producer, beanFactory().getBean(RocketPayloadConverter.class),
				beanFactory().getBean(RocketHeaderMapper.class),
				beanFactory().getBeanProvider(SendObserver.class)
					.orderedStream()
					.map((observer) -> observer.ofCluster(this.cluster))
					.toList(),
				this.properties.getProducer().isTypeHeader(), transactional, transactionBinding());
	}

	private @Nullable TransactionBinding transactionBinding() {
		if (!this.properties.getProducer().isJoinTransactions()) {
			return null;
		}
		TransactionBinding binding = beanFactory().getBeanProvider(TransactionBinding.class).getIfUnique();
		if (binding == null) {
			throw PropertyChecks.invalid("producer.join-transactions", "true",
					"needs spring-jdbc and a database, or a bean of type TransactionBinding");
		}
		return binding;
	}

	FailureDefaults failureDefaults() {
		FailureBeans common = beanFactory().getBean(FailureBeans.class);
		return new FailureDefaults(common.errorHandler(), mapper().failureDefaults(common.recoverer()),
				common.causes());
	}

	ListenerDefaults listenerDefaults() {
		RocketPropertiesMapper mapper = mapper();
		// a wrong property fails the start even while nothing listens
		mapper.apply(PushConsumerOptions.builder("check"));
		boolean virtual = Threading.VIRTUAL.isActive(environment());
		return new ListenerDefaults(this.properties.getConsumer().getGroup(),
				this.properties.getListener().isAutoStartup(), this.properties.getListener().getStartupFailurePolicy(),
				(options) -> {
					mapper.apply(options);
					if (virtual) {
						options.executor(new VirtualThreadTaskExecutor("rocketmq-lite-consume-"));
					}
					beanFactory().getBeanProvider(PushConsumerOptionsCustomizer.class)
						.orderedStream()
						.forEach((customizer) -> customizer.customize(options));
				});
	}

	DefaultRocketListenerContainerFactory containerFactory(Supplier<RocketClient> client, ListenerDefaults defaults,
			FailureDefaults failures) {
		return new DefaultRocketListenerContainerFactory(client.get(), defaults, failures,
				beanFactory().getBeanProvider(ListenerInterceptor.class).orderedStream().toList(),
				beanFactory().getBeanProvider(ProcessObserver.class).orderedStream().toList());
	}

}
