/**
 * Which queues of a topic belong to this member of a group. Knows nothing of what is done
 * with them.
 */
@NullMarked
package io.github.rocketmqlite.internal.assignment;

import org.jspecify.annotations.NullMarked;
