package io.github.rocketmqlite.internal.codec.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Asks a name server for all clusters and brokers it knows (GET_BROKER_CLUSTER_INFO,
 * 106).
 * <p>
 * Threading: immutable.
 */
public record ClusterInfoRequest() implements Request<ClusterInfoRequest.ClusterInfo> {

	@Override
	public int code() {
		return 106;
	}

	@Override
	public void writeFields(FieldWriter out) {
		// there is nothing to say
	}

	@Override
	public ClusterInfo decode(Frame answer) {
		List<RouteData.Broker> brokers = new ArrayList<>();
		Map<String, List<String>> clusters = new LinkedHashMap<>();
		return JsonBody.read(answer.requireSuccess(), (json) -> {
			json.members((table) -> switch (table) {
				case "brokerAddrTable" -> json.all((name) -> brokers.add(RouteDataReader.broker(json)));
				case "clusterAddrTable" ->
					json.all((name) -> clusters.put(name, List.copyOf(json.elements(JsonBody::text))));
				default -> false;
			});
			return new ClusterInfo(brokers, clusters);
		});
	}

	/**
	 * What a name server knows.
	 *
	 * @param brokers all brokers with their replicas
	 * @param clusters the names of the brokers of each cluster
	 */
	public record ClusterInfo(List<RouteData.Broker> brokers, Map<String, List<String>> clusters) {

		public ClusterInfo {
			brokers = List.copyOf(brokers);
			clusters = Collections.unmodifiableMap(new LinkedHashMap<>(clusters));
		}

	}

}
