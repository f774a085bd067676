/**
 * Sending messages: the producer and its options. Knows nothing of routes, connections or
 * retries, which are the implementation's.
 */
@NullMarked
package io.github.rocketmqlite.producer;

import org.jspecify.annotations.NullMarked;
