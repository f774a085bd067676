/**
 * From an annotated method to a running container: endpoints, registrar, registry and
 * container factory. Knows nothing of configuration properties.
 */
@NullMarked
package io.github.rocketmqlite.spring.config;

import org.jspecify.annotations.NullMarked;
