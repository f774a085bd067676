/**
 * What the Spring layer costs: the template and listener methods beside the bare client
 * that they stand on, with and without observation.
 */
@NullMarked
package io.github.rocketmqlite.benchmarks.layer;

import org.jspecify.annotations.NullMarked;
