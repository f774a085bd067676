/**
 * The consume offset of each queue: read, kept, committed forward only. Knows nothing of
 * messages and listeners.
 */
@NullMarked
package io.github.rocketmqlite.internal.offset;

import org.jspecify.annotations.NullMarked;
