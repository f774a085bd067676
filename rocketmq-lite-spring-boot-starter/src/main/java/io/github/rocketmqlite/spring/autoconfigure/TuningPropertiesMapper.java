package io.github.rocketmqlite.spring.autoconfigure;

import java.time.Duration;

import io.github.rocketmqlite.client.RocketClientBuilder;
import io.github.rocketmqlite.client.TransportOptions;
import io.github.rocketmqlite.consumer.AllocationStrategy;
import io.github.rocketmqlite.consumer.PullTuning;
import io.github.rocketmqlite.consumer.PushConsumerOptions;
import io.github.rocketmqlite.producer.FaultTolerance;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.producer.TransactionOptions;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.util.unit.DataSize;

import static io.github.rocketmqlite.spring.autoconfigure.PropertyChecks.atLeastOneMilli;
import static io.github.rocketmqlite.spring.autoconfigure.PropertyChecks.durationInRange;
import static io.github.rocketmqlite.spring.autoconfigure.PropertyChecks.inRange;
import static io.github.rocketmqlite.spring.autoconfigure.PropertyChecks.invalid;
import static io.github.rocketmqlite.spring.autoconfigure.PropertyChecks.notNegativeDuration;
import static io.github.rocketmqlite.spring.autoconfigure.PropertyChecks.sizeInRange;

/**
 * Applies the properties that few applications set: sockets, avoided brokers, ordering,
 * pulls, further limits, transactions. The part of {@link RocketPropertiesMapper} that is
 * about tuning.
 * <p>
 * Threading: stateless, as long as the properties stay as they are.
 *
 * @param properties the properties
 */
record TuningPropertiesMapper(ClusterProperties properties) {

	private static final int ANY = Integer.MAX_VALUE;

	void apply(RocketClientBuilder builder) {
		TransportProperties from = this.properties.getTransport();
		TransportOptions.Builder transport = TransportOptions.builder()
			.tcpNoDelay(from.isTcpNoDelay())
			.keepAlive(from.isKeepAlive());
		PropertyMapper map = PropertyMapper.get();
		map.from(from::getSendBufferSize)
			.as(sizeInRange("transport.send-buffer-size", 0, ANY)::apply)
			.asInt(DataSize::toBytes)
			.to(transport::sendBufferBytes);
		map.from(from::getReceiveBufferSize)
			.as(sizeInRange("transport.receive-buffer-size", 0, ANY)::apply)
			.asInt(DataSize::toBytes)
			.to(transport::receiveBufferBytes);
		long high = sizeInRange("transport.write-buffer-high", 1, ANY).apply(from.getWriteBufferHigh()).toBytes();
		long low = sizeInRange("transport.write-buffer-low", 0, high).apply(from.getWriteBufferLow()).toBytes();
		transport.writeBufferBytes((int) low, (int) high);
		try {
			builder.transportOptions(transport.localAddress(from.getLocalAddress()).build());
		}
		catch (IllegalArgumentException ex) {
			throw invalid("transport.local-address", String.valueOf(from.getLocalAddress()),
					String.valueOf(ex.getMessage()));
		}
		builder.faultTolerance(faultTolerance());
	}

	FaultTolerance faultTolerance() {
		FaultToleranceProperties from = this.properties.getFaultTolerance();
		return new FaultTolerance(from.isEnabled(), FaultTolerance.defaults().slow(),
				atLeastOneMilli("fault-tolerance.failure-pause").apply(from.getFailurePause()),
				atLeastOneMilli("fault-tolerance.longest-pause").apply(from.getLongestPause()),
				atLeastOneMilli("fault-tolerance.probe-timeout").apply(from.getProbeTimeout()));
	}

	void apply(ProducerOptions.Builder builder) {
		ProducerProperties from = this.properties.getProducer();
		builder.onOrderedFailure(from.getOnOrderedFailure())
			.maxWaitingPerKey(inRange("producer.max-waiting-per-key", 1, ANY).apply(from.getMaxWaitingPerKey()))
			.retryCodes(from.getRetryCodes().stream().mapToInt(Integer::intValue).toArray())
			.retryBudget(inRange("producer.retry-budget", Integer.MIN_VALUE, 1_000_000).apply(from.getRetryBudget()));
	}

	void apply(TransactionOptions.Builder builder) {
		TransactionProperties from = this.properties.getProducer().getTransaction();
		builder.checkThreads(inRange("producer.transaction.check-threads", 1, 256).apply(from.getCheckThreads()))
			.maxPendingChecks(
					inRange("producer.transaction.max-pending-checks", 1, 1_000_000).apply(from.getMaxPendingChecks()))
			.maxOpenTransactions(inRange("producer.transaction.max-open-transactions", 1, 1_000_000)
				.apply(from.getMaxOpenTransactions()))
			.drainTimeout(notNegativeDuration("producer.transaction.drain-timeout").apply(from.getDrainTimeout()));
		PropertyMapper.get()
			.from(from::getCheckImmunity)
			.as(durationInRange("producer.transaction.check-immunity", Duration.ofSeconds(1),
					Duration.ofDays(1))::apply)
			.to(builder::checkImmunity);
	}

	void apply(PushConsumerOptions.Builder builder) {
		ConsumerProperties from = this.properties.getConsumer();
		PropertyMapper map = PropertyMapper.get();
		map.from(from::getStartAt).to(builder::startAt);
		map.from(from::getAllocation).as(TuningPropertiesMapper::strategy).to(builder::allocationStrategy);
		map.from(from::getMaxPoppedPerQueue)
			.as(inRange("consumer.max-popped-per-queue", 1, ANY)::apply)
			.to(builder::maxPoppedPerQueue);
		map.from(from::getMaxSpanPerQueue)
			.as(inRange("consumer.max-span-per-queue", 1, ANY)::apply)
			.to(builder::maxSpanPerQueue);
		map.from(from::getMaxCachedMessagesPerTopic)
			.as(inRange("consumer.max-cached-messages-per-topic", 1, ANY)::apply)
			.to(builder::maxCachedMessagesPerTopic);
		map.from(from::getMaxCachedSizePerTopic)
			.as(sizeInRange("consumer.max-cached-size-per-topic", 1, Long.MAX_VALUE)::apply)
			.as(DataSize::toBytes)
			.to(builder::maxCachedBytesPerTopic);
		map.from(from::getLockRenewInterval)
			.as(durationInRange("consumer.lock-renew-interval", Duration.ofMillis(1), Duration.ofSeconds(20))::apply)
			.to(builder::lockRenewInterval);
		builder.pulling(pulling(from.getPull()));
	}

	private static AllocationStrategy strategy(ConsumerProperties.Allocation allocation) {
		return switch (allocation) {
			case AVERAGELY -> AllocationStrategy.averagely();
			case AVERAGELY_BY_CIRCLE -> AllocationStrategy.averagelyByCircle();
			case CONSISTENT_HASH -> AllocationStrategy.consistentHash();
		};
	}

	private static PullTuning pulling(PullProperties from) {
		Duration wait = atLeastOneMilli("consumer.pull.broker-wait").apply(from.getBrokerWait());
		Duration interval = notNegativeDuration("consumer.pull.interval").apply(from.getInterval());
		if (from.getTimeout().compareTo(wait) <= 0) {
			throw invalid("consumer.pull.timeout", from.getTimeout(),
					"must be longer than 'rocketmq-lite.consumer.pull.broker-wait', " + wait);
		}
		return new PullTuning(wait, from.getTimeout(), interval, from.isFilterInPulls());
	}

}
