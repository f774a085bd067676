/**
 * The front door: a {@link io.github.rocketmqlite.client.RocketClient} wires every part
 * together and owns every thread. Nothing else in the client imports this package.
 */
@NullMarked
package io.github.rocketmqlite.client;

import org.jspecify.annotations.NullMarked;
