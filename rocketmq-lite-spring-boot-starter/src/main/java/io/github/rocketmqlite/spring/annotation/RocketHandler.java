package io.github.rocketmqlite.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.messaging.handler.annotation.MessageMapping;

/**
 * One of the methods among which a class with {@link RocketListener} divides its
 * messages. A message goes to the method
 * <ol>
 * <li>that names its tag in {@link #tags()}, or else</li>
 * <li>whose payload is of the type that the message's property {@code __TypeId__} names,
 * by the full or the simple name of the class; {@code RocketTemplate} sends that property
 * if {@code rocketmq-lite.producer.type-header} says so, or else</li>
 * <li>that is the default one.</li>
 * </ol>
 * A message for which there is none cannot be read and goes to the dead letters. No class
 * is ever loaded because a message names it.
 * <p>
 * The methods take and return what methods with {@link RocketListener} may, but no
 * batches.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@MessageMapping
public @interface RocketHandler {

	/**
	 * The tags of the messages that the method gets. Default: none; the type of the
	 * payload decides.
	 */
	String[] tags() default {};

	/**
	 * Whether the method gets the messages that no other one does.
	 */
	boolean isDefault() default false;

}
