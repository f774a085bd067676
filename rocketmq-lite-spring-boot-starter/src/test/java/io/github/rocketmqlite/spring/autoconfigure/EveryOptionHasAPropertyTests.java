package io.github.rocketmqlite.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.rocketmqlite.client.HttpNameServerResolver;
import io.github.rocketmqlite.client.NamingOptions;
import io.github.rocketmqlite.client.ProxyOptions;
import io.github.rocketmqlite.client.RocketClientBuilder;
import io.github.rocketmqlite.client.TlsOptions;
import io.github.rocketmqlite.client.TraceOptions;
import io.github.rocketmqlite.client.TransportOptions;
import io.github.rocketmqlite.consumer.PullTuning;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.producer.FaultTolerance;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.TransactionOptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every option of the client, of producers, of push consumers and of transactions has a
 * property, or a reason not to have one.
 */
class EveryOptionHasAPropertyTests {

	private static final String TOP = "rocketmq-lite.";

	/** Where the options of a builder stand among the properties. */
	private static final Map<Class<?>, String> SECTIONS = Map.of(RocketClientBuilder.class, "",
			NamingOptions.Builder.class, "", HttpNameServerResolver.Builder.class, "discovery.",
			TransportOptions.Builder.class, "transport.", ProxyOptions.Builder.class, "proxy.",
			TraceOptions.Builder.class, "trace.", TlsOptions.Builder.class, "ssl.", ProducerOptions.Builder.class,
			"producer.", TransactionOptions.Builder.class, "producer.transaction.", PushConsumerOptions.Builder.class,
			"consumer.");

	/** Properties that are not called as their options, by builder and option. */
	private static final Map<String, String> OTHER_NAMES = names("""
			RocketClientBuilder.maxCachedBytes = consumer.max-cached-size
			RocketClientBuilder.maxPendingSends = producer.max-pending-sends
			RocketClientBuilder.maxPendingSendBytes = producer.max-pending-size
			RocketClientBuilder.transport = transport.type
			RocketClientBuilder.ioThreads = transport.io-threads
			RocketClientBuilder.callbackThreads = transport.callback-threads
			RocketClientBuilder.maxFrameBytes = transport.max-frame-size
			RocketClientBuilder.headerFormat = transport.header-format
			RocketClientBuilder.allowedBrokers = transport.allowed-brokers
			RocketClientBuilder.vipChannel = transport.vip-channel
			RocketClientBuilder.compactHeartbeats = transport.compact-heartbeats
			RocketClientBuilder.credentials = access-key
			RocketClientBuilder.credentialsProvider = security-token
			RocketClientBuilder.tls = ssl.enabled
			RocketClientBuilder.proxy = proxy.address
			RocketClientBuilder.trace = trace.enabled
			RocketClientBuilder.faultTolerance = fault-tolerance.enabled
			RocketClientBuilder.transportOptions = transport.tcp-no-delay
			RocketClientBuilder.naming = namespace
			NamingOptions.Builder.resolver = discovery.url
			NamingOptions.Builder.resolveInterval = discovery.interval
			HttpNameServerResolver.Builder.unitName = unit-name
			TransportOptions.Builder.sendBufferBytes = transport.send-buffer-size
			TransportOptions.Builder.receiveBufferBytes = transport.receive-buffer-size
			TransportOptions.Builder.writeBufferBytes = transport.write-buffer-high
			ProxyOptions.Builder.credentials = proxy.user
			TlsOptions.Builder.trustedCertificates = ssl.bundle
			TlsOptions.Builder.trustStore = ssl.bundle
			TlsOptions.Builder.clientCertificate = ssl.bundle
			TlsOptions.Builder.sslContext = ssl.bundle
			TlsOptions.Builder.protocols = ssl.bundle
			TlsOptions.Builder.expectedHostName = ssl.expected-host-names
			ProducerOptions.Builder.maxMessageBytes = producer.max-message-size
			ProducerOptions.Builder.batchMaxBytes = producer.batch-max-size
			TransactionOptions.Builder.topics = producer.topics
			PushConsumerOptions.Builder.offsetsInFile = consumer.offsets-directory
			PushConsumerOptions.Builder.allocationStrategy = consumer.allocation
			PushConsumerOptions.Builder.maxCachedBytesPerQueue = consumer.max-cached-size-per-queue
			PushConsumerOptions.Builder.maxCachedBytesPerTopic = consumer.max-cached-size-per-topic
			PushConsumerOptions.Builder.pulling = consumer.pull.broker-wait
			PushConsumerOptions.Builder.retryPolicy = listener.back-off
			""");

