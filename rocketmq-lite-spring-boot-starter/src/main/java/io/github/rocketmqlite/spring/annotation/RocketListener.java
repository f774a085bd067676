package io.github.rocketmqlite.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.messaging.handler.annotation.MessageMapping;

/**
 * Makes a method receive the messages of one or more topics, as a member of a consumer
 * group. On a class, its messages are divided among the methods with
 * {@link RocketHandler}.
 * <p>
 * The method may take, in any order, the payload (a {@code byte[]}, a {@code String} or
 * anything that the application's {@code JsonMapper} reads; optionally marked with
 * {@code @Payload} and checked with {@code @Valid}), headers ({@code @Header},
 * {@code @Headers}, {@code MessageHeaders}), a {@code Message<T>} of spring-messaging,
 * the raw {@link io.github.rocketmqlite.ReceivedMessage}, or an {@code Acknowledgment} to
 * say itself when the message is done. It returns nothing, which means success, or a
 * {@link io.github.rocketmqlite.consumer.ConsumeOutcome}, or a
 * {@link java.util.concurrent.CompletionStage}, {@code Mono} or {@code Flux} with whose
 * end the message is done, or anything else, which is the reply if the message is a
 * request and otherwise goes to the topic of {@code @SendTo} if there is one.
 * <p>
 * An exception means that the message is delivered again later, see {@link #backOff()},
 * and after {@link #maxReconsumeTimes()} is given up; a message that cannot be turned
 * into the method's arguments is given up at once. {@link #recoverer()} gets messages
 * that are given up; without one, or if that fails, they go to the dead-letter topic of
 * the group, from where {@link DltListener} methods get them.
 * <p>
 * Annotations of interfaces and superclasses count as well, and those of annotations of
 * one's own. Every attribute may hold <code>${…}</code> placeholders and
 * <code>#{…}</code> expressions. An attribute left empty is taken from
 * {@code rocketmq-lite.consumer.*} or {@code rocketmq-lite.listener.*}. Listeners of one
 * group are one consumer: it subscribes to what all of them want, each message goes to
 * the one that asks for its topic and tag, and they start, pause and stop together. Two
 * that want the same messages, or that say different things about the consumer, fail the
 * start.
 */
@Target({ ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@MessageMapping
@Repeatable(RocketListeners.class)
public @interface RocketListener {

	/**
	 * The name under which the registry knows the listener's container. Default: made up
	 * from the bean's and the method's name.
	 */
	String id() default "";

	/**
	 * The topics to receive. An expression may yield several: an array, a collection, or
	 * names separated by commas.
	 */
	String[] topics();

	/**
	 * The consumer group. Default: {@code rocketmq-lite.consumer.group}.
	 */
	String group() default "";

	/**
	 * Which messages of the topics: {@code *} for all, or tags separated by {@code ||};
	 * or a condition in SQL92 on their properties.
	 */
	String selector() default "*";

	/**
	 * What the selector is: {@code tag} or {@code sql92}. Default: {@code tag}.
	 */
	String selectorType() default "";

	/**
	 * How many messages are handled at the same time.
	 */
	String concurrency() default "";

	/**
	 * How often a failed message is delivered again before it goes to the dead-letter
	 * topic.
	 */
	String maxReconsumeTimes() default "";

	/**
	 * Where a group without offsets begins: {@code first} or {@code last}.
	 */
	String startPosition() default "";

	/**
	 * Whether the messages of a queue are handled one after another, in their order, by
	 * one member of the group at a time. Default: {@code false}.
	 */
	String ordered() default "";

	/**
	 * Whether only messages of the same ordering key are handled one after another, in
	 * their order, those of different keys in one queue side by side. Messages without a
	 * key are in order among themselves. Implies {@link #ordered()}. Default:
	 * {@code false}.
	 */
	String orderedByKey() default "";

	/**
	 * Who of the group gets a message: {@code clustering}, one member, or
	 * {@code broadcasting}, all of them. Default: {@code clustering}.
	 */
	String messageModel() default "";

	/**
	 * Whether the method takes several messages at once: it has one parameter, a
	 * {@code List} of payloads, of {@code Message<T>} or of
	 * {@link io.github.rocketmqlite.ReceivedMessage}. It returns nothing or a
	 * {@code ConsumeOutcome}, for all messages, or a list with one for each. Default:
	 * {@code false}.
	 */
	String batch() default "";

	/**
	 * The most messages that a batch listener gets at once.
	 */
	String batchSize() default "";

	/**
	 * Whether the listener starts with the application context.
	 */
	String autoStartup() default "";

	/**
	 * The name of the cluster to receive from, one of {@code rocketmq-lite.clusters.*}.
	 * Default: {@code default}, the one that is set up under {@code rocketmq-lite}
	 * itself.
	 */
	String cluster() default "";

	/**
	 * Errors after which a message goes to the dead letters at once, because no retry
	 * would heal them: these classes, those derived from them, and errors caused by them.
	 * Added to {@code rocketmq-lite.listener.not-retryable}, and to what is never tried
	 * again by default: messages that cannot be read, and violated constraints.
	 */
	Class<? extends Throwable>[] notRetryable() default {};

	/**
	 * How long after a failure the message is delivered again, as {@code 10s}. Kept
	 * exactly if consumption is ordered, and to a second by brokers from 5.0 on; older
	 * ones take the first of their delay levels that is not shorter. Default:
	 * {@code rocketmq-lite.listener.back-off}, or delays of the broker's choice, which
	 * grow with each attempt.
	 */
	String backOff() default "";

	/**
	 * The longest delay. When it is set, the delay doubles with each attempt, from
	 * {@link #backOff()} to this one.
	 */
	String maxBackOff() default "";

	/**
	 * The name of the {@code RocketErrorHandler} bean that decides about failed messages.
	 * Default: the one of the application.
	 */
	String errorHandler() default "";

	/**
	 * The name of the {@code MessageRecoverer} bean that gets messages whose attempts are
	 * exhausted. Default: the one of the application, if there is one.
	 */
	String recoverer() default "";

	/**
	 * The name of the bean that makes the container. Default:
	 * {@code rocketListenerContainerFactory}.
	 */
	String containerFactory() default "";

}
