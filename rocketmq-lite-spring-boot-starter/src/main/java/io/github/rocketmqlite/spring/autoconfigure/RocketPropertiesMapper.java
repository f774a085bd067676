package io.github.rocketmqlite.spring.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.github.rocketmqlite.client.RocketClientBuilder;
import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.producer.CompressionOptions.Algorithm;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.spring.config.ConsumerSettings;
import io.github.rocketmqlite.spring.config.FailureSettings;
import io.github.rocketmqlite.spring.config.ListenerOverride;
import io.github.rocketmqlite.spring.config.ListenerOverrides;
import io.github.rocketmqlite.spring.listener.MessageRecoverer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.util.unit.DataSize;

import static io.github.rocketmqlite.spring.autoconfigure.PropertyChecks.atLeastOneMilli;
import static io.github.rocketmqlite.spring.autoconfigure.PropertyChecks.durationInRange;
import static io.github.rocketmqlite.spring.autoconfigure.PropertyChecks.hasText;
import static io.github.rocketmqlite.spring.autoconfigure.PropertyChecks.inRange;
import static io.github.rocketmqlite.spring.autoconfigure.PropertyChecks.invalid;
import static io.github.rocketmqlite.spring.autoconfigure.PropertyChecks.notNegativeDuration;
import static io.github.rocketmqlite.spring.autoconfigure.PropertyChecks.sizeInRange;

/**
 * Applies the properties to the builders of the client: the one class that knows the
 * vocabulary of both.
 * <p>
 * Threading: stateless, as long as the properties stay as they are.
 */
final class RocketPropertiesMapper {

	private static final int ANY = Integer.MAX_VALUE;

	private final ClusterProperties properties;

	RocketPropertiesMapper(ClusterProperties properties) {
		this.properties = properties;
	}

	void apply(RocketConnectionDetails details, RocketClientBuilder builder) {
		NamingPropertiesMapper naming = new NamingPropertiesMapper(this.properties);
		boolean discovering = details instanceof PropertiesRocketConnectionDetails && naming.isDiscovering();
		if (!discovering) {
			applyNameServers(details, builder);
		}
		builder.naming(naming.options(discovering));
		PropertyMapper map = PropertyMapper.get();
		ClusterProperties from = this.properties;
		map.from(from::getClientId).as(hasText("client-id")::apply).to(builder::clientId);
		map.from(from::getConnectTimeout).as(atLeastOneMilli("connect-timeout")::apply).to(builder::connectTimeout);
		map.from(from::getRequestTimeout).as(atLeastOneMilli("request-timeout")::apply).to(builder::requestTimeout);
		map.from(from::getHeartbeatInterval)
			.as(atLeastOneMilli("heartbeat-interval")::apply)
			.to(builder::heartbeatInterval);
		map.from(from::getRouteRefreshInterval)
			.as(atLeastOneMilli("route-refresh-interval")::apply)
			.to(builder::routeRefreshInterval);
		map.from(from::getRebalanceInterval)
			.as(atLeastOneMilli("rebalance-interval")::apply)
			.to(builder::rebalanceInterval);
		map.from(from.getConsumer()::getMaxCachedSize)
			.as(sizeInRange("consumer.max-cached-size", 1, Long.MAX_VALUE)::apply)
			.as(DataSize::toBytes)
			.to(builder::maxCachedBytes);
		map.from(from.getProducer()::getMaxPendingSends)
			.as(inRange("producer.max-pending-sends", 1, 1_000_000)::apply)
			.to(builder::maxPendingSends);
		map.from(from.getProducer()::getMaxPendingSize)
			.as(sizeInRange("producer.max-pending-size", 1, DataSize.ofTerabytes(1).toBytes())::apply)
			.as(DataSize::toBytes)
			.to(builder::maxPendingSendBytes);
		applyTransport(from.getTransport(), builder);
		new NetworkPropertiesMapper(from).apply(builder);
		new TuningPropertiesMapper(from).apply(builder);
	}

	private void applyNameServers(RocketConnectionDetails details, RocketClientBuilder builder) {
		boolean fromProperties = details instanceof PropertiesRocketConnectionDetails;
		if (fromProperties && details.getNameServers().isEmpty()) {
			throw invalid("name-servers", "", "must name at least one host:port");
		}
		try {
			builder.nameServers(details.getNameServers());
		}
		catch (IllegalArgumentException ex) {
			if (!fromProperties) {
				throw ex;
			}
			throw invalid("name-servers", String.join(",", details.getNameServers()),
					"is not valid: " + ex.getMessage());
		}
	}

