/**
 * The actuator endpoint that shows and steers the listeners. Active only where Spring
 * Boot's actuator is present.
 */
@NullMarked
package io.github.rocketmqlite.spring.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
