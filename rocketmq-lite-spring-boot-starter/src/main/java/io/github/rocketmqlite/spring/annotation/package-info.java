/**
 * The annotation that turns a method into a listener. Knows nothing of how it is found or
 * run.
 */
@NullMarked
package io.github.rocketmqlite.spring.annotation;

import org.jspecify.annotations.NullMarked;
