package io.github.rocketmqlite.internal.codec.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.internal.codec.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON body of a route answer, in the standard dialect and in that of old name
 * servers.
 * <p>
 * Threading: confined to the thread that decodes the frame.
 */
final class RouteDataReader {

	private List<RouteData.Broker> brokers = List.of();

	private List<RouteData.Queues> queues = List.of();

	private @Nullable String orderTopicConf;

	private boolean staticTopic;

	private RouteDataReader() {
	}

	static RouteData read(Frame answer) {
		return JsonBody.read(answer, (json) -> new RouteDataReader().route(json));
	}

	private RouteData route(JsonBody json) {
		json.members((name) -> routeMember(json, name));
		return new RouteData(this.brokers, this.queues, this.orderTopicConf, this.staticTopic);
	}

	private boolean routeMember(JsonBody json, String name) {
		switch (name) {
			case "brokerDatas" -> this.brokers = json.elements(RouteDataReader::broker);
			case "queueDatas" -> this.queues = json.elements(RouteDataReader::queues);
			case "orderTopicConf" -> this.orderTopicConf = json.text();
			case "topicQueueMappingByBroker" -> this.staticTopic = json.hasMembers();
			default -> {
				return false;
			}
		}
		return true;
	}

	static RouteData.Broker broker(JsonBody json) {
		Map<String, String> texts = new LinkedHashMap<>();
		Map<Long, String> addresses = new LinkedHashMap<>();
		json.members((name) -> {
			switch (name) {
				case "cluster", "brokerName" -> texts.put(name, json.text());
				case "brokerAddrs" -> json.members((id) -> {
					addresses.put(brokerId(json, id), json.text());
					return true;
				});
				default -> {
					return false;
				}
			}
			return true;
		});
		return new RouteData.Broker(texts.getOrDefault("cluster", ""),
				json.require(texts.get("brokerName"), "brokerName"), addresses);
	}

	private static Long brokerId(JsonBody json, String id) {
		try {
			return Long.valueOf(id);
		}
		catch (NumberFormatException ex) {
			throw json.problem("the broker id '" + id + "' is not a number");
		}
	}

	private static RouteData.Queues queues(JsonBody json) {
		Map<String, Integer> numbers = new LinkedHashMap<>();
		String[] brokerName = new String[1];
		json.members((name) -> {
			switch (name) {
				case "brokerName" -> brokerName[0] = json.text();
				case "readQueueNums", "writeQueueNums", "perm" -> numbers.put(name, json.integer());
				default -> {
					return false;
				}
			}
			return true;
		});
		return new RouteData.Queues(json.require(brokerName[0], "brokerName"),
				json.require(numbers.get("readQueueNums"), "readQueueNums"),
				json.require(numbers.get("writeQueueNums"), "writeQueueNums"),
				json.require(numbers.get("perm"), "perm"));
	}

}
