/**
 * How a message is sent: validation, choice of a queue, attempts and retries. Knows
 * nothing of consumers.
 */
@NullMarked
package io.github.rocketmqlite.internal.producer;

import org.jspecify.annotations.NullMarked;
