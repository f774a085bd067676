package io.github.rocketmqlite.spring.integration;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.test.context.EmbeddedRocketMQ;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners on virtual threads, which Spring uses from JDK 21 on.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
@SpringBootTest(properties = { "spring.threads.virtual.enabled=true", "rocketmq-lite.consumer.start-position=first" })
@EmbeddedRocketMQ(topics = "virtual-orders:1")
class VirtualThreadsIntegrationTests {

	private static final int MESSAGES = 12;

	@Autowired
	private RocketTemplate template;

	@Autowired
	private Listener listener;

	@Test
	void listenersRunOnVirtualThreadsAsManyAsTheConcurrencySays() {
		for (int i = 0; i < MESSAGES; i++) {
			this.template.send("virtual-orders", "order " + i);
		}
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(this.listener.received).hasSizeGreaterThanOrEqualTo(MESSAGES));
		assertThat(this.listener.threads).allSatisfy((thread) -> {
			assertThat(isVirtual(thread)).isTrue();
			assertThat(thread.getName()).startsWith("rocketmq-lite-consume-");
		});
		assertThat(this.listener.most).hasValue(Listener.CONCURRENCY);
	}

	/** A method that JDK 17, which compiles this, does not have. */
	private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
		Method isVirtual = Thread.class.getMethod("isVirtual");
		return (boolean) isVirtual.invoke(thread);
	}

	static class Listener {

		static final int CONCURRENCY = 3;

		final List<String> received = new CopyOnWriteArrayList<>();

		final List<Thread> threads = new CopyOnWriteArrayList<>();

		final AtomicInteger most = new AtomicInteger();

		private final AtomicInteger running = new AtomicInteger();

		private final CountDownLatch together = new CountDownLatch(CONCURRENCY);

		@RocketListener(topics = "virtual-orders", group = "virtual", concurrency = "" + CONCURRENCY)
		void on(String text) throws InterruptedException {
			int now = this.running.incrementAndGet();
			this.most.accumulateAndGet(now, Math::max);
			this.threads.add(Thread.currentThread());
			this.together.countDown();
			assertThat(this.together.await(30, TimeUnit.SECONDS)).isTrue();
			this.running.decrementAndGet();
			this.received.add(text);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Listener.class)
	static class Application {

	}

}
