/**
 * Receiving: the container that runs one push consumer, and what it does with errors.
 * Knows nothing of annotations or of the methods behind a listener.
 */
@NullMarked
package io.github.rocketmqlite.spring.listener;

import org.jspecify.annotations.NullMarked;
