package io.github.rocketmqlite.internal.codec.command;

import java.util.ArrayList;
import java.util.List;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Asks a name server for all brokers of all clusters (GET_BROKER_CLUSTER_INFO, 106).
 * <p>
 * Threading: immutable.
 */
public record ClusterInfoRequest() implements Request<List<RouteData.Broker>> {

	@Override
	public int code() {
		return 106;
	}

	@Override
	public void writeFields(FieldWriter out) {
		// there are none
	}

	@Override
	public List<RouteData.Broker> decode(Frame answer) {
		List<RouteData.Broker> brokers = new ArrayList<>();
		return JsonBody.read(answer.requireSuccess(), (json) -> {
			json.members((name) -> {
				boolean table = name.equals("brokerAddrTable");
				if (table) {
					json.members((broker) -> brokers.add(RouteDataReader.broker(json)));
				}
				return table;
			});
			return List.copyOf(brokers);
		});
	}

}
