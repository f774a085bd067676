package io.github.rocketmqlite.spring.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageModel;
import io.github.rocketmqlite.consumer.StartPosition;
import org.jspecify.annotations.Nullable;

/**
 * What wins over the annotation of one listener.
 */
public class ListenerOverrideProperties {

	/**
	 * Whether the listener exists. One that is switched off joins no group.
	 */
	private boolean enabled = true;

	/**
	 * Comma-separated list of topics to receive.
	 */
	private @Nullable List<String> topics;

	/**
	 * Consumer group.
	 */
	private @Nullable String group;

	/**
	 * Which messages of the topics: * for all, or tags separated by ||.
	 */
	private @Nullable String selector;

	/**
	 * What the selector is.
	 */
	private Filter.Type selectorType = Filter.Type.TAG;

	/**
	 * Number of messages that are handled at the same time.
	 */
	private @Nullable Integer concurrency;

	/**
	 * Number of times that a failed message is delivered again before it goes to the
	 * dead-letter topic.
	 */
	private @Nullable Integer maxReconsumeTimes;

	/**
	 * Where a group without offsets begins.
	 */
	private @Nullable StartPosition startPosition;

	/**
	 * Whether the messages of a queue are handled one after another.
	 */
	private @Nullable Boolean ordered;

	/**
	 * Whether only messages of the same ordering key are handled one after another, those
	 * of different keys side by side. Implies 'ordered'.
	 */
	private @Nullable Boolean orderedByKey;

	/**
	 * Who of the group gets a message: one member, or all of them.
	 */
	private @Nullable MessageModel messageModel;

	/**
	 * Largest number of messages that a batch listener gets at once.
	 */
	private @Nullable Integer batchSize;

	/**
	 * Whether the listener starts with the application context.
	 */
	private @Nullable Boolean autoStartup;

	/**
	 * Comma-separated list of errors after which a message is given up at once, beside
	 * those of the annotation.
	 */
	private Set<Class<? extends Throwable>> notRetryable = new LinkedHashSet<>();

	/**
	 * Delay until a failed message is delivered again.
	 */
	private @Nullable Duration backOff;

	/**
	 * Longest delay, if delays double with each attempt.
	 */
	private @Nullable Duration maxBackOff;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable List<String> getTopics() {
		return this.topics;
	}

	public void setTopics(@Nullable List<String> topics) {
		this.topics = topics;
	}

	public @Nullable String getGroup() {
		return this.group;
	}

	public void setGroup(@Nullable String group) {
		this.group = group;
	}

	public @Nullable String getSelector() {
		return this.selector;
	}

	public void setSelector(@Nullable String selector) {
		this.selector = selector;
	}

	public Filter.Type getSelectorType() {
		return this.selectorType;
	}

	public void setSelectorType(Filter.Type selectorType) {
		this.selectorType = selectorType;
	}

	public @Nullable Integer getConcurrency() {
		return this.concurrency;
	}

	public void setConcurrency(@Nullable Integer concurrency) {
		this.concurrency = concurrency;
	}

	public @Nullable Integer getMaxReconsumeTimes() {
		return this.maxReconsumeTimes;
	}

	public void setMaxReconsumeTimes(@Nullable Integer maxReconsumeTimes) {
		this.maxReconsumeTimes = maxReconsumeTimes;
	}

	public @Nullable StartPosition getStartPosition() {
		return this.startPosition;
	}

	public void setStartPosition(@Nullable StartPosition startPosition) {
		this.startPosition = startPosition;
	}

	public @Nullable Boolean getAutoStartup() {
		return this.autoStartup;
	}

	public void setAutoStartup(@Nullable Boolean autoStartup) {
		this.autoStartup = autoStartup;
	}

	public @Nullable Boolean getOrdered() {
		return this.ordered;
	}

	public void setOrdered(@Nullable Boolean ordered) {
		this.ordered = ordered;
	}

	public @Nullable Boolean getOrderedByKey() {
		return this.orderedByKey;
	}

	public void setOrderedByKey(@Nullable Boolean orderedByKey) {
		this.orderedByKey = orderedByKey;
	}

	public @Nullable MessageModel getMessageModel() {
		return this.messageModel;
	}

	public void setMessageModel(@Nullable MessageModel messageModel) {
		this.messageModel = messageModel;
	}

	public @Nullable Integer getBatchSize() {
		return this.batchSize;
	}

	public void setBatchSize(@Nullable Integer batchSize) {
		this.batchSize = batchSize;
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
