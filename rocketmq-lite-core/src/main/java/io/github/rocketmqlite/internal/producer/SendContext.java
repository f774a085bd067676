package io.github.rocketmqlite.internal.producer;

import java.util.concurrent.atomic.LongAdder;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.SysFlag;
import io.github.rocketmqlite.internal.codec.command.SendMessageRequest;
import io.github.rocketmqlite.internal.producer.OutgoingMessage.Kind;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import io.github.rocketmqlite.producer.ProducerOptions;

/**
 * What all sends of one producer share.
 *
 * @param options the producer's options
 * @param routes where messages can be sent
 * @param selector chooses among a route's queues
 * @param brokers the connections to brokers
 * @param retries counts attempts after the first
 * @param pauses the sends that wait for their next attempt
 */
record SendContext(ProducerOptions options, PublishRoutes routes, RoundRobinSelector selector, RemotingClient brokers,
		LongAdder retries, Pauses pauses) {

	SendMessageRequest request(OutgoingMessage outgoing, MessageQueue queue) {
		return new SendMessageRequest(this.options.group(), queue.topic(), PublishRoutes.TEMPLATE_TOPIC,
				this.options.autoCreateQueues(), queue.queueId(),
				(outgoing.kind() == Kind.HALF) ? SysFlag.TRANSACTION_PREPARED : 0, outgoing.bornTimestamp(),
				outgoing.message().flag(), outgoing.properties(), 0, null, outgoing.kind() == Kind.BATCH,
				queue.brokerName(), outgoing.message().body());
	}

}
