/**
 * What an application is told when it does not start because of RocketMQ. Knows nothing
 * of the beans; it only reads the error and the environment.
 */
@NullMarked
package io.github.rocketmqlite.spring.autoconfigure.diagnostics;

import org.jspecify.annotations.NullMarked;
