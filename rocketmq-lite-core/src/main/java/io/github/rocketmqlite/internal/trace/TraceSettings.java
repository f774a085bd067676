package io.github.rocketmqlite.internal.trace;

import java.time.Duration;

/**
 * How traces are kept and sent.
 *
 * @param topic where they go
 * @param maxQueued how many records may wait; beyond it the oldest is dropped
 * @param batchSize how many records one trace message holds at most
 * @param flushInterval how long a record waits at most for others
 */
public record TraceSettings(String topic, int maxQueued, int batchSize, Duration flushInterval) {
}
