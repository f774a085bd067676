/**
 * Observes sends and listeners where the application has an observation registry.
 */
@NullMarked
package io.github.rocketmqlite.spring.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
