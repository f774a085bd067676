package io.github.rocketmqlite.samples.orders;

import io.github.rocketmqlite.spring.annotation.DltListener;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.support.RocketHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Component;

/**
 * Writes an invoice for each order, after as many failures as the order asks for.
 */
@Component
class BillingListener {

	private static final Logger logger = LoggerFactory.getLogger(BillingListener.class);

	@RocketListener(id = "billing", topics = OrderController.TOPIC, group = "billing", selector = "created",
			maxReconsumeTimes = "2", backOff = "2s")
	void onOrder(OrderCreated order, @Header(RocketHeaders.RECONSUME_TIMES) int failedBefore) {
		if (failedBefore < order.billingFailures()) {
			throw new IllegalStateException("the printer is out of paper");
		}
		logger.info("Billing {} for order {}", order.amount(), order.orderId());
	}

	@DltListener
	void onDeadLetter(OrderCreated order) {
		logger.warn("Order {} could not be billed; somebody has to look at it", order.orderId());
	}

}
