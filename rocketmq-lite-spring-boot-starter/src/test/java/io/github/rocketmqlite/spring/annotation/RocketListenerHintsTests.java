package io.github.rocketmqlite.spring.annotation;

import java.lang.reflect.Method;

import io.github.rocketmqlite.producer.TransactionDecision;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a native image must know of listeners.
 */
class RocketListenerHintsTests {

	@Test
	void theMethodAndItsPayloadCanBeReached() throws NoSuchMethodException {
		assertReachable(Listeners.class.getDeclaredMethod("once", Order.class), Order.class);
	}

	@Test
	void soCanThoseOfRepeatedAnnotations() throws NoSuchMethodException {
		assertReachable(Listeners.class.getDeclaredMethod("twice", Refund.class), Refund.class);
	}

	@Test
	void soCanHandlersDeadLetterMethodsAndCheckers() throws NoSuchMethodException {
		assertReachable(Listeners.class.getDeclaredMethod("handler", Created.class), Created.class);
		assertReachable(Listeners.class.getDeclaredMethod("dead", Dead.class), Dead.class);
		assertReachable(Listeners.class.getDeclaredMethod("checker", Half.class), Half.class);
	}

	private static void assertReachable(Method method, Class<?> payload) throws NoSuchMethodException {
		RuntimeHints hints = new RuntimeHints();
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, Listeners.class);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onConstructorInvocation(payload.getDeclaredConstructor(String.class))).accepts(hints);
	}

	record Order(String id) {
	}

	record Refund(String id) {
	}

	record Created(String id) {
	}

	record Dead(String id) {
	}

	record Half(String id) {
	}

	static class Listeners {

		@RocketListener(topics = "orders", group = "once")
		void once(Order order) {
		}

		@RocketListener(topics = "orders", group = "a")
		@RocketListener(topics = "payments", group = "b")
		void twice(Refund refund) {
		}

		@RocketHandler
		void handler(Created created) {
		}

		@DltListener
		void dead(Dead dead) {
		}

		@RocketTransactionChecker
		TransactionDecision checker(Half half) {
			return TransactionDecision.UNKNOWN;
		}

	}

}
