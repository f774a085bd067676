/**
 * Takes the address of a cluster from a container of Testcontainers. Knows connection
 * details and nothing else of this library.
 */
@NullMarked
package io.github.rocketmqlite.spring.testcontainers;

import org.jspecify.annotations.NullMarked;
