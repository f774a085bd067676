package io.github.rocketmqlite.spring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * What is observed, and by which keys. Names are those of OpenTelemetry's semantic
 * conventions for messaging, 1.44, which are in development there; names of our own begin
 * with {@code rocketmq.lite}.
 */
public enum RocketObservation implements ObservationDocumentation {

	/**
	 * A message is sent, all retries included.
	 */
	SEND {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultRocketSendObservationConvention.class;
		}

	},

	/**
	 * A listener handles a message, or a batch of them.
	 */
	PROCESS {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultRocketProcessObservationConvention.class;
		}

	};

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return LowCardinality.values();
	}

	@Override
	public KeyName[] getHighCardinalityKeyNames() {
		return HighCardinality.values();
	}

	/**
	 * Keys with few values, fit for meters. Each is always there.
	 */
	public enum LowCardinality implements KeyName {

		/** Always {@code rocketmq}. */
		SYSTEM("messaging.system"),

		/** {@code send} or {@code process}. */
		OPERATION_NAME("messaging.operation.name"),

		/** {@code send} or {@code process}. */
		OPERATION_TYPE("messaging.operation.type"),

		/** The topic. */
		DESTINATION("messaging.destination.name"),

		/** The consumer group; {@code none} for sends. */
		GROUP("messaging.consumer.group.name"),

		/** The namespace of the client. */
		NAMESPACE("messaging.rocketmq.namespace"),

		/** {@code normal}, {@code fifo} or {@code delay}. */
		MESSAGE_TYPE("messaging.rocketmq.message.type"),

		/** The class of what was thrown, or the broker's response code. */
		ERROR_TYPE("error.type"),

		/** The name of the cluster in the application. */
		CLUSTER("rocketmq.lite.cluster"),

		/** The id of the listener; {@code none} for sends. */
		LISTENER("rocketmq.lite.listener.id"),

		/** The status of the send, or what the listener said. */
		OUTCOME("rocketmq.lite.outcome");

		private final String key;

		LowCardinality(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Keys with many values, for traces only. Absent where there is no value.
	 */
	public enum HighCardinality implements KeyName {

		/** The message's id. */
		MESSAGE_ID("messaging.message.id"),

		/** The number of the message queue. */
		QUEUE_ID("messaging.destination.partition.id"),

		/** The tag. */
		TAG("messaging.rocketmq.message.tag"),

		/** The keys, separated by blanks. */
		KEYS("messaging.rocketmq.message.keys"),

		/** The id of the client. */
		CLIENT_ID("messaging.client.id"),

		/** The host of the broker. */
		SERVER_ADDRESS("server.address"),

		/** The port of the broker. */
		SERVER_PORT("server.port"),

		/** How many messages a batch has. */
		BATCH_COUNT("messaging.batch.message_count"),

		/** The number of this attempt to send or to deliver, from 1. */
		ATTEMPT("rocketmq.lite.attempt");

		private final String key;

		HighCardinality(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
