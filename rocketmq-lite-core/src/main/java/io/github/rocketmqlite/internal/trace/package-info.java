/**
 * Message trace: where each message was sent and consumed, kept by the brokers in a topic
 * of their own. Looks on through the interceptors of sends and listeners and knows
 * nothing of how they work.
 */
@NullMarked
package io.github.rocketmqlite.internal.trace;

import org.jspecify.annotations.NullMarked;
