package io.github.rocketmqlite.internal.codec.command;

import java.util.Objects;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Request;

/**
 * Asks a name server which brokers hold a topic (GET_ROUTEINFO_BY_TOPIC, 105). The first
 * request on both journeys.
 * <p>
 * A topic nobody knows is refused with code 17.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic's name
 */
public record GetRouteRequest(String topic) implements Request<RouteData> {

	public GetRouteRequest {
		Objects.requireNonNull(topic, "topic");
	}

	@Override
	public int code() {
		return 105;
	}

	@Override
	public void writeFields(FieldWriter out) {
		out.field("topic", this.topic);
		// name servers before 4.9.4 ignore it and print map keys without quotes
		out.field("acceptStandardJsonOnly", true);
	}

	@Override
	public RouteData decode(Frame answer) {
		return RouteDataReader.read(answer.requireSuccess());
	}

}
