package io.github.rocketmqlite.samples.orders;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;

import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes orders and tells what became of them.
 */
@RestController
class OrderController {

	static final String TOPIC = "orders";

	private final RocketTemplate rocketTemplate;

	private final OrderJournal journal;

	OrderController(RocketTemplate rocketTemplate, OrderJournal journal) {
		this.rocketTemplate = rocketTemplate;
		this.journal = journal;
	}

	@PostMapping("/orders")
	@ResponseStatus(HttpStatus.ACCEPTED)
	Accepted place(@RequestBody NewOrder order) {
		int failures = (order.billingFailures() != null) ? order.billingFailures() : 0;
		String orderId = UUID.randomUUID().toString();
		SendResult sent = this.rocketTemplate.message(new OrderCreated(orderId, order.item(), order.amount(), failures))
			.topic(TOPIC)
			.tag("created")
			.key(orderId)
			.send();
		return new Accepted(orderId, sent.messageId(), sent.queue().toString());
	}

	@GetMapping("/orders/{orderId}")
	List<Step> journey(@PathVariable String orderId) {
		return this.journal.of(orderId);
	}

	/**
	 * The body of a request for an order.
	 *
	 * @param item what is ordered
	 * @param amount what it costs
	 * @param billingFailures how often billing it fails before it works; not at all by
	 * default
	 */
	record NewOrder(String item, BigDecimal amount, @Nullable Integer billingFailures) {
	}

	/**
	 * The answer to it.
	 *
	 * @param orderId the new order
	 * @param messageId the id of the event that was sent
	 * @param queue the queue that holds it
	 */
	record Accepted(String orderId, String messageId, String queue) {
	}

}
