/**
 * What the commands share: the broker, the JVMs of single runs, the meter, the results
 * and how they are shown.
 */
@NullMarked
package io.github.rocketmqlite.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
