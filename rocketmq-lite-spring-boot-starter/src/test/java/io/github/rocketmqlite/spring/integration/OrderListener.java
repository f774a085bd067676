package io.github.rocketmqlite.spring.integration;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.support.RocketHeaders;

import org.springframework.messaging.handler.annotation.Header;

/**
 * Keeps what it receives.
 */
class OrderListener {

	final List<Received> received = new CopyOnWriteArrayList<>();

	final List<ReceivedMessage> failed = new CopyOnWriteArrayList<>();

	final List<String> bytes = new CopyOnWriteArrayList<>();

	@RocketListener(id = "orders", topics = "${test.topic}", group = "${test.topic}-orders",
			selector = "created || paid")
	void on(Order order, @Header(RocketHeaders.TAGS) String tag, @Header(RocketHeaders.KEYS) String key,
			@Header(name = "tenant", required = false) String tenant) {
		this.received.add(new Received(order, tag, key, String.valueOf(tenant)));
	}

	@RocketListener(id = "failing", topics = "${test.failing-topic}", group = "${test.topic}-failing",
			maxReconsumeTimes = "2")
	void fail(ReceivedMessage message) {
		this.failed.add(message);
		throw new IllegalStateException("on purpose");
	}

	@RocketListener(id = "unreadable", topics = "${test.unreadable-topic}", group = "${test.topic}-unreadable")
	void read(Order order) {
		this.bytes.add(order.id());
	}

	record Order(String id, int items) {
	}

	record Received(Order order, String tag, String key, String tenant) {
	}

}
