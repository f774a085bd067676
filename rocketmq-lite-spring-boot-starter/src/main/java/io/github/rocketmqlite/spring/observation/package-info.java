/**
 * Observations of sends and of listeners: contexts, names and conventions. Knows clients
 * and messages, nothing of listeners' containers.
 */
@NullMarked
package io.github.rocketmqlite.spring.observation;

import org.jspecify.annotations.NullMarked;
