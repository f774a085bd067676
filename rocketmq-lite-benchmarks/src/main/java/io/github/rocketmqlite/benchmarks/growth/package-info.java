/**
 * How the client's cost grows with what it serves: topics, queues, producers, consumers,
 * cached messages, and clients that do nothing.
 */
@NullMarked
package io.github.rocketmqlite.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
