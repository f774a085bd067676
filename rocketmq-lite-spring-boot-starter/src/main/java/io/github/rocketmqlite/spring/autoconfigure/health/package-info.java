/**
 * The health of the client, for Spring Boot's health endpoint. Active only where Spring
 * Boot's health module is present.
 */
@NullMarked
package io.github.rocketmqlite.spring.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
