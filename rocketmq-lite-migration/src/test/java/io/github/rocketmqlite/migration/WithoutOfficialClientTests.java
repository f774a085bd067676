package io.github.rocketmqlite.migration;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;

import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.spring.annotation.RocketMQMessageListener;
import org.apache.rocketmq.spring.core.RocketMQListener;
import org.apache.rocketmq.spring.core.RocketMQPushConsumerLifecycleListener;
import org.apache.rocketmq.spring.core.RocketMQTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.BeanDefinitionStoreException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The class path that users have: rocketmq-spring's jar and nothing that it depends on.
 * Applications run in a class loader without the official client, which the embedded
 * broker of other tests brings.
 */
@ExtendWith(OutputCaptureExtension.class)
class WithoutOfficialClientTests {

	private static URLClassLoader users;

	@BeforeAll
	static void leaveTheOfficialClientOut() throws IOException {
		URL[] urls = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
			.filter((entry) -> !entry.isEmpty()
					&& !entry.matches(".*[/\\\\]rocketmq-(?!spring-boot|lite)[^/\\\\]*\\.jar"))
			.map((entry) -> url(Path.of(entry)))
			.toArray(URL[]::new);
		users = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
		assertThat(ClassUtils.isPresent("org.apache.rocketmq.client.MQAdmin", users)).isFalse();
		assertThat(ClassUtils.isPresent("org.apache.rocketmq.common.message.MessageExt", users)).isFalse();
	}

	@AfterAll
	static void close() throws IOException {
		users.close();
	}

	private static URL url(Path entry) {
		try {
			return entry.toUri().toURL();
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	@Test
	void annotationsAndInterfacesWork(CapturedOutput output) {
		assertThat(run(Orders.class)).isEqualTo("started");
		assertThat(output).contains("What became of the properties of rocketmq-spring")
			.contains("rocketmq.name-server -> rocketmq-lite.name-servers");
	}

	@Test
	void aListenerOfOfficialMessagesIsExplained(CapturedOutput output) {
		assertThat(run(Raw.class)).isEqualTo("failed");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The bean 'shop' uses org.apache.rocketmq.common.message.MessageExt")
			.contains("io.github.rocketmqlite.ReceivedMessage");
	}

	@Test
	void aListenerThatPreparesTheOfficialConsumerIsExplained(CapturedOutput output) {
		assertThat(run(Prepared.class)).isEqualTo("failed");
		assertThat(output).contains("The bean 'shop' uses org.apache.rocketmq.client.consumer.DefaultMQPushConsumer")
			.contains("PushConsumerOptionsCustomizer");
	}

	@Test
	void whoeverInjectsTheOfficialTemplateIsToldWhatToDo(CapturedOutput output) {
		assertThat(run(Sender.class)).isEqualTo("failed");
		assertThat(output).contains("The bean 'shop' uses org.apache.rocketmq.spring.core.RocketMQTemplate")
			.contains("Send with io.github.rocketmqlite.spring.core.RocketTemplate");
	}

	@Test
	void aConfigurationThatUsesTheOfficialClientIsNamed() {
		FailureAnalysis analysis = new OfficialClientFailureAnalyzer()
			.analyze(new BeanDefinitionStoreException("Failed to parse configuration class [shop.Configuration]",
					new NoClassDefFoundError("org/apache/rocketmq/client/producer/SendCallback")));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription())
			.startsWith("The class shop.Configuration uses org.apache.rocketmq.client.producer.SendCallback");
		assertThat(new OfficialClientFailureAnalyzer().analyze(new NoClassDefFoundError("shop/Missing"))).isNull();
	}

	@SuppressWarnings("unchecked")
	private static String run(Class<?> bean) {
		Thread thread = Thread.currentThread();
		ClassLoader former = thread.getContextClassLoader();
		thread.setContextClassLoader(users);
		try {
			Function<String, String> application = (Function<String, String>) users
				.loadClass(RunningApplication.class.getName())
				.getDeclaredConstructor()
				.newInstance();
			return application.apply(bean.getName());
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			thread.setContextClassLoader(former);
		}
	}

	/**
	 * Runs inside of the class loader without the official client.
	 */
	public static class RunningApplication implements Function<String, String> {

		@Override
		public String apply(String bean) {
			SpringApplication application = new SpringApplication(Application.class);
			// by its name, as a component scan does it
			application.addInitializers((context) -> ((GenericApplicationContext) context)
				.registerBeanDefinition("shop", new RootBeanDefinition(bean)));
			application.setWebApplicationType(WebApplicationType.NONE);
			application.setRegisterShutdownHook(false);
			try (ConfigurableApplicationContext context = application.run("--rocketmq.name-server=localhost:1",
					"--rocketmq-lite.listener.auto-startup=false")) {
				return context.isRunning() ? "started" : "not running";
			}
			catch (RuntimeException ex) {
				return "failed";
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@RocketMQMessageListener(topic = "orders", consumerGroup = "orders")
	static class Orders implements RocketMQListener<String> {

		@Override
		public void onMessage(String text) {
		}

	}

	@RocketMQMessageListener(topic = "orders", consumerGroup = "raw")
	static class Raw implements RocketMQListener<MessageExt> {

		@Override
		public void onMessage(MessageExt message) {
		}

	}

	@RocketMQMessageListener(topic = "orders", consumerGroup = "prepared")
	static class Prepared extends Orders implements RocketMQPushConsumerLifecycleListener {

		@Override
		public void prepareStart(DefaultMQPushConsumer consumer) {
		}

	}

	static class Sender {

		@Autowired
		RocketMQTemplate template;

	}

}
