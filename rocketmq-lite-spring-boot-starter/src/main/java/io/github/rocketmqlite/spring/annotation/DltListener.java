package io.github.rocketmqlite.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.messaging.handler.annotation.MessageMapping;

/**
 * Makes a method receive the dead letters of consumer groups: messages that a group gave
 * up after its last attempt, or at once.
 * <p>
 * In a class with {@link RocketListener} methods it gets the dead letters of their
 * groups; elsewhere {@link #of()} names the groups. It reads the dead-letter topic, from
 * its beginning, as a consumer group of its own, so it may run in the same application or
 * in another one.
 * <p>
 * The method takes what methods with {@link RocketListener} may. Headers tell the group,
 * the original topic and message id, and the error as far as it is known:
 * {@code RocketHeaders.DLT_*}. When the method fails, the message is delivered to it
 * again as to any listener.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@MessageMapping
public @interface DltListener {

	/**
	 * The groups whose dead letters to receive. Default: those of the class's listeners.
	 */
	String[] of() default {};

	/**
	 * The name of the cluster of these groups. Default: that of the class's listeners,
	 * elsewhere the default cluster.
	 */
	String cluster() default "";

	/**
	 * The name under which the registry knows the listener. Default: made up from the
	 * bean's and the method's name.
	 */
	String id() default "";

	/**
	 * The consumer group that reads the dead letters; it reads nothing else. Default: for
	 * each group one of its own, the group's name with {@code -dlt} behind it.
	 */
	String group() default "";

	/**
	 * How many messages are handled at the same time. Default:
	 * {@code rocketmq-lite.consumer.concurrency}.
	 */
	String concurrency() default "";

	/**
	 * Whether the listener starts with the application context. Default:
	 * {@code rocketmq-lite.listener.auto-startup}.
	 */
	String autoStartup() default "";

	/**
	 * The name of the bean that makes the container. Default:
	 * {@code rocketListenerContainerFactory}.
	 */
	String containerFactory() default "";

}
