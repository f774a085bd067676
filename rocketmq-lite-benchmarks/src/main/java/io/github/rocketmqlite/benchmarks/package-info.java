/**
 * Benchmarks of this client beside the official one, both in the same run. Never
 * published.
 */
@NullMarked
package io.github.rocketmqlite.benchmarks;

import org.jspecify.annotations.NullMarked;
