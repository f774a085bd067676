package io.github.rocketmqlite.consumer;

import io.github.rocketmqlite.MessageQueue;

/**
 * A message that cannot be read.
 * <p>
 * Threading: immutable.
 *
 * @param group the consumer group
 * @param queue the queue it was pulled from
 * @param queueOffset its position in the queue, -1 when that cannot be read either
 * @param commitLogOffset its position in the broker's commit log in bytes, -1 when that
 * cannot be read either
 * @param reason what is wrong with it
 */
public record PoisonMessage(String group, MessageQueue queue, long queueOffset, long commitLogOffset, String reason) {
}
