/**
 * Looking after a cluster: topics, groups, offsets, lag and stored messages. Knows
 * nothing of how requests reach brokers.
 */
@NullMarked
package io.github.rocketmqlite.admin;

import org.jspecify.annotations.NullMarked;