	private static void applyTransport(TransportProperties from, RocketClientBuilder builder) {
		PropertyMapper map = PropertyMapper.get();
		map.from(from::getType).to(builder::transport);
		map.from(from::getIoThreads).as(inRange("transport.io-threads", 1, ANY)::apply).to(builder::ioThreads);
		map.from(from::getCallbackThreads)
			.as(inRange("transport.callback-threads", 1, ANY)::apply)
			.to(builder::callbackThreads);
		map.from(from::getMaxFrameSize)
			.as(sizeInRange("transport.max-frame-size", 1024, ANY)::apply)
			.asInt(DataSize::toBytes)
			.to(builder::maxFrameBytes);
		map.from(from::getHeaderFormat).to(builder::headerFormat);
	}

	void apply(ProducerOptions.Builder builder) {
		PropertyMapper map = PropertyMapper.get();
		ProducerProperties from = this.properties.getProducer();
		map.from(from::getSendTimeout).as(atLeastOneMilli("producer.send-timeout")::apply).to(builder::sendTimeout);
		map.from(from::getRetries).as(inRange("producer.retries", 0, ANY)::apply).to(builder::retries);
		map.from(from::getMaxMessageSize)
			.as(sizeInRange("producer.max-message-size", 1, ANY)::apply)
			.asInt(DataSize::toBytes)
			.to(builder::maxMessageBytes);
		map.from(from::getAutoCreateQueues)
			.as(inRange("producer.auto-create-queues", 1, ANY)::apply)
			.to(builder::autoCreateQueues);
		map.from(from::getTemplateTopic).as(hasText("producer.template-topic")::apply).to(builder::templateTopic);
		map.from(from::getAsyncBackPressure).to(builder::asyncBackPressure);
		map.from(from::getAttemptTimeout)
			.as(atLeastOneMilli("producer.attempt-timeout")::apply)
			.to(builder::attemptTimeout);
		map.from(from::isRetryNotStored).to(builder::retryNotStored);
		map.from(from::getMaxSendsPerSecond)
			.as(inRange("producer.max-sends-per-second", 0, 1_000_000)::apply)
			.to(builder::maxSendsPerSecond);
		map.from(from::getTopics).as((topics) -> topics.toArray(String[]::new)).to(builder::topics);
		applyBodies(from, builder);
		new TuningPropertiesMapper(this.properties).apply(builder);
	}

	private static void applyBodies(ProducerProperties from, ProducerOptions.Builder builder) {
		PropertyMapper map = PropertyMapper.get();
		map.from(from::getCompression).to(builder::compression);
		map.from(from::getCompressionThreshold)
			.as(sizeInRange("producer.compression-threshold", 0, ANY)::apply)
			.asInt(DataSize::toBytes)
			.to(builder::compressionThreshold);
		int maxLevel = (from.getCompression() == Algorithm.ZSTD) ? 22 : 9;
		map.from(from::getCompressionLevel)
			.as(inRange("producer.compression-level", 1, maxLevel)::apply)
			.to(builder::compressionLevel);
		map.from(from::getLinger).as(notNegativeDuration("producer.linger")::apply).to(builder::linger);
		map.from(from::getBatchMaxSize)
			.as(sizeInRange("producer.batch-max-size", 1, ANY)::apply)
			.asInt(DataSize::toBytes)
			.to(builder::batchMaxBytes);
		map.from(from::getBatchMaxMessages)
			.as(inRange("producer.batch-max-messages", 2, 4096)::apply)
			.to(builder::batchMaxMessages);
	}

	void apply(PushConsumerOptions.Builder builder) {
		PropertyMapper map = PropertyMapper.get();
		ConsumerProperties from = this.properties.getConsumer();
		map.from(from::getConcurrency).as(inRange("consumer.concurrency", 1, ANY)::apply).to(builder::concurrency);
		map.from(from::getStartPosition).to(builder::startPosition);
		map.from(from::getMaxReconsumeTimes)
			.as(inRange("consumer.max-reconsume-times", 0, ANY)::apply)
			.to(builder::maxReconsumeTimes);
		map.from(from::getPullBatchSize)
			.as(inRange("consumer.pull-batch-size", 1, 1024)::apply)
			.to(builder::pullBatchSize);
		map.from(from::getMaxCachedMessagesPerQueue)
			.as(inRange("consumer.max-cached-messages-per-queue", 1, ANY)::apply)
			.to(builder::maxCachedMessagesPerQueue);
		map.from(from::getDrainTimeout)
			.as(notNegativeDuration("consumer.drain-timeout")::apply)
			.to(builder::drainTimeout);
		map.from(from::getCommitInterval)
			.as(atLeastOneMilli("consumer.commit-interval")::apply)
			.to(builder::commitInterval);
		map.from(from::getMessageModel).to(builder::messageModel);
		map.from(from::getIllegalOffset).to(builder::illegalOffset);
		map.from(from::getMissingTopic).to(builder::missingTopic);
		map.from(from::getOffsetsDirectory).to(builder::offsetsInFile);
		map.from(from::isAssignedByBroker).to(builder::assignedByBroker);
		map.from(from::getReceiveMode).to(builder::receiveMode);
		map.from(from::getInvisibleTime)
			.as(durationInRange("consumer.invisible-time", Duration.ofSeconds(1),
					Duration.ofHours(12).minusSeconds(1))::apply)
			.to(builder::invisibleTime);
		map.from(from::getBrokerCommands).to(builder::brokerCommands);
		applyHandling(from, builder);
		new TuningPropertiesMapper(this.properties).apply(builder);
	}

