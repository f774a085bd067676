/**
 * Every instance gets every message: caches that are told what to forget.
 */
@NullMarked
package io.github.rocketmqlite.samples.broadcast;

import org.jspecify.annotations.NullMarked;
