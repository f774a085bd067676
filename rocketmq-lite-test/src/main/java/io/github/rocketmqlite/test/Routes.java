package io.github.rocketmqlite.test;

import org.apache.rocketmq.remoting.protocol.body.ClusterInfo;
import org.apache.rocketmq.remoting.protocol.route.TopicRouteData;

/**
 * Questions to what a name server knows.
 */
final class Routes {

	private Routes() {
	}

	static boolean containsBroker(ClusterInfo cluster, String brokerAddress) {
		return cluster.getBrokerAddrTable()
			.values()
			.stream()
			.anyMatch((broker) -> broker.getBrokerAddrs().containsValue(brokerAddress));
	}

	static boolean containsQueues(TopicRouteData route, String brokerName, int queues) {
		return route.getQueueDatas()
			.stream()
			.anyMatch((data) -> data.getBrokerName().equals(brokerName) && data.getReadQueueNums() == queues
					&& data.getWriteQueueNums() == queues);
	}

	static boolean containsQueues(TopicRouteData route, int queues) {
		return route.getQueueDatas()
			.stream()
			.anyMatch((data) -> data.getReadQueueNums() == queues && data.getWriteQueueNums() == queues);
	}

}
