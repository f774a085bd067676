/**
 * The whole client beside the official one: a real broker in a JVM of its own, one client
 * JVM at a time, and a table with the goals. It knows both clients' public APIs and
 * nothing of their internals.
 */
@NullMarked
package io.github.rocketmqlite.benchmarks.comparison;

import org.jspecify.annotations.NullMarked;
