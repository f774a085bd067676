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
 * group.
 * <p>
 * The method may take, in any order, the payload (a {@code byte[]}, a {@code String} or
 * anything that the application's {@code JsonMapper} reads; optionally marked with
 * {@code @Payload}), headers ({@code @Header}, {@code @Headers}, {@code MessageHeaders}),
 * a {@code Message<T>} of spring-messaging, or the raw
 * {@link io.github.rocketmqlite.ReceivedMessage}. It returns nothing, which means
 * success, or a {@link io.github.rocketmqlite.consumer.ConsumeOutcome}, or a
 * {@link java.util.concurrent.CompletionStage} with which the message is done, or
 * anything else, which is the reply if the message is a request. An exception means that
 * the message is delivered again later; a message that cannot be turned into the method's
 * arguments goes to the dead-letter topic at once.
 * <p>
 * Every attribute may hold <code>${…}</code> placeholders and <code>#{…}</code>
 * expressions. An attribute left empty is taken from {@code rocketmq-lite.consumer.*} or
 * {@code rocketmq-lite.listener.*}. Listeners of one group are one consumer: it
 * subscribes to what all of them want, each message goes to the one that asks for its
 * topic and tag, and they start, pause and stop together. Two that want the same
 * messages, or that say different things about the consumer, fail the start.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
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
	 * The name of the bean that makes the container. Default:
	 * {@code rocketListenerContainerFactory}.
	 */
	String containerFactory() default "";

}
