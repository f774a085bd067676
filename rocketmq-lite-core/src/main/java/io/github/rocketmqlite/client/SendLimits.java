package io.github.rocketmqlite.client;

/**
 * How much all producers of a client may have under way together. Beyond it, sends wait
 * or fail with {@link io.github.rocketmqlite.BackPressureException}.
 * <p>
 * Threading: immutable.
 *
 * @param maxPendingSends the most sends that have not ended
 * @param maxPendingSendBytes the most bytes of their bodies
 */
public record SendLimits(int maxPendingSends, long maxPendingSendBytes) {
}
