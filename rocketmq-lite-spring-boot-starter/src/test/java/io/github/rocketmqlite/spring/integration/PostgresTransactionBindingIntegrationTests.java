package io.github.rocketmqlite.spring.integration;

import java.io.IOException;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.condition.EnabledIf;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The same with PostgreSQL, where who inserts a key that somebody else is inserting waits
 * for him.
 */
@SpringBootTest(classes = PostgresTransactionBindingIntegrationTests.PostgresApplication.class,
		properties = { "spring.application.name=binding-postgres", "test.topic=binding-postgres",
				"rocketmq-lite.consumer.start-position=first", "rocketmq-lite.producer.join-transactions=true",
				"rocketmq-lite.producer.send-timeout=10s" })
@EnabledIf(value = "postgresStarts",
		disabledReason = "PostgreSQL refuses to run as root, and this system lets nobody pose as another user")
class PostgresTransactionBindingIntegrationTests extends TransactionBindingIntegrationTests {

	static boolean postgresStarts() throws IOException, InterruptedException {
		return !"root".equals(System.getProperty("user.name"))
				|| new ProcessBuilder("unshare", "-U", "true").start().waitFor() == 0;
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	static class PostgresApplication {

		@Bean(destroyMethod = "close")
		EmbeddedPostgres postgres() throws IOException {
			return EmbeddedPostgres.start();
		}

		@Bean
		DataSource dataSource(EmbeddedPostgres postgres) {
			return postgres.getPostgresDatabase();
		}

	}

}
