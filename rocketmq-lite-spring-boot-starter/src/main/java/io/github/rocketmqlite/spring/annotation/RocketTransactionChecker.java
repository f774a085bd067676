package io.github.rocketmqlite.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.messaging.handler.annotation.MessageMapping;

/**
 * Makes a method tell brokers what became of transactions whose decision they never got,
 * because the process that began them died, or its decision was lost. Any number of
 * methods share the producer's one transaction group, each for topics of its own.
 * <p>
 * The method takes what a method with {@link RocketListener} may, and returns a
 * {@link io.github.rocketmqlite.producer.TransactionDecision}. An exception, {@code null}
 * and messages of topics without a checker count as {@code UNKNOWN}: the broker asks
 * again, 15 times by its defaults, and then drops the message.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@MessageMapping
public @interface RocketTransactionChecker {

	/**
	 * The topics whose transactions the method knows. Placeholders and expressions are
	 * resolved. Default: those that no other method names.
	 */
	String[] topics() default {};

}
