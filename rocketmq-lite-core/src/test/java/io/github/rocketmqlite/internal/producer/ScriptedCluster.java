package io.github.rocketmqlite.internal.producer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;

/**
 * A scripted name server and two scripted brokers, whose names are their addresses.
 */
final class ScriptedCluster implements AutoCloseable {

	static final int HEARTBEAT = 34;

	static final int GET_ROUTE = 105;

	static final int SEND_V2 = 310;

	static final Reply STORED = stored(0);

	private final Map<String, String> routes = new ConcurrentHashMap<>();

	private final ScriptedBroker nameServer = ScriptedBroker.start();

	private final ScriptedBroker first = ScriptedBroker.start();

	private final ScriptedBroker second = ScriptedBroker.start();

	ScriptedCluster() {
		this.nameServer.on(GET_ROUTE, (request) -> {
			String route = this.routes.get(request.ext().getOrDefault("topic", ""));
			return (route != null) ? Reply.answer(0, null, Map.of(), route.getBytes(StandardCharsets.UTF_8))
					: Reply.answer(17);
		});
		for (ScriptedBroker broker : List.of(this.first, this.second)) {
			broker.on(HEARTBEAT, (request) -> Reply.answer(0));
		}
		brokersAnswer((request) -> STORED);
	}

	/** The answer to a send that was stored, with one of the codes that say so. */
	static Reply stored(int code) {
		return Reply.answer(code, null,
				Map.of("msgId", "7F00000100002A9F0000000000000000", "queueId", "0", "queueOffset", "7"), new byte[0]);
	}

	ScriptedBroker nameServer() {
		return this.nameServer;
	}

	ScriptedBroker first() {
		return this.first;
	}

	ScriptedBroker second() {
		return this.second;
	}

	/** Puts a topic with four queues on each of the brokers. */
	ScriptedCluster topic(String topic, ScriptedBroker... brokers) {
		this.routes.put(topic, route(Arrays.stream(brokers).map(ScriptedBroker::address).toList()));
		return this;
	}

	void brokersAnswer(Function<ScriptedBroker.Request, Reply> script) {
		this.first.on(SEND_V2, script);
		this.second.on(SEND_V2, script);
	}

	/** What came to the brokers of a send, those of one broker in their order. */
	List<ScriptedBroker.Request> sends() {
		return Stream.of(this.first, this.second).flatMap((broker) -> broker.requests(SEND_V2).stream()).toList();
	}

	private static String route(List<String> addresses) {
		String brokers = addresses.stream()
			.map((address) -> "{\"brokerName\":\"" + address + "\",\"cluster\":\"c\",\"brokerAddrs\":{0:\"" + address
					+ "\"}}")
			.collect(Collectors.joining(","));
		String queues = addresses.stream()
			.map((address) -> "{\"brokerName\":\"" + address
					+ "\",\"perm\":6,\"readQueueNums\":4,\"writeQueueNums\":4,\"topicSysFlag\":0}")
			.collect(Collectors.joining(","));
		return "{\"brokerDatas\":[" + brokers + "],\"queueDatas\":[" + queues + "],\"filterServerTable\":{}}";
	}

	@Override
	public void close() {
		this.first.close();
		this.second.close();
		this.nameServer.close();
	}

}
