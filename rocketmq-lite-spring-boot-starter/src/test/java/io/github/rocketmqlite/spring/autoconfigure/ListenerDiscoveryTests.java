package io.github.rocketmqlite.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.consumer.ConsumeOutcome;
import io.github.rocketmqlite.spring.annotation.RocketHandler;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.fakes.FakeReceivedMessage;
import io.github.rocketmqlite.spring.fakes.FakeRocketClient;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where annotations of listeners may stand: interfaces, base classes, classes behind
 * proxies.
 */
class ListenerDiscoveryTests {

	private static final String ORDER = "{\"id\":\"7\"}";

	private final FakeRocketClient client = new FakeRocketClient();

	private final List<Object> calls = new ArrayList<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class))
		.withBean(RocketClient.class, () -> this.client);

	@Test
	void theMethodOfAnInterfaceMayBeAnnotated() {
		this.runner.withBean(OrderHandler.class).run((context) -> {
			assertThat(deliver(ORDER)).isEqualTo(ConsumeOutcome.SUCCESS);
			assertThat(context.getBean(OrderHandler.class).seen).containsExactly(new Order("7"));
		});
	}

	@Test
	void theMethodOfAGenericBaseClassMayBeAnnotated() {
		this.runner.withBean(OrderListener.class).run((context) -> {
			assertThat(deliver(ORDER)).isEqualTo(ConsumeOutcome.SUCCESS);
			assertThat(context.getBean(OrderListener.class).seen).containsExactly(new Order("7"));
		});
	}

	@Test
	void anInheritedMethodMayBeOverridden() {
		this.runner.withBean(OverridingListener.class).run((context) -> {
			assertThat(deliver(ORDER)).isEqualTo(ConsumeOutcome.SUCCESS);
			assertThat(context.getBean(OverridingListener.class).seen).containsExactly("overridden", new Order("7"));
		});
	}

	@Test
	void aBeanIsCalledThroughAProxyOfItsInterface() {
		OrderHandler target = new OrderHandler();
		ProxyFactory proxies = recording(target);
		proxies.setInterfaces(Handler.class);
		this.runner.withBean(Handler.class, () -> (Handler<?>) proxies.getProxy()).run((context) -> {
			this.calls.clear();
			assertThat(deliver(ORDER)).isEqualTo(ConsumeOutcome.SUCCESS);
			assertThat(this.calls).containsExactly("handle");
			assertThat(target.seen).containsExactly(new Order("7"));
		});
	}

	@Test
	void aBeanIsCalledThroughAProxyOfItsClass() {
		OrderListener target = new OrderListener();
		ProxyFactory proxies = recording(target);
		proxies.setProxyTargetClass(true);
		this.runner.withBean(OrderListener.class, () -> (OrderListener) proxies.getProxy()).run((context) -> {
			this.calls.clear();
			assertThat(deliver(ORDER)).isEqualTo(ConsumeOutcome.SUCCESS);
			assertThat(this.calls).containsExactly("on");
			assertThat(target.seen).containsExactly(new Order("7"));
		});
	}

	@Test
	void aClassThatDividesItsMessagesMayBeBehindEitherProxy() {
		for (boolean ofClass : List.of(true, false)) {
			Dividing target = new Dividing();
			ProxyFactory proxies = recording(target);
			proxies.setProxyTargetClass(ofClass);
			this.runner.withBean(Divided.class, () -> (Divided) proxies.getProxy()).run((context) -> {
				this.calls.clear();
				assertThat(deliver("hello")).isEqualTo(ConsumeOutcome.SUCCESS);
				assertThat(this.calls).containsExactly("rest");
				assertThat(target.seen).containsExactly("hello from acme");
			});
		}
	}

	@Test
	void aMethodThatNoProxyShowsFailsTheStartAndIsNamed() {
		ProxyFactory proxies = recording(new Hidden());
		proxies.setInterfaces(Runnable.class);
		this.runner.withBean(Runnable.class, () -> (Runnable) proxies.getProxy())
			.run((context) -> assertThat(context).hasFailed().getFailure().hasStackTraceContaining("hidden"));
	}

	private ProxyFactory recording(Object target) {
		ProxyFactory proxies = new ProxyFactory(target);
		proxies.addAdvice((MethodInterceptor) (invocation) -> {
			this.calls.add(invocation.getMethod().getName());
			return invocation.proceed();
		});
		return proxies;
	}

	private ConsumeOutcome deliver(String body) throws Exception {
		return this.client.consumerOf("billing").deliver(new FakeReceivedMessage(body).property("tenant", "acme"));
	}

	record Order(String id) {
	}

	public interface Handler<T> {

		@RocketListener(topics = "orders", group = "billing")
		void handle(@Payload T payload);

	}

	static class OrderHandler implements Handler<Order> {

		final List<Object> seen = new ArrayList<>();

		@Override
		public void handle(Order payload) {
			this.seen.add(payload);
		}

	}

	abstract static class BaseListener<T> {

		final List<Object> seen = new ArrayList<>();

		@RocketListener(topics = "orders", group = "billing")
		public void on(T payload) {
			this.seen.add(payload);
		}

	}

	static class OrderListener extends BaseListener<Order> {

	}

	static class OverridingListener extends BaseListener<Order> {

		@Override
		public void on(Order payload) {
			this.seen.add("overridden");
			super.on(payload);
		}

	}

	@RocketListener(topics = "orders", group = "billing")
	public interface Divided {

		@RocketHandler(isDefault = true)
		void rest(String text, @Header("tenant") String tenant);

	}

	static class Dividing implements Divided {

		final List<Object> seen = new ArrayList<>();

		@Override
		public void rest(String text, String tenant) {
			this.seen.add(text + " from " + tenant);
		}

	}

	static class Hidden implements Runnable {

		@RocketListener(topics = "orders", group = "billing")
		public void hidden(String text) {
		}

		@Override
		public void run() {
		}

	}

}
