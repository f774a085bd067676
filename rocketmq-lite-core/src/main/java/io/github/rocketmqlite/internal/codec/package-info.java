/**
 * Bytes to values and back: frames, headers, stored messages, properties and ids. Knows
 * nothing of connections, threads or time.
 */
@NullMarked
package io.github.rocketmqlite.internal.codec;

import org.jspecify.annotations.NullMarked;
