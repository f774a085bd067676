package io.github.rocketmqlite.spring.autoconfigure;

import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.rocketmqlite.client.ClientOptions;
import io.github.rocketmqlite.client.InputLimits;
import io.github.rocketmqlite.client.NamingOptions;
import io.github.rocketmqlite.client.NetworkOptions;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.client.SendLimits;
import io.github.rocketmqlite.client.TransportOptions;
import io.github.rocketmqlite.consumer.AllocationStrategy;
import io.github.rocketmqlite.consumer.BrokerCommand;
import io.github.rocketmqlite.consumer.IllegalOffsetPolicy;
import io.github.rocketmqlite.consumer.MessageModel;
import io.github.rocketmqlite.consumer.MissingTopicPolicy;
import io.github.rocketmqlite.consumer.PullTuning;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.consumer.ReceiveMode;
import io.github.rocketmqlite.consumer.ReceiveOptions;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.producer.CompressionOptions.Algorithm;
import io.github.rocketmqlite.producer.FaultTolerance;
import io.github.rocketmqlite.producer.OrderingOptions.OnFailure;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.SendInterceptor;
import io.github.rocketmqlite.producer.TransactionDecision;
import io.github.rocketmqlite.producer.TransactionOptions;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.config.ListenerDefaults;
import io.github.rocketmqlite.spring.config.RocketListenerEndpointRegistry;
import io.github.rocketmqlite.spring.core.RocketOperations;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.spring.fakes.FakeProducer;
import io.github.rocketmqlite.spring.fakes.FakeRocketClient;
import io.github.rocketmqlite.spring.listener.RocketErrorHandler;
import io.github.rocketmqlite.spring.support.RocketPayloadConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.messaging.MessageHeaders;

import static org.assertj.core.api.Assertions.assertThat;

class RocketAutoConfigurationTests {

