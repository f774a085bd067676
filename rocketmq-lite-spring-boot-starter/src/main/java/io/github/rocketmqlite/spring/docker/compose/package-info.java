/**
 * Takes the address of a cluster from a service of Docker Compose. Knows connection
 * details and nothing else of this library.
 */
@NullMarked
package io.github.rocketmqlite.spring.docker.compose;

import org.jspecify.annotations.NullMarked;
