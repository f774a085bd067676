/**
 * Lets an application that was written for rocketmq-spring run on rocketmq-lite: its
 * {@code rocketmq.*} properties are read, and its annotated listener classes become
 * listeners of the starter. Meant for the time of moving; it uses the annotations and
 * interfaces of rocketmq-spring and none of the official client.
 */
@NullMarked
package io.github.rocketmqlite.migration;

import org.jspecify.annotations.NullMarked;
