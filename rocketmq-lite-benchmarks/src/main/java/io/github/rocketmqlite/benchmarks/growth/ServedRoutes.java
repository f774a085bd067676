package io.github.rocketmqlite.benchmarks.growth;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.apache.rocketmq.common.constant.PermName;
import org.apache.rocketmq.remoting.protocol.RequestCode;
import org.apache.rocketmq.remoting.protocol.ResponseCode;
import org.apache.rocketmq.remoting.protocol.route.BrokerData;
import org.apache.rocketmq.remoting.protocol.route.QueueData;
import org.apache.rocketmq.remoting.protocol.route.TopicRouteData;

/**
 * A name server that knows every topic, and a broker that takes every message, in one
 * place: the number of queues is what stands behind the last hyphen of a topic.
 */
final class ServedRoutes {

	private static final Map<String, String> STORED = Map.of("msgId", "7F00000100002A9F0000000000001000", "queueId",
			"0", "queueOffset", "1");

	private ServedRoutes() {
	}

	static ScriptedBroker start() {
		ScriptedBroker server = ScriptedBroker.start();
		Reply done = Reply.answer(ResponseCode.SUCCESS);
		Reply stored = Reply.answer(ResponseCode.SUCCESS, null, STORED, new byte[0]);
		return server
			.on(RequestCode.GET_ROUTEINFO_BY_TOPIC,
					(request) -> Reply.answer(ResponseCode.SUCCESS, null, Map.of(),
							route(server.address(), request.ext().getOrDefault("topic", ""))))
			.on(RequestCode.SEND_MESSAGE_V2, (request) -> stored)
			.on(RequestCode.HEART_BEAT, (request) -> done)
			.on(RequestCode.UNREGISTER_CLIENT, (request) -> done);
	}

	private static byte[] route(String address, String topic) {
		QueueData queues = new QueueData();
		queues.setBrokerName("broker-a");
		queues.setPerm(PermName.PERM_READ | PermName.PERM_WRITE);
		queues.setReadQueueNums(Integer.parseInt(topic.substring(topic.lastIndexOf('-') + 1)));
		queues.setWriteQueueNums(queues.getReadQueueNums());
		TopicRouteData route = new TopicRouteData();
		route.setBrokerDatas(List.of(new BrokerData("DefaultCluster", "broker-a", new HashMap<>(Map.of(0L, address)))));
		route.setQueueDatas(List.of(queues));
		return route.encode();
	}

}