	private static void applyHandling(ConsumerProperties from, PushConsumerOptions.Builder builder) {
		PropertyMapper map = PropertyMapper.get();
		map.from(from::isOrdered).to(builder::ordered);
		map.from(from::isOrderedByKey).to(builder::orderedByKey);
		map.from(from::getBatchSize).as(inRange("consumer.batch-size", 1, 1024)::apply).to(builder::batchSize);
		map.from(from::getMaxMessagesPerSecond)
			.as(inRange("consumer.max-messages-per-second", 0, ANY)::apply)
			.to(builder::maxMessagesPerSecond);
		map.from(from::getConsumeTimeout)
			.as(atLeastOneMilli("consumer.consume-timeout")::apply)
			.to(builder::consumeTimeout);
		map.from(from::getRetryDelay).as(notNegativeDuration("consumer.retry-delay")::apply).to(builder::retryDelay);
		map.from(from::getMaxCachedSizePerQueue)
			.as(sizeInRange("consumer.max-cached-size-per-queue", 1, Long.MAX_VALUE)::apply)
			.as(DataSize::toBytes)
			.to(builder::maxCachedBytesPerQueue);
	}

	static ListenerOverrides listenerOverrides(Map<String, ListenerOverrideProperties> listeners) {
		Map<String, ListenerOverride> overrides = new LinkedHashMap<>();
		listeners.forEach((id, from) -> overrides.put(id, override("listeners." + id + ".", from)));
		return new ListenerOverrides(overrides);
	}

	private static ListenerOverride override(String prefix, ListenerOverrideProperties from) {
		return new ListenerOverride(from.isEnabled(), from.getTopics(),
				filter(prefix + "selector", from.getSelector(), from.getSelectorType()),
				check(from.getGroup(), hasText(prefix + "group")),
				new ConsumerSettings(check(from.getConcurrency(), inRange(prefix + "concurrency", 1, ANY)),
						check(from.getMaxReconsumeTimes(), inRange(prefix + "max-reconsume-times", 0, ANY)),
						from.getStartPosition(), from.getOrdered(), from.getOrderedByKey(), from.getMessageModel(),
						check(from.getBatchSize(), inRange(prefix + "batch-size", 1, 1024)), null, null),
				from.getAutoStartup(),
				failures(prefix, from.getNotRetryable(), from.getBackOff(), from.getMaxBackOff(), null));
	}

	FailureSettings failureDefaults(@Nullable MessageRecoverer recoverer) {
		ListenerProperties from = this.properties.getListener();
		return failures("listener.", from.getNotRetryable(), from.getBackOff(), from.getMaxBackOff(), recoverer);
	}

	private static FailureSettings failures(String prefix, Set<Class<? extends Throwable>> notRetryable,
			@Nullable Duration backOff, @Nullable Duration maxBackOff, @Nullable MessageRecoverer recoverer) {
		check(backOff, notNegativeDuration(prefix + "back-off"));
		check(maxBackOff, atLeastOneMilli(prefix + "max-back-off"));
		FailureSettings settings = new FailureSettings(notRetryable, backOff, maxBackOff, null, recoverer);
		try {
			settings.retryPolicy();
		}
		catch (IllegalArgumentException ex) {
			throw invalid(prefix + "max-back-off", String.valueOf(maxBackOff), String.valueOf(ex.getMessage()));
		}
		return settings;
	}

	private static <T> @Nullable T check(@Nullable T value, UnaryOperator<T> check) {
		return (value != null) ? check.apply(value) : null;
	}

	private static @Nullable Filter filter(String key, @Nullable String selector, Filter.Type type) {
		try {
			if (selector == null) {
				return null;
			}
			return (type == Filter.Type.SQL92) ? Filter.sql(selector) : Filter.parse(selector);
		}
		catch (IllegalArgumentException ex) {
			throw invalid(key, String.valueOf(selector), String.valueOf(ex.getMessage()));
		}
	}

}
