package io.github.rocketmqlite.spring.autoconfigure.transaction;

import javax.sql.DataSource;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import io.github.rocketmqlite.spring.autoconfigure.RocketProperties;
import io.github.rocketmqlite.spring.core.TransactionBinding;
import io.github.rocketmqlite.spring.transaction.JdbcTransactionLog;
import io.github.rocketmqlite.spring.transaction.SpringTransactionBinding;
import io.github.rocketmqlite.spring.transaction.TransactionLog;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Makes sends part of Spring's transactions, if
 * {@code rocketmq-lite.producer.join-transactions} says so.
 */
@AutoConfiguration(before = RocketAutoConfiguration.class)
@ConditionalOnClass({ RocketClient.class, JdbcTemplate.class })
@ConditionalOnBooleanProperty("rocketmq-lite.producer.join-transactions")
@ConditionalOnBooleanProperty(name = "rocketmq-lite.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RocketProperties.class)
public final class RocketTransactionAutoConfiguration {

	RocketTransactionAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(TransactionLog.class)
	JdbcTransactionLog rocketTransactionLog(DataSource dataSource, PlatformTransactionManager transactionManager,
			RocketProperties properties) {
		return new JdbcTransactionLog(new JdbcTemplate(dataSource), transactionManager,
				properties.getProducer().getTransactionLogTable());
	}

	@Bean
	@ConditionalOnMissingBean(TransactionBinding.class)
	SpringTransactionBinding rocketTransactionBinding(TransactionLog log) {
		return new SpringTransactionBinding(log);
	}

}
