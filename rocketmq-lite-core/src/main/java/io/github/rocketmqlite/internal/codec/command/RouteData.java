package io.github.rocketmqlite.internal.codec.command;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What a name server says about one topic, as it came on the wire: the brokers and the
 * queues each of them has.
 * <p>
 * Threading: immutable.
 *
 * @param brokers the brokers that hold the topic
 * @param queues the queues, one entry for each broker that has the topic
 * @param orderTopicConf {@code brokerName:queueCount;...} for a globally ordered topic
 * @param staticTopic whether the topic's queue numbers are logical ones
 */
public record RouteData(List<Broker> brokers, List<Queues> queues, @Nullable String orderTopicConf,
		boolean staticTopic) {

	public RouteData {
		brokers = List.copyOf(brokers);
		queues = List.copyOf(queues);
	}

	/**
	 * One broker and its replicas.
	 *
	 * @param cluster the name of its cluster
	 * @param name the broker's name, shared by all replicas
	 * @param addresses broker id to {@code host:port}; 0 is the master, which may be
	 * absent
	 */
	public record Broker(String cluster, String name, Map<Long, String> addresses) {

		public Broker {
			Objects.requireNonNull(cluster, "cluster");
			Objects.requireNonNull(name, "name");
			addresses = Collections.unmodifiableMap(new LinkedHashMap<>(addresses));
		}

	}

	/**
	 * The queues of the topic on one broker.
	 *
	 * @param brokerName the broker
	 * @param readQueues how many queues can be read
	 * @param writeQueues how many queues can be written
	 * @param perm permission bits: 4 read, 2 write
	 */
	public record Queues(String brokerName, int readQueues, int writeQueues, int perm) {

		public Queues {
			Objects.requireNonNull(brokerName, "brokerName");
		}

		/** Few brokers have two entries, and the hash of a record links slowly. */
		@Override
		public int hashCode() {
			return this.brokerName.hashCode();
		}

	}

}
