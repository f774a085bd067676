/**
 * What applications can hear of their listeners. Knows containers and nothing that sets
 * them up.
 */
@NullMarked
package io.github.rocketmqlite.spring.event;

import org.jspecify.annotations.NullMarked;
