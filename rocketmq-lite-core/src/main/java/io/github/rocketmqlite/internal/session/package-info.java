/**
 * This client as the brokers see it: its id, its heartbeats and the requests that brokers
 * send it. Knows producers and consumers only as group members.
 */
@NullMarked
package io.github.rocketmqlite.internal.session;

import org.jspecify.annotations.NullMarked;
