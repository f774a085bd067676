package io.github.rocketmqlite.spring.listener.adapter;

import io.github.rocketmqlite.ReceivedMessage;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/**
 * A received message as spring-messaging sees it: headers and the body as bytes. Keeps
 * the original for methods that ask for it.
 * <p>
 * Threading: immutable.
 */
final class DeliveredMessage implements Message<byte[]> {

	private final ReceivedMessage original;

	private final byte[] body;

	private final MessageHeaders headers;

	DeliveredMessage(ReceivedMessage original, MessageHeaders headers) {
		this.original = original;
		this.body = original.body();
		this.headers = headers;
	}

	ReceivedMessage original() {
		return this.original;
	}

	@Override
	public byte[] getPayload() {
		return this.body;
	}

	@Override
	public MessageHeaders getHeaders() {
		return this.headers;
	}

}
