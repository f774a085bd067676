package io.github.rocketmqlite.spring.listener;

import io.github.rocketmqlite.ReceivedMessage;
import org.jspecify.annotations.Nullable;

/**
 * A message that its group gives up.
 * <p>
 * Threading: immutable.
 *
 * @param listenerId the listener that failed
 * @param group its consumer group
 * @param message the message
 * @param error what the last attempt threw; {@code null} when the listener threw nothing
 * but returned an outcome
 */
public record FailedDelivery(String listenerId, String group, ReceivedMessage message, @Nullable Exception error) {
}
