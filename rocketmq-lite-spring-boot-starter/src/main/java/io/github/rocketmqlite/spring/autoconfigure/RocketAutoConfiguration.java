package io.github.rocketmqlite.spring.autoconfigure;

import io.github.rocketmqlite.client.CredentialsProvider;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.client.RocketClientBuilder;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.TransactionalProducer;
import io.github.rocketmqlite.spring.config.RocketTransactions;
import io.github.rocketmqlite.spring.config.TransactionCheckers;
import io.github.rocketmqlite.spring.core.RocketMessagingTemplate;
import io.github.rocketmqlite.spring.core.RocketOperations;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.spring.core.SendObserver;
import io.github.rocketmqlite.spring.core.TransactionBinding;
import io.github.rocketmqlite.spring.support.DefaultRocketPayloadConverter;
import io.github.rocketmqlite.spring.support.RocketHeaderMapper;
import io.github.rocketmqlite.spring.support.RocketPayloadConverter;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Sets up the client, its producer, the template and the listeners.
 * <p>
 * The client and the producer take no part in the application context's lifecycle phases:
 * they open no connection before they are used, live through a pause of the context, and
 * are closed as beans after everything that may still send was stopped.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnClass(RocketClient.class)
@EnableConfigurationProperties(RocketProperties.class)
@Import(RocketAnnotationDrivenConfiguration.class)
public final class RocketAutoConfiguration {

	private final RocketPropertiesMapper mapper;

	RocketAutoConfiguration(RocketProperties properties) {
		this.mapper = new RocketPropertiesMapper(properties);
	}

	@Bean
	@ConditionalOnMissingBean(RocketConnectionDetails.class)
	PropertiesRocketConnectionDetails rocketConnectionDetails(RocketProperties properties) {
		return new PropertiesRocketConnectionDetails(properties);
	}

	@Bean
	RocketSecurity rocketSecurity(RocketProperties properties, ObjectProvider<CredentialsProvider> credentials,
			ObjectProvider<SslBundles> bundles) {
		return new RocketSecurity(properties, credentials.getIfAvailable(), bundles.getIfAvailable());
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	RocketClient rocketClient(RocketConnectionDetails connectionDetails, RocketSecurity security,
			ObjectProvider<RocketClientBuilderCustomizer> customizers) {
		RocketClientBuilder builder = RocketClient.builder();
		this.mapper.apply(connectionDetails, builder);
		security.applyTo(builder);
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		RocketClient client = builder.build();
		security.reloadWithBundle(client);
		return client;
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	Producer rocketProducer(RocketClient client, RocketProperties properties, Environment environment,
			ObjectProvider<ProducerOptionsCustomizer> customizers) {
		return client.newProducer(
				producerOptions(ProducerGroups.choose(properties.getProducer().getGroup(), environment), customizers));
	}

	@Bean
	RocketTransactions rocketTransactions(RocketClient client, RocketProperties properties, Environment environment,
			ObjectProvider<ProducerOptionsCustomizer> customizers, TransactionCheckers checkers) {
		return new RocketTransactions(client,
				producerOptions(ProducerGroups.chooseTransactional(properties.getProducer(), environment), customizers),
				checkers);
	}

	private ProducerOptions producerOptions(String group, ObjectProvider<ProducerOptionsCustomizer> customizers) {
		ProducerOptions.Builder options = ProducerOptions.builder(group);
		this.mapper.apply(options);
		customizers.orderedStream().forEach((customizer) -> customizer.customize(options));
		return options.build();
	}

	@Bean
	@ConditionalOnMissingBean(RocketPayloadConverter.class)
	DefaultRocketPayloadConverter rocketPayloadConverter(ObjectProvider<JsonMapper> jsonMapper) {
		return new DefaultRocketPayloadConverter(jsonMapper.getIfUnique(JsonMapper::shared));
	}

	@Bean
	@ConditionalOnMissingBean
	RocketHeaderMapper rocketHeaderMapper() {
		return new RocketHeaderMapper();
	}

	@Bean
	@ConditionalOnMissingBean(RocketOperations.class)
	RocketTemplate rocketTemplate(Producer producer, RocketPayloadConverter payloadConverter,
			RocketHeaderMapper headerMapper, ObjectProvider<SendObserver> observers, RocketProperties properties,
			ObjectProvider<TransactionalProducer> transactional, RocketTransactions transactions,
			ObjectProvider<TransactionBinding> binding) {
		TransactionBinding bound = binding.getIfUnique();
		if (properties.getProducer().isJoinTransactions() && bound == null) {
			throw PropertyChecks.invalid("producer.join-transactions", "true",
					"needs spring-jdbc and a database, or a bean of type TransactionBinding");
		}
		return new RocketTemplate(producer, payloadConverter, headerMapper, observers.orderedStream().toList(),
				properties.getProducer().isTypeHeader(), () -> transactional.getIfAvailable(transactions), bound);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(RocketTemplate.class)
	RocketMessagingTemplate rocketMessagingTemplate(RocketTemplate template) {
		return new RocketMessagingTemplate(template);
	}

}
