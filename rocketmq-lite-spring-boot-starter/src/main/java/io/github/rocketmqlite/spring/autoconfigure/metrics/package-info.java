/**
 * Meters of sending and receiving. Active only where Micrometer is present.
 */
@NullMarked
package io.github.rocketmqlite.spring.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
