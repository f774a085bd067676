package io.github.rocketmqlite.spring.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.github.rocketmqlite.client.Credentials;
import io.github.rocketmqlite.client.CredentialsProvider;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.config.RocketListenerContainerFactory;
import io.github.rocketmqlite.spring.core.RocketClusters;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.spring.listener.ListenerConfigurationException;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Several clusters in one application.
 */
class NamedClustersTests {

	private static final int GET_ROUTE = 105;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class))
		.withPropertyValues("rocketmq-lite.name-servers=127.0.0.1:1001", "rocketmq-lite.request-timeout=2s",
				"rocketmq-lite.producer.retries=5", "rocketmq-lite.client-id=top", "rocketmq-lite.namespace=shop",
				"rocketmq-lite.clusters.eu.name-servers=127.0.0.1:2001", "rocketmq-lite.clusters.eu.connect-timeout=1s",
				"rocketmq-lite.clusters.us-east.name-servers=127.0.0.1:3001",
				"rocketmq-lite.clusters.us-east.request-timeout=7s",
				"rocketmq-lite.clusters.us-east.producer.group=mine");

	@Test
	void eachClusterHasBeansThatItsNameQualifies() {
		this.runner.withUserConfiguration(Injected.class).run((context) -> {
			Injected injected = context.getBean(Injected.class);
			assertThat(injected.client.options().nameServers()).containsExactly("127.0.0.1:1001");
			assertThat(injected.euClient.options().nameServers()).containsExactly("127.0.0.1:2001");
			assertThat(injected.usClient.options().nameServers()).containsExactly("127.0.0.1:3001");
			assertThat(injected.usProducer.group()).isEqualTo("mine");
			assertThat(List.of(injected.template, injected.euTemplate, injected.usTemplate)).doesNotHaveDuplicates();
			assertThat(context.getBean(RocketTemplate.class)).isSameAs(injected.template);
			assertThat(context.getBean(RocketClusters.class).names()).containsExactly("default", "eu", "us-east");
			assertThat(context.getBean(RocketClusters.class).nameOf(injected.euClient)).isEqualTo("eu");
		});
	}

	@Test
	void aClusterTakesFromTheTopWhatItDoesNotSetButNothingThatSaysWhoOrWhere() {
		this.runner
			.withPropertyValues("rocketmq-lite.access-key=user", "rocketmq-lite.secret-key=secret",
					"rocketmq-lite.proxy.address=127.0.0.1:1080", "rocketmq-lite.transport.allowed-brokers=10.0.0.0/8")
			.run((context) -> {
				RocketClient eu = context.getBean("euRocketClient", RocketClient.class);
				assertThat(eu.options().requestTimeout()).isEqualTo(Duration.ofSeconds(2));
				assertThat(eu.options().connectTimeout()).isEqualTo(Duration.ofSeconds(1));
				assertThat(eu.options().clientId()).isNotEqualTo("top");
				assertThat(eu.options().naming().namespace()).isNull();
				assertThat(eu.options().network().proxies()).isEmpty();
				assertThat(eu.options().network().allowedBrokers()).isEmpty();
				RocketClient us = context.getBean("us-eastRocketClient", RocketClient.class);
				assertThat(us.options().requestTimeout()).isEqualTo(Duration.ofSeconds(7));
				assertThat(us.options().connectTimeout()).isEqualTo(Duration.ofSeconds(3));
			});
	}

	@Test
	void credentialsOfOneClusterNeverReachAnother() {
		try (ScriptedBroker top = ScriptedBroker.start(); ScriptedBroker other = ScriptedBroker.start()) {
			this.runner.withUserConfiguration(EuCredentials.class)
				.withPropertyValues("rocketmq-lite.name-servers=" + top.address(), "rocketmq-lite.producer.retries=0",
						"rocketmq-lite.clusters.eu.name-servers=" + other.address())
				.run((context) -> {
					send(context.getBean(RocketTemplate.class));
					assertThat(top.awaitRequest(GET_ROUTE, Duration.ofSeconds(10)).ext())
						.doesNotContainKey("AccessKey");
					send(context.getBean("euRocketTemplate", RocketTemplate.class));
					assertThat(other.awaitRequest(GET_ROUTE, Duration.ofSeconds(10)).ext()).containsEntry("AccessKey",
							"only-eu");
				});
		}
		try (ScriptedBroker other = ScriptedBroker.start()) {
			this.runner
				.withPropertyValues("rocketmq-lite.access-key=user", "rocketmq-lite.secret-key=secret",
						"rocketmq-lite.producer.retries=0", "rocketmq-lite.clusters.eu.name-servers=" + other.address())
				.run((context) -> {
					send(context.getBean("euRocketTemplate", RocketTemplate.class));
					assertThat(other.awaitRequest(GET_ROUTE, Duration.ofSeconds(10)).ext())
						.doesNotContainKey("AccessKey");
				});
		}
	}

	@Test
	void connectionDetailsOfOneClusterAreThoseOfNoOther() {
		this.runner.withUserConfiguration(EuDetails.class).run((context) -> {
			assertThat(context.getBean("euRocketClient", RocketClient.class).options().nameServers())
				.containsExactly("127.0.0.1:2999");
			assertThat(context.getBean("rocketClient", RocketClient.class).options().nameServers())
				.containsExactly("127.0.0.1:1001");
		});
	}

	@Test
	void connectionDetailsMaySayThemselvesWhoseTheyAre() {
		this.runner.withBean("euDetails", RocketConnectionDetails.class, () -> new DetailsOf("eu", "127.0.0.1:2998"))
			.withBean("topDetails", RocketConnectionDetails.class, () -> new DetailsOf(null, "127.0.0.1:1998"))
			.run((context) -> {
				assertThat(context.getBean("euRocketClient", RocketClient.class).options().nameServers())
					.containsExactly("127.0.0.1:2998");
				assertThat(context.getBean("us-eastRocketClient", RocketClient.class).options().nameServers())
					.containsExactly("127.0.0.1:3001");
				assertThat(context.getBean("rocketClient", RocketClient.class).options().nameServers())
					.containsExactly("127.0.0.1:1998");
			});
	}

	@Test
	void connectionDetailsOfAClusterThatNobodyNamedFailTheStart() {
		this.runner.withBean("details", RocketConnectionDetails.class, () -> new DetailsOf("asia", "127.0.0.1:2998"))
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("those of the cluster 'asia'")
				.hasStackTraceContaining("rocketmq-lite.clusters.asia"));
	}

	@Test
	void connectionDetailsOfANamedClusterMakeNoDefaultOne() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class))
			.withPropertyValues("rocketmq-lite.clusters.eu.request-timeout=2s")
			.withBean(DetailsOf.class, () -> new DetailsOf("eu", "127.0.0.1:2998"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("euRocketClient")
				.doesNotHaveBean("rocketClient"));
	}

	@Test
	void customizersOfTheClientReachOtherClustersOnlyWhenTheySaySo() {
		this.runner.withUserConfiguration(Customizers.class).run((context) -> {
			assertThat(context.getBean("rocketClient", RocketClient.class).options().clientId()).isEqualTo("custom");
			assertThat(context.getBean("euRocketClient", RocketClient.class).options().clientId()).isEqualTo("for-eu");
			assertThat(context.getBean("us-eastRocketClient", RocketClient.class).options().clientId())
				.isNotEqualTo("custom");
			assertThat(context.getBean("euRocketProducer", Producer.class).group())
				.isEqualTo(context.getBean("rocketProducer", Producer.class).group());
		});
	}

	@ParameterizedTest
	@CsvSource({ "clusters.eu.name-servers, ''", "clusters.eu.name-servers, nonsense",
			"clusters.eu.request-timeout, 0s", "clusters.eu.producer.retries, -1",
			"clusters.eu.consumer.concurrency, 0", "clusters.default.zone, x", "clusters.a_b.zone, x" })
	void aWrongValueIsReportedWithTheKeyOfItsCluster(String key, String value) {
		this.runner.withPropertyValues("rocketmq-lite." + key + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat("rocketmq-lite." + key).startsWith(ex.getName())));
	}

	@Test
	void aClusterWithoutAddressIsReported() {
		this.runner.withPropertyValues("rocketmq-lite.clusters.asia.zone=a")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("rocketmq-lite.clusters.asia.name-servers"));
	}

	@Test
	void aKeyThatNoClusterHasIsReported() {
		this.runner.withPropertyValues("rocketmq-lite.clusters.eu.listeners.mine.group=x")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(UnboundConfigurationPropertiesException.class)
				.hasMessageContaining("rocketmq-lite.clusters.eu.listeners"));
	}

	@Test
	void withoutAnAddressAtTheTopThereAreNamedClustersOnly() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class))
			.withPropertyValues("rocketmq-lite.clusters.eu.name-servers=127.0.0.1:2001")
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean("rocketClient").hasBean("euRocketTemplate");
				assertThat(context.getBean(RocketClusters.class).names()).containsExactly("eu");
				assertThat(context.getBeanNamesForType(RocketListenerContainerFactory.class))
					.containsExactly("euRocketListenerContainerFactory");
			});
	}

	@Test
	void aListenerOfAnUnknownClusterFailsTheStartNamingTheKnownOnes() {
		this.runner.withBean(Lost.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(ListenerConfigurationException.class)
				.hasMessageContaining("Lost.on")
				.hasMessageContaining("'asia'")
				.hasMessageContaining("[default, eu, us-east]"));
	}

	@Test
	void aListenerNamesItsClusterOnce() {
		this.runner.withBean(Twice.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(ListenerConfigurationException.class)
				.hasMessageContaining("Twice.on")
				.hasMessageContaining("'somethingElse'"));
	}

	private static void send(RocketTemplate template) {
		// the scripted server knows no topic; what matters is what it is asked
		assertThat(catchThrowable(() -> template.send("orders", "hello"))).isNotNull();
	}

	static class Lost {

		@RocketListener(topics = "orders", group = "g", cluster = "${no.such.key:asia}")
		void on(String text) {
		}

	}

	static class Twice {

		@RocketListener(topics = "orders", group = "g", cluster = "eu", containerFactory = "somethingElse")
		void on(String text) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Injected {

		@Autowired
		private RocketClient client;

		@Autowired
		@Qualifier("eu")
		private RocketClient euClient;

		@Autowired
		@Qualifier("us-east")
		private RocketClient usClient;

		@Autowired
		@Qualifier("us-east")
		private Producer usProducer;

		@Autowired
		private RocketTemplate template;

		@Autowired
		@Qualifier("eu")
		private RocketTemplate euTemplate;

		@Autowired
		@Qualifier("us-east")
		private RocketTemplate usTemplate;

	}

	record DetailsOf(@Nullable String cluster, String nameServer) implements RocketConnectionDetails {

		@Override
		public List<String> getNameServers() {
			return List.of(this.nameServer);
		}

		@Override
		public @Nullable String getCluster() {
			return this.cluster;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EuCredentials {

		@Bean
		@Qualifier("eu")
		CredentialsProvider credentials() {
			return () -> Credentials.of("only-eu", "secret");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EuDetails {

		@Bean
		@Qualifier("eu")
		RocketConnectionDetails details() {
			return () -> List.of("127.0.0.1:2999");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		@Bean
		RocketClientBuilderCustomizer forDefault() {
			return (builder) -> builder.clientId("custom");
		}

		@Bean
		RocketClientBuilderCustomizer forEu() {
			return new RocketClientBuilderCustomizer() {

				@Override
				public void customize(io.github.rocketmqlite.client.RocketClientBuilder builder) {
				}

				@Override
				public void customize(String cluster, io.github.rocketmqlite.client.RocketClientBuilder builder) {
					if (cluster.equals("eu")) {
						builder.clientId("for-eu");
					}
				}

			};
		}

	}

}
