/**
 * How messages are popped, held, renewed and acknowledged. Knows nothing of offsets,
 * assignments and listeners.
 */
@NullMarked
package io.github.rocketmqlite.internal.pop;

import org.jspecify.annotations.NullMarked;
