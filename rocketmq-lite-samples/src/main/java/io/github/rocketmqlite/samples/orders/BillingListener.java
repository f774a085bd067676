package io.github.rocketmqlite.samples.orders;

import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.support.RocketHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Component;

/**
 * Writes an invoice for each order.
 */
@Component
class BillingListener {

	private static final Logger logger = LoggerFactory.getLogger(BillingListener.class);

	private final OrderProgress progress;

	BillingListener(OrderProgress progress) {
		this.progress = progress;
	}

	@RocketListener(id = "billing", topics = OrderController.TOPIC, group = "billing", selector = "created")
	void onOrder(OrderCreated order, @Header(RocketHeaders.MESSAGE_ID) String messageId) {
		logger.info("Billing {} for order {} (message {})", order.amount(), order.orderId(), messageId);
		this.progress.done(order.orderId(), "billed");
	}

}
