/**
 * Many messages at once: sent in few requests, handled by a method that takes a list.
 */
@NullMarked
package io.github.rocketmqlite.samples.batch;

import org.jspecify.annotations.NullMarked;
