package io.github.rocketmqlite.test;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

import org.apache.rocketmq.auth.config.AuthConfig;
import org.apache.rocketmq.common.BrokerConfig;
import org.apache.rocketmq.common.MixAll;
import org.apache.rocketmq.remoting.netty.NettyClientConfig;
import org.apache.rocketmq.remoting.netty.NettyServerConfig;
import org.apache.rocketmq.store.config.MessageStoreConfig;

/**
 * What one broker is started with: the defaults of a test broker, then its place (port,
 * store, name server), then the caller's own properties, the last one winning.
 *
 * @param nameServers address of the name server to register at
 * @param port the broker's port on the loopback interface
 * @param store directory of its files
 * @param overrides broker properties under the names of RocketMQ's {@code broker.conf}
 */
record BrokerSettings(String nameServers, int port, Path store, Map<String, String> overrides) {

	/**
	 * Small files, quick retries and no "broker busy" answers because a test machine is
	 * slow or its disk is nearly full. Documented at
	 * {@link EmbeddedRocketMQServer.Builder}.
	 */
	private static final Map<String, String> TEST_DEFAULTS = Map.ofEntries(Map.entry("autoCreateTopicEnable", "true"),
			Map.entry("autoCreateSubscriptionGroup", "true"), Map.entry("enablePropertyFilter", "true"),
			Map.entry("traceTopicEnable", "true"),
			Map.entry("messageDelayLevel", String.join(" ", Collections.nCopies(18, "1s"))),
			Map.entry("transactionTimeOut", "1000"), Map.entry("transactionCheckInterval", "1000"),
			Map.entry("brokerFastFailureEnable", "false"), Map.entry("osPageCacheBusyTimeOutMills", "30000"),
			Map.entry("mappedFileSizeCommitLog", String.valueOf(16 * 1024 * 1024)),
			Map.entry("mappedFileSizeConsumeQueue", String.valueOf(60_000 * 20)),
			Map.entry("mappedFileSizeTimerLog", String.valueOf(16 * 1024 * 1024)), Map.entry("maxHashSlotNum", "10000"),
			Map.entry("maxIndexNum", "40000"), Map.entry("diskMaxUsedSpaceRatio", "98"),
			Map.entry("diskSpaceCleanForciblyRatio", "98"), Map.entry("diskSpaceWarningLevelRatio", "99"),
			// until it has passed once, the thread that writes these figures spins
			Map.entry("transactionMetricFlushInterval", "300"),
			// each time, 38 MB of the timer's wheel are compared byte by byte
			Map.entry("timerFlushIntervalMs", "10000"));

	BrokerSettings {
		overrides = Map.copyOf(overrides);
		overrides.keySet().forEach(BrokerSettings::requireKnown);
	}

	/**
	 * Copies every property into the configuration object that has a setter of its name.
	 */
	void applyTo(Object configuration) {
		MixAll.properties2Object(properties(), configuration);
	}

	Properties properties() {
		Properties properties = new Properties();
		properties.putAll(TEST_DEFAULTS);
		properties.putAll(place());
		properties.putAll(this.overrides);
		return properties;
	}

	private Map<String, String> place() {
		return Map.ofEntries(Map.entry("namesrvAddr", this.nameServers),
				Map.entry("listenPort", String.valueOf(this.port)), Map.entry("bindAddress", "127.0.0.1"),
				Map.entry("brokerIP1", "127.0.0.1"), Map.entry("brokerIP2", "127.0.0.1"),
				Map.entry("haListenPort", "0"), Map.entry("brokerName", "broker-" + this.port),
				Map.entry("rocketmqHome", this.store.toString()), Map.entry("storePathRootDir", this.store.toString()),
				Map.entry("storePathCommitLog", this.store.resolve("commitlog").toString()));
	}

	/**
	 * Fails for a property that no part of the broker would read.
	 */
	static void requireKnown(String property) {
		String setter = "set" + property.substring(0, 1).toUpperCase(Locale.ROOT) + property.substring(1);
		boolean known = Arrays
			.asList(BrokerConfig.class, NettyServerConfig.class, NettyClientConfig.class, MessageStoreConfig.class,
					AuthConfig.class)
			.stream()
			.flatMap((type) -> Arrays.stream(type.getMethods()))
			.map(Method::getName)
			.anyMatch(setter::equals);
		if (!known) {
			throw new IllegalArgumentException("A RocketMQ broker has no property '" + property + "'");
		}
	}

}
