/**
 * An order service: a REST endpoint sends an event for each order, and two groups of
 * listeners, billing and shipping, work on it. Knows RocketMQ only through the starter.
 */
@NullMarked
package io.github.rocketmqlite.samples.orders;

import org.jspecify.annotations.NullMarked;
