package io.github.rocketmqlite.samples.orders;

import io.github.rocketmqlite.spring.annotation.RocketListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Ships each order: a second group, so it gets every event too.
 */
@Component
class ShippingListener {

	private static final Logger logger = LoggerFactory.getLogger(ShippingListener.class);

	@RocketListener(id = "shipping", topics = OrderController.TOPIC, group = "shipping", selector = "created")
	void onOrder(OrderCreated order) {
		logger.info("Shipping {} for order {}", order.item(), order.orderId());
	}

}
