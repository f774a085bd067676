package io.github.rocketmqlite.spring.autoconfigure;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.spring.listener.adapter.ReplySender;
import io.github.rocketmqlite.spring.support.RocketPayloadConverter;

/**
 * Sends replies through the producer of the cluster that the request came from.
 * <p>
 * Threading: thread-safe.
 *
 * @param cluster the cluster's name
 * @param clusters has the producers
 * @param payloadConverter makes the bodies
 */
record ClusterReplySender(String cluster, NamedClusters clusters,
		RocketPayloadConverter payloadConverter) implements ReplySender {

	@Override
	public void reply(ReceivedMessage request, Object value) {
		this.clusters.producerOf(this.cluster)
			.send(Message.replyTo(request).body(this.payloadConverter.toBody(value)).build());
	}

	@Override
	public ReplySender ofCluster(String name) {
		return new ClusterReplySender(name, this.clusters, this.payloadConverter);
	}

}
