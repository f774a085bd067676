package io.github.rocketmqlite.samples.orders;

import java.math.BigDecimal;

/**
 * The event that an order was placed.
 *
 * @param orderId the order
 * @param item what was ordered
 * @param amount what it costs
 * @param billingFailures how often billing it fails before it works, to watch retries
 */
record OrderCreated(String orderId, String item, BigDecimal amount, int billingFailures) {
}
