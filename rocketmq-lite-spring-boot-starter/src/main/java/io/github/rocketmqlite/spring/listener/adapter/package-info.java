/**
 * From a received message to a call of the application's method. Knows nothing of
 * containers' lifecycles or of the application context.
 */
@NullMarked
package io.github.rocketmqlite.spring.listener.adapter;

import org.jspecify.annotations.NullMarked;
