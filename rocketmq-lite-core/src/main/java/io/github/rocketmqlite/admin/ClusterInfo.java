package io.github.rocketmqlite.admin;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The brokers that the name servers know.
 *
 * @param brokers the brokers, sorted by their names
 */
public record ClusterInfo(List<Broker> brokers) {

	public ClusterInfo {
		brokers = List.copyOf(brokers);
	}

	/**
	 * The names of the clusters, each with its brokers.
	 */
	public SortedMap<String, List<Broker>> clusters() {
		SortedMap<String, List<Broker>> clusters = new TreeMap<>();
		for (Broker broker : this.brokers) {
			clusters.computeIfAbsent(broker.cluster(),
					(cluster) -> this.brokers.stream().filter((other) -> other.cluster().equals(cluster)).toList());
		}
		return Collections.unmodifiableSortedMap(clusters);
	}

	/**
	 * A broker and its replicas.
	 *
	 * @param cluster the cluster it belongs to
	 * @param name its name, which all replicas share
	 * @param addresses the replicas, {@code host:port} each, by their ids; 0 is the
	 * master
	 */
	public record Broker(String cluster, String name, SortedMap<Long, String> addresses) {

		public Broker {
			Objects.requireNonNull(cluster, "cluster");
			Objects.requireNonNull(name, "name");
			addresses = Collections.unmodifiableSortedMap(new TreeMap<>(addresses));
		}

		/**
		 * The address of the master, {@code null} while there is none.
		 */
		public @Nullable String masterAddress() {
			return this.addresses.get(0L);
		}

	}

}