	private final FakeRocketClient fake = new FakeRocketClient();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class));

	private final ApplicationContextRunner fakeRunner = this.runner.withBean(RocketClient.class, () -> this.fake);

	@Test
	void anApplicationThatDoesNotUseItStartsWithoutABroker() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(RocketClient.class)
				.hasSingleBean(Producer.class)
				.hasSingleBean(RocketTemplate.class);
			assertThat(context.getBean(RocketClient.class).options().nameServers()).containsExactly("localhost:9876");
		});
	}

	@Test
	void everyClientPropertyArrives() {
		this.runner
			.withPropertyValues("rocketmq-lite.name-servers=127.0.0.1:1001, 127.0.0.1:1002",
					"rocketmq-lite.client-id=me", "rocketmq-lite.connect-timeout=1s",
					"rocketmq-lite.request-timeout=2s", "rocketmq-lite.heartbeat-interval=4s",
					"rocketmq-lite.route-refresh-interval=5s", "rocketmq-lite.rebalance-interval=6s",
					"rocketmq-lite.transport.type=nio", "rocketmq-lite.transport.io-threads=2",
					"rocketmq-lite.transport.callback-threads=3", "rocketmq-lite.transport.max-frame-size=1MB",
					"rocketmq-lite.transport.header-format=json", "rocketmq-lite.consumer.max-cached-size=9MB",
					"rocketmq-lite.producer.max-pending-sends=11", "rocketmq-lite.producer.max-pending-size=12MB")
			.run((context) -> assertThat(context.getBean(RocketClient.class).options())
				.isEqualTo(new ClientOptions(List.of("127.0.0.1:1001", "127.0.0.1:1002"), "me", Duration.ofSeconds(1),
						Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(4), Duration.ofSeconds(6),
						ClientOptions.Transport.NIO, 2, 3, 1024 * 1024, 9 * 1024 * 1024,
						ClientOptions.HeaderFormat.JSON, new SendLimits(11, 12 * 1024 * 1024), NamingOptions.NONE,
						InputLimits.DEFAULTS, NetworkOptions.DIRECT)));
	}

	@Test
	void everyNamingPropertyArrives() {
		this.runner
			.withPropertyValues("rocketmq-lite.client-id=me", "rocketmq-lite.namespace=shop",
					"rocketmq-lite.namespace-v2=tenant", "rocketmq-lite.unit-name=eu", "rocketmq-lite.unit-mode=true",
					"rocketmq-lite.zone=eu-1", "rocketmq-lite.discovery.interval=7s")
			.run((context) -> {
				ClientOptions options = context.getBean(RocketClient.class).options();
				assertThat(options.clientId()).isEqualTo("me@eu");
				assertThat(options.naming())
					.isEqualTo(new NamingOptions("shop", "tenant", "eu", true, "eu-1", null, Duration.ofSeconds(7)));
			});
	}

	@Test
	void nameServersMayBeDiscovered() {
		this.runner
			.withPropertyValues("rocketmq-lite.discovery.url=http://127.0.0.1:1/rocketmq/nsaddr",
					"rocketmq-lite.discovery.allow-http=true", "rocketmq-lite.discovery.timeout=1s",
					"rocketmq-lite.unit-name=eu")
			.run((context) -> {
				ClientOptions options = context.getBean(RocketClient.class).options();
				assertThat(options.nameServers()).isEmpty();
				assertThat(options.naming().resolver())
					.hasToString("HttpNameServerResolver[http://127.0.0.1:1/rocketmq/nsaddr-eu?nofix=1]");
				assertThat(options.naming().resolveInterval()).isEqualTo(Duration.ofMinutes(2));
			});
	}

	@Test
	void connectionDetailsCountForMoreThanDiscovery() {
		this.runner.withBean(RocketConnectionDetails.class, () -> () -> List.of("127.0.0.1:9"))
			.withPropertyValues("rocketmq-lite.discovery.url=https://example.com/nsaddr")
			.run((context) -> {
				ClientOptions options = context.getBean(RocketClient.class).options();
				assertThat(options.nameServers()).containsExactly("127.0.0.1:9");
				assertThat(options.naming().resolver()).isNull();
			});
	}

	@Test
	void nameServersMayComeFromAnEnvironmentVariable() {
		for (String variable : List.of("ROCKETMQ_LITE_NAME_SERVERS", "ROCKETMQLITE_NAMESERVERS")) {
			this.runner
				.withInitializer((context) -> context.getEnvironment()
					.getPropertySources()
					.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
							Map.of(variable, "127.0.0.1:1,127.0.0.1:2"))))
				.run((context) -> assertThat(context.getBean(RocketClient.class).options().nameServers())
					.containsExactly("127.0.0.1:1", "127.0.0.1:2"));
		}
	}

	@Test
	void everyProducerPropertyArrives() {
		this.fakeRunner
			.withPropertyValues("rocketmq-lite.producer.group=mine", "rocketmq-lite.producer.send-timeout=7s",
					"rocketmq-lite.producer.retries=5", "rocketmq-lite.producer.max-message-size=1MB",
					"rocketmq-lite.producer.auto-create-queues=8", "rocketmq-lite.producer.template-topic=blueprint",
					"rocketmq-lite.producer.async-back-pressure=fail", "rocketmq-lite.producer.attempt-timeout=900ms",
					"rocketmq-lite.producer.retry-not-stored=true", "rocketmq-lite.producer.compression=none",
					"rocketmq-lite.producer.compression-threshold=9KB", "rocketmq-lite.producer.compression-level=7",
					"rocketmq-lite.producer.linger=5ms", "rocketmq-lite.producer.batch-max-size=6KB",
					"rocketmq-lite.producer.batch-max-messages=7", "rocketmq-lite.producer.topics=a,b")
			.run((context) -> assertThat(producer().options).isEqualTo(ProducerOptions.builder("mine")
				.sendTimeout(Duration.ofSeconds(7))
				.retries(5)
				.maxMessageBytes(1024 * 1024)
				.autoCreateQueues(8)
				.templateTopic("blueprint")
				.asyncBackPressure(ProducerOptions.BackPressure.FAIL)
				.attemptTimeout(Duration.ofMillis(900))
				.retryNotStored(true)
				.compression(Algorithm.NONE)
				.compressionThreshold(9 * 1024)
				.compressionLevel(7)
				.linger(Duration.ofMillis(5))
				.batchMaxBytes(6 * 1024)
				.batchMaxMessages(7)
				.topics("a", "b")
				.build()));
		this.fakeRunner
			.withPropertyValues("rocketmq-lite.producer.group=mine", "rocketmq-lite.producer.max-sends-per-second=8")
			.run((context) -> assertThat(this.fake.producers.get(1).options.maxSendsPerSecond()).isEqualTo(8));
	}

	@Test
	void everyNetworkPropertyArrives() {
		this.runner
			.withPropertyValues("rocketmq-lite.transport.vip-channel=true",
					"rocketmq-lite.transport.compact-heartbeats=true",
					"rocketmq-lite.transport.allowed-brokers=10.0.0.0/8,*.example.org",
					"rocketmq-lite.proxy.address=127.0.0.1:1080", "rocketmq-lite.proxy.user=me",
					"rocketmq-lite.proxy.password=secret", "rocketmq-lite.proxy.destinations=10.0.0.0/8",
					"rocketmq-lite.proxy.except=10.1.0.0/16", "rocketmq-lite.trace.enabled=true")
			.run((context) -> {
				NetworkOptions network = context.getBean(RocketClient.class).options().network();
				assertThat(network.vipChannel()).isTrue();
				assertThat(network.compactHeartbeats()).isTrue();
				assertThat(network.allowedBrokers()).containsExactly("10.0.0.0/8", "*.example.org");
				assertThat(network.proxies()).singleElement().satisfies((proxy) -> {
					assertThat(proxy.address()).isEqualTo("127.0.0.1:1080");
					assertThat(proxy.destinations()).containsExactly("10.0.0.0/8");
					assertThat(proxy.exceptions()).containsExactly("10.1.0.0/16");
					assertThat(proxy.toString()).doesNotContain("secret");
				});
			});
	}

	@Test
	void everyConsumerPropertyArrives() {
		this.fakeRunner.withBean(Listener.class)
			.withPropertyValues("rocketmq-lite.consumer.concurrency=3", "rocketmq-lite.consumer.start-position=first",
					"rocketmq-lite.consumer.max-reconsume-times=4", "rocketmq-lite.consumer.pull-batch-size=5",
					"rocketmq-lite.consumer.max-cached-messages-per-queue=6", "rocketmq-lite.consumer.drain-timeout=7s",
					"rocketmq-lite.consumer.commit-interval=8s", "rocketmq-lite.consumer.ordered=true",
					"rocketmq-lite.consumer.ordered-by-key=true", "rocketmq-lite.consumer.message-model=broadcasting",
					"rocketmq-lite.consumer.batch-size=9", "rocketmq-lite.consumer.max-messages-per-second=10",
					"rocketmq-lite.consumer.consume-timeout=11s", "rocketmq-lite.consumer.retry-delay=12s",
					"rocketmq-lite.consumer.max-cached-size-per-queue=13MB",
					"rocketmq-lite.consumer.illegal-offset=stop", "rocketmq-lite.consumer.missing-topic=fail",
					"rocketmq-lite.consumer.offsets-directory=offsets",
					"rocketmq-lite.consumer.broker-commands=reset-offset,status")
			.run((context) -> {
				PushConsumerOptions options = this.fake.consumerOf("billing").options;
				PushConsumerOptions.Builder expected = PushConsumerOptions.builder("billing");
				options.subscriptions().forEach(expected::subscribe);
				assertThat(options).isEqualTo(expected.concurrency(3)
					.startPosition(StartPosition.FIRST)
					.maxReconsumeTimes(4)
					.pullBatchSize(5)
					.maxCachedMessagesPerQueue(6)
					.drainTimeout(Duration.ofSeconds(7))
					.commitInterval(Duration.ofSeconds(8))
					.ordered(true)
					.orderedByKey(true)
					.messageModel(MessageModel.BROADCASTING)
					.batchSize(9)
					.maxMessagesPerSecond(10)
					.consumeTimeout(Duration.ofSeconds(11))
					.retryDelay(Duration.ofSeconds(12))
					.maxCachedBytesPerQueue(13 * 1024 * 1024)
					.illegalOffset(IllegalOffsetPolicy.STOP)
					.missingTopic(MissingTopicPolicy.FAIL)
					.offsetsInFile(Path.of("offsets"))
					.brokerCommands(Set.of(BrokerCommand.RESET_OFFSET, BrokerCommand.STATUS))
					.build());
			});
	}

	@Test
	void everyTuningPropertyOfTheClientArrives() {
		this.runner
			.withPropertyValues("rocketmq-lite.transport.tcp-no-delay=false", "rocketmq-lite.transport.keep-alive=true",
					"rocketmq-lite.transport.send-buffer-size=1KB", "rocketmq-lite.transport.receive-buffer-size=2KB",
					"rocketmq-lite.transport.write-buffer-low=3KB", "rocketmq-lite.transport.write-buffer-high=4KB",
					"rocketmq-lite.transport.local-address=127.0.0.1", "rocketmq-lite.fault-tolerance.enabled=false",
					"rocketmq-lite.fault-tolerance.failure-pause=5s", "rocketmq-lite.fault-tolerance.longest-pause=6s",
					"rocketmq-lite.fault-tolerance.probe-timeout=7s")
			.run((context) -> {
				NetworkOptions network = context.getBean(RocketClient.class).options().network();
				assertThat(network.sockets()).isEqualTo(TransportOptions.builder()
					.tcpNoDelay(false)
					.keepAlive(true)
					.sendBufferBytes(1024)
					.receiveBufferBytes(2048)
					.writeBufferBytes(3072, 4096)
					.localAddress("127.0.0.1")
					.build());
				assertThat(new TuningPropertiesMapper(context.getBean(RocketProperties.class)).faultTolerance())
					.isEqualTo(new FaultTolerance(false, FaultTolerance.defaults().slow(), Duration.ofSeconds(5),
							Duration.ofSeconds(6), Duration.ofSeconds(7)));
			});
	}

	@Test
	void tuningIsThatOfTheClientByDefault() {
		this.runner.run((context) -> {
			TuningPropertiesMapper mapper = new TuningPropertiesMapper(context.getBean(RocketProperties.class));
			assertThat(mapper.faultTolerance()).isEqualTo(FaultTolerance.defaults());
			TransactionOptions.Builder options = TransactionOptions.builder((message) -> TransactionDecision.UNKNOWN);
			TransactionOptions plain = options.build();
			mapper.apply(options);
			assertThat(options.build()).usingRecursiveComparison().isEqualTo(plain);
		});
	}

	@Test
	void tuningPropertiesOfProducersAndConsumersArrive() {
		this.fakeRunner.withBean(Listener.class)
			.withPropertyValues("rocketmq-lite.producer.on-ordered-failure=continue",
					"rocketmq-lite.producer.max-waiting-per-key=11", "rocketmq-lite.producer.retry-codes=17,18",
					"rocketmq-lite.producer.retry-budget=-1", "rocketmq-lite.consumer.start-at=2026-11-01T10:00:00Z",
					"rocketmq-lite.consumer.allocation=averagely-by-circle",
					"rocketmq-lite.consumer.max-popped-per-queue=12", "rocketmq-lite.consumer.max-span-per-queue=13",
					"rocketmq-lite.consumer.max-cached-messages-per-topic=14",
					"rocketmq-lite.consumer.max-cached-size-per-topic=15KB",
					"rocketmq-lite.consumer.lock-renew-interval=16s", "rocketmq-lite.consumer.pull.broker-wait=17s",
					"rocketmq-lite.consumer.pull.timeout=18s", "rocketmq-lite.consumer.pull.interval=19ms",
					"rocketmq-lite.consumer.pull.filter-in-pulls=true")
			.run((context) -> {
				assertThat(producer().options).isEqualTo(ProducerOptions.builder(producer().group())
					.onOrderedFailure(OnFailure.CONTINUE)
					.maxWaitingPerKey(11)
					.retryCodes(17, 18)
					.retryBudget(-1)
					.build());
				PushConsumerOptions.Builder expected = PushConsumerOptions.builder("billing");
				PushConsumerOptions options = this.fake.consumerOf("billing").options;
				options.subscriptions().forEach(expected::subscribe);
				assertThat(options).isEqualTo(expected.drainTimeout(Duration.ofSeconds(25))
					.startAt(Instant.parse("2026-11-01T10:00:00Z"))
					.allocationStrategy(options.assignment().strategy())
					.maxPoppedPerQueue(12)
					.maxSpanPerQueue(13)
					.maxCachedMessagesPerTopic(14)
					.maxCachedBytesPerTopic(15 * 1024)
					.lockRenewInterval(Duration.ofSeconds(16))
					.pulling(
							new PullTuning(Duration.ofSeconds(17), Duration.ofSeconds(18), Duration.ofMillis(19), true))
					.build());
				assertThat(options.assignment().strategy().name())
					.isEqualTo(AllocationStrategy.averagelyByCircle().name());
			});
	}

	@Test
	void propertiesOfTransactionsArrive() {
		this.fakeRunner
			.withPropertyValues("rocketmq-lite.producer.transaction.check-immunity=11s",
					"rocketmq-lite.producer.transaction.check-threads=12",
					"rocketmq-lite.producer.transaction.max-pending-checks=13",
					"rocketmq-lite.producer.transaction.max-open-transactions=14",
					"rocketmq-lite.producer.transaction.drain-timeout=15s")
			.run((context) -> {
				TransactionOptions.Builder options = TransactionOptions
					.builder((message) -> TransactionDecision.UNKNOWN);
				new TuningPropertiesMapper(context.getBean(RocketProperties.class)).apply(options);
				TransactionOptions built = options.build();
				assertThat(built.checkImmunity()).isEqualTo(Duration.ofSeconds(11));
				assertThat(built.checkThreads()).isEqualTo(12);
				assertThat(built.maxPendingChecks()).isEqualTo(13);
				assertThat(built.maxOpenTransactions()).isEqualTo(14);
				assertThat(built.drainTimeout()).isEqualTo(Duration.ofSeconds(15));
			});
	}

	@Test
	void aKeyThatDoesNotExistFailsTheStartAndIsNamed() {
		this.runner.withPropertyValues("rocketmq-lite.name-server=127.0.0.1:1", "rocketmq-lite.producer.retires=3")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(UnboundConfigurationPropertiesException.class)
				.hasMessageContaining("rocketmq-lite.name-server")
				.hasMessageContaining("rocketmq-lite.producer.retires"));
	}

	@Test
	void nothingIsSetUpWhenItIsSwitchedOff() {
		this.runner.withPropertyValues("rocketmq-lite.enabled=false")
			.withBean(Listener.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(RocketClient.class)
				.doesNotHaveBean(RocketTemplate.class)
				.doesNotHaveBean(RocketListenerEndpointRegistry.class));
	}

	@Test
	void popPropertiesArrive() {
		this.fakeRunner.withBean(Listener.class)
			.withPropertyValues("rocketmq-lite.consumer.receive-mode=pop", "rocketmq-lite.consumer.invisible-time=30s")
			.run((context) -> assertThat(this.fake.consumerOf("billing").options.receive())
				.extracting(ReceiveOptions::mode, ReceiveOptions::invisibleTime)
				.containsExactly(ReceiveMode.POP, Duration.ofSeconds(30)));
	}

	@Test
	void defaultsAreThoseOfTheClient() {
		this.runner.withPropertyValues("rocketmq-lite.client-id=me").run((context) -> {
			try (RocketClient plain = RocketClient.builder().nameServers("localhost:9876").clientId("me").build()) {
				assertThat(context.getBean(RocketClient.class).options()).isEqualTo(plain.options());
			}
		});
		this.fakeRunner.withBean(Listener.class).withPropertyValues("rocketmq-lite.producer.group=p").run((context) -> {
			assertThat(producer().options).isEqualTo(ProducerOptions.builder("p").build());
			PushConsumerOptions.Builder plain = PushConsumerOptions.builder("billing");
			this.fake.consumerOf("billing").options.subscriptions().forEach(plain::subscribe);
			// shorter than a shutdown phase of Spring, which is 30 seconds
			plain.drainTimeout(Duration.ofSeconds(25));
			assertThat(this.fake.consumerOf("billing").options).isEqualTo(plain.build());
		});
	}

	@ParameterizedTest
	@CsvSource({ "consumer.invisible-time, 0s", "name-servers, nonsense", "name-servers, ''", "client-id, ' '",
			"connect-timeout, 0s", "request-timeout, -1s", "heartbeat-interval, 0s", "route-refresh-interval, 0s",
			"rebalance-interval, 0s", "transport.io-threads, 0", "transport.callback-threads, 0",
			"transport.max-frame-size, 1B", "transport.max-frame-size, 3GB", "producer.group, ' '",
			"producer.send-timeout, 0s", "producer.retries, -1", "producer.max-message-size, 0B",
			"producer.max-message-size, 3GB", "producer.auto-create-queues, 0", "producer.max-pending-sends, 0",
			"producer.max-pending-sends, 1000001", "producer.max-pending-size, 0B", "producer.max-pending-size, 2TB",
			"consumer.concurrency, 0", "consumer.max-reconsume-times, -1", "consumer.pull-batch-size, 1025",
			"consumer.max-cached-messages-per-queue, 0", "producer.attempt-timeout, 0s",
			"producer.max-sends-per-second, -1", "producer.compression-level, 10",
			"producer.compression-threshold, -1B", "producer.linger, -1ms", "producer.batch-max-size, 0B",
			"producer.batch-max-messages, 1", "consumer.batch-size, 0", "consumer.max-messages-per-second, -1",
			"consumer.consume-timeout, 0s", "consumer.retry-delay, -1s", "consumer.max-cached-size-per-queue, 0B",
			"proxy.address, nonsense", "consumer.max-cached-size, 0B", "consumer.drain-timeout, -1s",
			"consumer.commit-interval, 0s", "namespace, a%b", "namespace-v2, ' '", "unit-name, a b", "zone, ' '",
			"discovery.url, http://example.com/nsaddr", "discovery.interval, 0s", "transport.send-buffer-size, -1B",
			"transport.receive-buffer-size, -1B", "transport.write-buffer-low, 2MB", "transport.write-buffer-high, 0B",
			"transport.local-address, nowhere", "fault-tolerance.failure-pause, 0s",
			"fault-tolerance.longest-pause, 0s", "fault-tolerance.probe-timeout, 0s", "producer.max-waiting-per-key, 0",
			"producer.retry-budget, 1000001", "consumer.max-popped-per-queue, 0", "consumer.max-span-per-queue, 0",
			"consumer.max-cached-messages-per-topic, 0", "consumer.max-cached-size-per-topic, 0B",
			"consumer.lock-renew-interval, 21s", "consumer.pull.broker-wait, 0s", "consumer.pull.timeout, 15s",
			"consumer.pull.interval, -1s" })
	void aWrongValueFailsTheStartAndNamesItsKey(String key, String value) {
		this.runner.withPropertyValues("rocketmq-lite." + key + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getName()).isEqualTo("rocketmq-lite." + key));
		});
	}

	@Test
	void theProducerGroupComesFromTheApplicationsName() {
		this.fakeRunner.run((context) -> assertThat(producer().group()).isEqualTo("rocketmq-lite-producer"));
		this.fakeRunner.withPropertyValues("spring.application.name=Order Service 2.0")
			.run((context) -> assertThat(this.fake.producers.get(1).group()).isEqualTo("Order-Service-2-0-producer"));
	}

	@Test
	void connectionDetailsTakeThePlaceOfTheProperty() {
		this.runner.withBean(RocketConnectionDetails.class, () -> () -> List.of("127.0.0.1:4711"))
			.withPropertyValues("rocketmq-lite.name-servers=127.0.0.1:1")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(PropertiesRocketConnectionDetails.class);
				assertThat(context.getBean(RocketClient.class).options().nameServers())
					.containsExactly("127.0.0.1:4711");
			});
	}

	@Test
	void customizersAreCalledInTheirOrderAfterTheProperties() {
		this.runner.withUserConfiguration(Customizers.class)
			.withPropertyValues("rocketmq-lite.client-id=property")
			.run((context) -> assertThat(context.getBean(RocketClient.class).options().clientId()).isEqualTo("second"));
		this.fakeRunner.withUserConfiguration(Customizers.class)
			.withBean(Listener.class)
			.withPropertyValues("rocketmq-lite.producer.retries=9", "rocketmq-lite.consumer.concurrency=9",
					"rocketmq-lite.consumer.pull-batch-size=9")
			.run((context) -> {
				assertThat(producer().options.retries()).isEqualTo(2);
				assertThat(this.fake.consumerOf("billing").options.pullBatchSize()).isEqualTo(2);
			});
	}

	@Test
	void interceptorsOfSendsAreBeansInTheirOrder() {
		SendInterceptor late = new SendInterceptor() {
		};
		SendInterceptor early = new EarlyInterceptor();
		this.fakeRunner.withBean("late", SendInterceptor.class, () -> late)
			.withBean("early", SendInterceptor.class, () -> early)
			.run((context) -> assertThat(producer().options.interceptors()).containsExactly(early, late));
	}

	@Order(1)
	private static final class EarlyInterceptor implements SendInterceptor {

	}

	@Test
	void theAnnotationWinsOverCustomizers() {
		this.fakeRunner.withUserConfiguration(Customizers.class)
			.withBean(ListenerWithConcurrency.class)
			.run((context) -> assertThat(this.fake.consumerOf("billing").options.concurrency()).isEqualTo(6));
	}

	@Test
	void backsOffFromBeansOfTheApplication() {
		RocketPayloadConverter converter = new NoConverter();
		RocketErrorHandler errorHandler = (id, message, error) -> {
			throw new IllegalStateException(error);
		};
		FakeProducer producer = new FakeProducer(ProducerOptions.builder("own").build());
		this.fakeRunner.withBean("ownConverter", RocketPayloadConverter.class, () -> converter)
			.withBean("ownHandler", RocketErrorHandler.class, () -> errorHandler)
			.withBean("ownProducer", Producer.class, () -> producer)
			.run((context) -> {
				assertThat(context.getBean(RocketPayloadConverter.class)).isSameAs(converter);
				assertThat(context.getBean(RocketErrorHandler.class)).isSameAs(errorHandler);
				assertThat(context.getBean(Producer.class)).isSameAs(producer);
				assertThat(this.fake.producers).isEmpty();
				assertThat(context.getBean(ListenerDefaults.class).autoStartup()).isTrue();
			});
	}

	@Test
	void sendsWithTheJsonMapperOfTheApplication() {
		this.fakeRunner
			.withBean(JsonMapper.class,
					() -> JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build())
			.run((context) -> {
				context.getBean(RocketOperations.class).send("orders", new Payload(7));
				assertThat(producer().only().body()).asString().isEqualTo("{\"order_id\":7}");
			});
	}

	@Test
	void sendsWithTheJsonMapperOfSpringBoot() {
		this.fakeRunner.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
			.withPropertyValues("spring.jackson.property-naming-strategy=SNAKE_CASE")
			.run((context) -> {
				context.getBean(RocketOperations.class).send("orders", new Payload(7));
				assertThat(producer().only().body()).asString().isEqualTo("{\"order_id\":7}");
			});
	}

	@Test
	void closesTheProducerAndTheClientWithTheContext() {
		this.fakeRunner.run((context) -> {
			assertThat(producer().closed).isFalse();
			assertThat(this.fake.closed).isFalse();
		});
		assertThat(producer().closed).isTrue();
		assertThat(this.fake.closed).isTrue();
	}

	@Test
	void backsOffWithoutTheClient() {
		this.runner.withClassLoader(new FilteredClassLoader(RocketClient.class))
			.run((context) -> assertThat(context).doesNotHaveBean(RocketTemplate.class));
	}

	private FakeProducer producer() {
		return this.fake.producers.get(0);
	}

	record Payload(int orderId) {
	}

	static class Listener {

		@RocketListener(topics = "orders", group = "billing")
		void on(String text) {
		}

	}

	static class ListenerWithConcurrency {

		@RocketListener(topics = "orders", group = "billing", concurrency = "6")
		void on(String text) {
		}

	}

	static class NoConverter implements RocketPayloadConverter {

		@Override
		public byte[] toBody(Object payload) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Object fromBody(byte[] body, Type targetType, MessageHeaders headers) {
			throw new UnsupportedOperationException();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		@Bean
		@Order(2)
		RocketClientBuilderCustomizer secondClient() {
			return (builder) -> builder.clientId("second");
		}

		@Bean
		@Order(1)
		RocketClientBuilderCustomizer firstClient() {
			return (builder) -> builder.clientId("first");
		}

		@Bean
		@Order(2)
		ProducerOptionsCustomizer secondProducer() {
			return (options) -> options.retries(2);
		}

		@Bean
		@Order(1)
		ProducerOptionsCustomizer firstProducer() {
			return (options) -> options.retries(1);
		}

		@Bean
		@Order(2)
		PushConsumerOptionsCustomizer secondConsumer() {
			return (options) -> options.pullBatchSize(2).concurrency(2);
		}

		@Bean
		@Order(1)
		PushConsumerOptionsCustomizer firstConsumer() {
			return (options) -> options.pullBatchSize(1).concurrency(1);
		}

	}

}
