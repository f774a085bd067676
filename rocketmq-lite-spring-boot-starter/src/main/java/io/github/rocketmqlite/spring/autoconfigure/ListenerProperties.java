package io.github.rocketmqlite.spring.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

import io.github.rocketmqlite.spring.listener.StartupFailurePolicy;
import org.jspecify.annotations.Nullable;

/**
 * The containers that run listeners.
 */
public class ListenerProperties {

	/**
	 * Whether listeners start with the application context.
	 */
	private boolean autoStartup = true;

	/**
	 * What happens when a listener's cluster cannot be reached at its start.
	 */
	private StartupFailurePolicy startupFailurePolicy = StartupFailurePolicy.FAIL;

	/**
	 * Whether listeners wait until the application is ready, after all runners, before
	 * they start for the first time.
	 */
	private boolean startAfterReady = false;

	/**
	 * Comma-separated list of errors after which a message is given up at once.
	 */
	private Set<Class<? extends Throwable>> notRetryable = new LinkedHashSet<>();

	/**
	 * Delay until a failed message is delivered again. Chosen by brokers if not set,
	 * longer with each attempt.
	 */
	private @Nullable Duration backOff;

	/**
	 * Longest delay, if delays double with each attempt.
	 */
	private @Nullable Duration maxBackOff;

	public boolean isStartAfterReady() {
		return this.startAfterReady;
	}

	public void setStartAfterReady(boolean startAfterReady) {
		this.startAfterReady = startAfterReady;
	}

	public boolean isAutoStartup() {
		return this.autoStartup;
	}

	public void setAutoStartup(boolean autoStartup) {
		this.autoStartup = autoStartup;
	}

	public StartupFailurePolicy getStartupFailurePolicy() {
		return this.startupFailurePolicy;
	}

	public void setStartupFailurePolicy(StartupFailurePolicy startupFailurePolicy) {
		this.startupFailurePolicy = startupFailurePolicy;
	}

	public Set<Class<? extends Throwable>> getNotRetryable() {
		return this.notRetryable;
	}

	public void setNotRetryable(Set<Class<? extends Throwable>> notRetryable) {
		this.notRetryable = notRetryable;
	}

	public @Nullable Duration getBackOff() {
		return this.backOff;
	}

	public void setBackOff(@Nullable Duration backOff) {
		this.backOff = backOff;
	}

	public @Nullable Duration getMaxBackOff() {
		return this.maxBackOff;
	}

	public void setMaxBackOff(@Nullable Duration maxBackOff) {
		this.maxBackOff = maxBackOff;
	}

}
