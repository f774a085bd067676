/**
 * The annotations that turn methods and classes into listeners. Know nothing of how they
 * are found or run.
 */
@NullMarked
package io.github.rocketmqlite.spring.annotation;

import org.jspecify.annotations.NullMarked;
