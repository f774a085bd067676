package io.github.rocketmqlite.test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.rocketmq.common.constant.PermName;
import org.apache.rocketmq.remoting.protocol.ResponseCode;
import org.apache.rocketmq.remoting.protocol.route.BrokerData;
import org.apache.rocketmq.remoting.protocol.route.QueueData;
import org.apache.rocketmq.remoting.protocol.route.TopicRouteData;

/**
 * The routes that a {@link ScriptedBroker} knows when it acts as a name server.
 * <p>
 * Threading: thread-safe.
 */
final class ScriptedRoutes {

	private static final long MASTER = 0L;

	private final Map<String, byte[]> routes = new ConcurrentHashMap<>();

	void put(String topic, Map<String, String> brokers, int queues) {
		List<BrokerData> brokerDatas = new ArrayList<>();
		List<QueueData> queueDatas = new ArrayList<>();
		brokers.forEach((name, address) -> {
			brokerDatas.add(new BrokerData("DefaultCluster", name, new HashMap<>(Map.of(MASTER, address))));
			queueDatas.add(queues(name, queues));
		});
		TopicRouteData route = new TopicRouteData();
		route.setBrokerDatas(brokerDatas);
		route.setQueueDatas(queueDatas);
		this.routes.put(topic, route.encode());
	}

	private static QueueData queues(String brokerName, int queues) {
		QueueData queueData = new QueueData();
		queueData.setBrokerName(brokerName);
		queueData.setReadQueueNums(queues);
		queueData.setWriteQueueNums(queues);
		queueData.setPerm(PermName.PERM_READ | PermName.PERM_WRITE);
		return queueData;
	}

	Reply reply(ScriptedBroker.Request request) {
		String topic = request.ext().getOrDefault("topic", "");
		byte[] route = this.routes.get(topic);
		if (route == null) {
			return Reply.answer(ResponseCode.TOPIC_NOT_EXIST,
					"No topic route info in name server for the topic: " + topic);
		}
		return Reply.answer(ResponseCode.SUCCESS, null, Map.of(), route);
	}

}
