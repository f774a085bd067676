/**
 * How messages are pulled, buffered, handed to listeners and retried. Knows nothing of
 * producers.
 */
@NullMarked
package io.github.rocketmqlite.internal.consumer;

import org.jspecify.annotations.NullMarked;