	/** Options without a property, and why. */
	private static final Map<String, String> REASONS = names("""
			RocketClientBuilder.inputLimits = guards against hostile servers, which nobody should loosen by accident
			RocketClientBuilder.sendInterceptor = an object: a customizer adds it
			RocketClientBuilder.consumeInterceptor = an object: a customizer adds it
			RocketClientBuilder.connectionListener = an object: application events tell the same
			ProducerOptions.Builder.selector = an object: a customizer sets it
			ProducerOptions.Builder.interceptor = an object: a SendInterceptor bean
			TransactionOptions.Builder.checkExecutor = an object: threads have properties
			TransactionOptions.Builder.interceptor = an object: observers of sends hear of transactions
			PushConsumerOptions.Builder.subscribe = said by the listener's annotation and rocketmq-lite.listeners
			PushConsumerOptions.Builder.executor = an object: a customizer, or spring.threads.virtual.enabled
			PushConsumerOptions.Builder.offsetsIn = an object: a customizer sets it
			PushConsumerOptions.Builder.assignmentListener = an object: a customizer, or application events
			PushConsumerOptions.Builder.interceptor = an object: a customizer, or a ListenerInterceptor bean
			PushConsumerOptions.Builder.poisonHandler = an object: a customizer sets it
			PushConsumerOptions.Builder.deadLetterListener = an object: a MessageRecoverer bean
			FaultTolerance.slow = a table of latencies: a customizer sets it
			""");

	@Test
	void everyMethodOfTheBuildersHasAPropertyOrAReason() throws IOException {
		Set<String> properties = properties();
		Map<String, String> found = new HashMap<>();
		SECTIONS.forEach((builder, section) -> options(builder)
			.forEach((option) -> found.put(name(builder) + "." + option, section + dashed(option))));
		Arrays.stream(FaultTolerance.class.getRecordComponents())
			.forEach((part) -> found.put("FaultTolerance." + part.getName(),
					"fault-tolerance." + dashed(part.getName())));
		Arrays.stream(PullTuning.class.getRecordComponents())
			.forEach((part) -> found.put("PullTuning." + part.getName(), "consumer.pull." + dashed(part.getName())));

		Set<String> missing = new TreeSet<>();
		found.forEach((option, usual) -> {
			String property = TOP + OTHER_NAMES.getOrDefault(option, usual);
			if (!REASONS.containsKey(option) && !properties.contains(property)) {
				missing.add(option + " (" + property + ")");
			}
		});
		assertThat(missing).as("options without a property").isEmpty();
		assertThat(found.keySet()).as("options that are named here exist")
			.containsAll(OTHER_NAMES.keySet())
			.containsAll(REASONS.keySet());
	}

	@Test
	void whatHasAReasonHasNoProperty() throws IOException {
		Set<String> properties = properties();
		SECTIONS.forEach((builder, section) -> options(builder)
			.filter((option) -> REASONS.containsKey(name(builder) + "." + option))
			.forEach((option) -> assertThat(properties).doesNotContain(TOP + section + dashed(option))));
	}

	private static Stream<String> options(Class<?> builder) {
		return Arrays.stream(builder.getMethods())
			.filter((method) -> !Modifier.isStatic(method.getModifiers()) && method.getParameterCount() > 0)
			.filter((method) -> method.getDeclaringClass() != Object.class)
			.map((method) -> method.getName())
			.distinct();
	}

	private static String name(Class<?> builder) {
		Class<?> outer = builder.getEnclosingClass();
		return (outer != null) ? outer.getSimpleName() + "." + builder.getSimpleName() : builder.getSimpleName();
	}

	private static String dashed(String option) {
		return option.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
	}

	private static Map<String, String> names(String lines) {
		Map<String, String> names = new HashMap<>();
		lines.lines().forEach((line) -> names.put(line.split(" = ")[0].trim(), line.split(" = ")[1].trim()));
		return names;
	}

	private static Set<String> properties() throws IOException {
		String own = RocketProperties.class.getProtectionDomain().getCodeSource().getLocation()
				+ "META-INF/spring-configuration-metadata.json";
		Set<String> names = new TreeSet<>();
		try (InputStream in = URI.create(own).toURL().openStream()) {
			for (JsonNode property : JsonMapper.shared().readTree(in).path("properties")) {
				names.add(property.path("name").asString());
			}
		}
		return names;
	}

}
