/**
 * Messages that arrive later: reminders with an exact delay.
 */
@NullMarked
package io.github.rocketmqlite.samples.delayed;

import org.jspecify.annotations.NullMarked;
