/**
 * The {@code @EmbeddedRocketMQ} annotation, which brings the in-JVM servers to JUnit
 * tests with or without Spring. Knows nothing of the client under test or of the
 * auto-configuration that reads the address.
 */
@NullMarked
package io.github.rocketmqlite.test.context;

import org.jspecify.annotations.NullMarked;
