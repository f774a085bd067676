/**
 * Receiving messages: the push consumer, its listener and its options. Knows nothing of
 * pulling, buffering or offsets, which are the implementation's.
 */
@NullMarked
package io.github.rocketmqlite.consumer;

import org.jspecify.annotations.NullMarked;
