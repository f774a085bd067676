package io.github.rocketmqlite.samples.orders;

import java.math.BigDecimal;

/**
 * The event that an order was placed.
 *
 * @param orderId the order
 * @param item what was ordered
 * @param amount what it costs
 */
record OrderCreated(String orderId, String item, BigDecimal amount) {
}
