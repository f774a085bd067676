/**
 * What Spring Boot sets up by itself, and the properties that steer it. Nothing else in
 * this library may use this package.
 */
@NullMarked
package io.github.rocketmqlite.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
