package io.github.rocketmqlite.internal.producer;

import java.util.concurrent.atomic.LongAdder;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.command.SendMessageRequest;
import io.github.rocketmqlite.internal.codec.command.SendMessageResponse;
import io.github.rocketmqlite.internal.codec.command.SendReplyRequest;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import io.github.rocketmqlite.internal.remoting.RequestSigner;
import io.github.rocketmqlite.producer.ProducerOptions;

/**
 * What all sends of one producer share.
 *
 * @param options the producer's options
 * @param routes where messages can be sent
 * @param queues chooses among a route's queues
 * @param policy says which attempts are followed by others
 * @param health which brokers to avoid
 * @param brokers the connections to brokers
 * @param signer signs the requests
 * @param retries counts attempts after the first
 * @param pauses the sends that wait for their next attempt
 * @param sender what all requests say of the producer
 * @param onewayLosses tells of one-way messages that were given up
 */
record SendContext(ProducerOptions options, PublishRoutes routes, QueueChoice queues, RetryPolicy policy,
		BrokerHealth health, RemotingClient brokers, RequestSigner signer, LongAdder retries, Pauses pauses,
		SendMessageRequest.Sender sender, OnewayLosses onewayLosses) {

	Request<SendMessageResponse> request(OutgoingMessage outgoing, MessageQueue queue) {
		SendMessageRequest request = new SendMessageRequest(this.sender, queue, outgoing);
		return (OutgoingMessage.replyVia(outgoing.message()) != null) ? new SendReplyRequest(request) : request;
	}

}
