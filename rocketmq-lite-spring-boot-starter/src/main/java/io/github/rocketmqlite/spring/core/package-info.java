/**
 * Sending: the template and its fluent form. Knows nothing of listeners or of the
 * application context.
 */
@NullMarked
package io.github.rocketmqlite.spring.core;

import org.jspecify.annotations.NullMarked;
