package io.github.rocketmqlite.spring.autoconfigure;

import io.github.rocketmqlite.spring.listener.DeadLetterCauses;
import io.github.rocketmqlite.spring.listener.MessageRecoverer;
import io.github.rocketmqlite.spring.listener.RocketErrorHandler;
import org.jspecify.annotations.Nullable;

/**
 * The beans that decide about failed messages in every cluster. They are injected, not
 * looked up, because beans that are meant for one listener are no candidates.
 * <p>
 * Threading: immutable.
 *
 * @param errorHandler decides about failed messages
 * @param recoverer gets those that are given up; {@code null} if the application has none
 * @param causes remembers why
 */
record FailureBeans(RocketErrorHandler errorHandler, @Nullable MessageRecoverer recoverer, DeadLetterCauses causes) {
}
