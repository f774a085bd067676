package io.github.rocketmqlite.test.context;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.test.context.aot.DisabledInAotMode;

/**
 * Gives a test class a real RocketMQ name server and broker in this JVM.
 * <p>
 * With Spring (any test whose context is loaded by the Spring TestContext framework), the
 * servers run before the context is refreshed. The context's environment names the name
 * server under {@link #nameServersProperty()}, ahead of every other property source, and
 * the {@link EmbeddedRocketMQServer} is a bean called {@code embeddedRocketMQ}. Tests
 * whose annotations are equal may share a cached context.
 * <p>
 * Without Spring, the servers run before the first test of the class. Constructors and
 * methods of the test class may take an {@link EmbeddedRocketMQServer} parameter, with
 * Spring methods only.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(EmbeddedRocketMQExtension.class)
@DisabledInAotMode
public @interface EmbeddedRocketMQ {

	/**
	 * Topics to create before the tests: {@code "orders"}, or {@code "orders:8"} for one
	 * with eight queues.
	 */
	String[] topics() default {};

	/**
	 * The number of queues of topics that do not state their own.
	 */
	int queues() default 4;

	/**
	 * The property of the Spring environment that gets the address of the name server.
	 */
	String nameServersProperty() default "rocketmq-lite.name-servers";

	/**
	 * Properties of the broker in the form {@code "name=value"}, under the names of
	 * RocketMQ's {@code broker.conf}. They need {@code shared = false}.
	 */
	String[] brokerProperties() default {};

	/**
	 * Whether to use the {@linkplain EmbeddedRocketMQServer#shared() shared} servers of
	 * this JVM. Otherwise the test class, or the Spring context, has its own and stops
	 * them when it ends.
	 */
	boolean shared() default true;

}
