package io.github.rocketmqlite.client;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.internal.remoting.SocksProxy;
import io.github.rocketmqlite.internal.remoting.SocksServer;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.Certificates;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Servers behind a SOCKS5 proxy, which is a real one.
 */
class ProxyTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final ScriptedBroker nameServer = ScriptedBroker.start();

	private final ScriptedBroker broker = ScriptedBroker.start();

	@BeforeEach
	void start() {
		this.broker.on(34, (request) -> Reply.answer(0))
			.on(35, (request) -> Reply.answer(0))
			.on(310, (request) -> Reply.answer(0, null, Map.of("msgId", "id", "queueId", "0", "queueOffset", "7"),
					new byte[0]));
		this.nameServer.routeTo("orders", "a-broker", this.broker.address(), 4);
	}

	@AfterEach
	void stop() {
		this.broker.close();
		this.nameServer.close();
	}

	@Test
	void nameServersAndBrokersAreReachedThroughIt() {
		try (SocksServer proxy = SocksServer.open();
				RocketClient client = client(ProxyOptions.builder(proxy.address()).build())) {
			send(client, TIMEOUT);
			assertThat(proxy.destinations()).containsExactly("address:" + this.nameServer.address(),
					"address:" + this.broker.address());
			assertThat(client.stats().connections("ready")).isEqualTo(2);
		}
	}

	@Test
	void logsInWithUserAndPassword() {
		try (SocksServer proxy = SocksServer.withPassword("we", "p\u00e4ss");
				RocketClient client = client(
						ProxyOptions.builder(proxy.address()).credentials("we", "p\u00e4ss").build())) {
			send(client, TIMEOUT);
			assertThat(proxy.destinations()).hasSize(2);
		}
	}

	@Test
	void refusedCredentialsAreNamedWithoutThePassword() {
		try (SocksServer proxy = SocksServer.withPassword("we", "right");
				RocketClient client = client(
						ProxyOptions.builder(proxy.address()).credentials("we", "wrongsecret").build())) {
			RocketException failure = failure(client, TIMEOUT);
			assertThat(failure).isInstanceOf(RocketConnectionException.class)
				.hasMessageContainingAll("not through proxy " + proxy.address(), "as we", "FAILURE");
			assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
			assertThat(failure).hasStackTraceContaining("authStatus");
			assertThat(stackTrace(failure)).doesNotContain("wrongsecret");
			assertThat(proxy.destinations()).isEmpty();
		}
	}

	@Test
	void aProxyThatWantsAPasswordIsNotPassedWithoutOne() {
		try (SocksServer proxy = SocksServer.withPassword("we", "right");
				RocketClient client = client(ProxyOptions.builder(proxy.address()).build())) {
			assertThat(failure(client, TIMEOUT)).isInstanceOf(RocketConnectionException.class)
				.hasMessageContaining("unexpected authMethod");
		}
	}

	@Test
	void aProxyThatIsAwayIsNamed() throws Exception {
		String away;
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			away = "127.0.0.1:" + free.getLocalPort();
		}
		try (RocketClient client = client(ProxyOptions.builder(away).build())) {
			assertThat(failure(client, TIMEOUT)).isInstanceOf(RocketConnectionException.class)
				.hasMessageContainingAll("not through proxy " + away, this.nameServer.address());
		}
	}

	@Test
	void aServerThatTheProxyCannotReachIsNamed() {
		this.broker.close();
		try (SocksServer proxy = SocksServer.open();
				RocketClient client = client(ProxyOptions.builder(proxy.address()).build())) {
			assertThat(failure(client, Duration.ofSeconds(2)))
				.hasMessageContainingAll("not through proxy " + proxy.address(), this.broker.address(), "REFUSED");
		}
	}

	@Test
	void theDeadlineHoldsWhenTheProxyIsSilent() {
		try (SocksServer proxy = SocksServer.open().fallSilent();
				RocketClient client = client(ProxyOptions.builder(proxy.address()).build())) {
			long start = System.nanoTime();
			RocketException failure = failure(client, Duration.ofMillis(300));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
			assertThat(failure).isInstanceOf(RocketTimeoutException.class);
			assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
		}
	}

	@Test
	void theConnectTimeoutSaysThatTheProxyIsSilent() {
		try (SocksServer proxy = SocksServer.open().fallSilent();
				RocketClient client = builder(ProxyOptions.builder(proxy.address()).build())
					.connectTimeout(Duration.ofMillis(200))
					.build()) {
			assertThat(failure(client, TIMEOUT)).isInstanceOf(RocketConnectionException.class)
				.hasMessageContaining("waiting for proxy " + proxy.address());
		}
	}

	@Test
	void namesAreResolvedByTheProxyUnlessToldOtherwise() {
		int port = Integer.parseInt(this.broker.address().substring("127.0.0.1:".length()));
		this.nameServer.routeTo("orders", "a-broker", "only.known.behind.the.proxy:" + port, 4);
		try (SocksServer proxy = SocksServer.open();
				RocketClient client = client(ProxyOptions.builder(proxy.address()).build())) {
			send(client, TIMEOUT);
			assertThat(proxy.destinations()).contains("name:only.known.behind.the.proxy:" + port);
		}
		this.nameServer.routeTo("orders", "a-broker", "localhost:" + port, 4);
		try (SocksServer proxy = SocksServer.open();
				RocketClient client = client(ProxyOptions.builder(proxy.address()).resolvesNames(false).build())) {
			send(client, TIMEOUT);
			assertThat(proxy.destinations()).contains("address:" + this.broker.address());
		}
	}

	@Test
	void onlyItsDestinationsAreReachedThroughIt() {
		int port = Integer.parseInt(this.broker.address().substring("127.0.0.1:".length()));
		this.nameServer.routeTo("orders", "a-broker", "broker.example.org:" + port, 4);
		try (SocksServer first = SocksServer.open();
				SocksServer second = SocksServer.open();
				RocketClient client = builder(
						ProxyOptions.builder(first.address()).destinations("10.0.0.0/8", "*.example.com").build())
					.proxy(ProxyOptions.builder(second.address()).destinations("0.0.0.0/0").except("127.*").build())
					.build()) {
			send(client, TIMEOUT);
			assertThat(first.destinations()).isEmpty();
			assertThat(second.destinations()).containsExactly("name:broker.example.org:" + port);
		}
	}

	@Test
	void tlsBeginsBehindTheProxy(@TempDir Path directory) throws Exception {
		Certificates ours = new Certificates(Files.createDirectory(directory.resolve("ours"))).issue("server",
				"ip:127.0.0.1");
		Certificates others = new Certificates(Files.createDirectory(directory.resolve("others")));
		try (SocksServer proxy = SocksServer.open();
				TlsServer server = TlsServer.with(ours.keyStore("server"), ours.password())) {
			RocketClientBuilder builder = RocketClient.builder()
				.nameServers(server.address())
				.proxy(ProxyOptions.builder(proxy.address()).build());
			try (RocketClient client = builder
				.tls(TlsOptions.builder().trustedCertificates(ours.certificate("ca")).build())
				.build()) {
				assertThat(failure(client, Duration.ofSeconds(3))).isInstanceOf(RocketTimeoutException.class);
				assertThat(new String(server.received(), StandardCharsets.ISO_8859_1)).contains("orders");
				assertThat(proxy.destinations()).containsExactly("address:" + server.address());
			}
			int handshakes = server.handshakes();
			try (RocketClient client = builder
				.tls(TlsOptions.builder().trustedCertificates(others.certificate("ca")).build())
				.build()) {
				assertThat(failure(client, Duration.ofSeconds(3)))
					.hasMessageContaining("unable to find valid certification path");
				assertThat(server.handshakes()).isEqualTo(handshakes);
			}
		}
	}

	@Test
	void optionsAreCheckedAndKeepThePasswordToThemselves() {
		ProxyOptions options = ProxyOptions.builder("proxy.example.org:1080")
			.credentials("we", "topsecret")
			.destinations("10.0.0.0/8")
			.except("10.0.0.1")
			.build();
		assertThat(options.toString()).contains("proxy.example.org:1080", "as we", "10.0.0.0/8", "10.0.0.1")
			.doesNotContain("topsecret");
		assertThat(NetworkOptions.DIRECT.proxies()).isEmpty();
		try (RocketClient client = client(options)) {
			assertThat(client.options().toString()).contains("proxy.example.org").doesNotContain("topsecret");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> ProxyOptions.builder("proxy").build())
			.withMessageContaining("'proxy'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ProxyOptions.builder("p:1").destinations("10.0.0.0/99").build())
			.withMessageContaining("destinations")
			.withMessageContaining("10.0.0.0/99");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ProxyOptions.builder("p:1").credentials("we", "secret".repeat(50)).build())
			.withMessageContaining("password")
			.withMessageNotContaining("secret");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ProxyOptions.builder("p:1").credentials("", "secret").build())
			.withMessageContaining("user");
	}

	@Test
	void withoutItsJarTheErrorNamesIt() throws Exception {
		try (URLClassLoader loader = withoutProxyJars()) {
			Method check = loader.loadClass(SocksProxy.class.getName()).getMethod("requireLibrary");
			assertThatExceptionOfType(InvocationTargetException.class).isThrownBy(() -> check.invoke(null))
				.withCauseInstanceOf(IllegalStateException.class)
				.satisfies((ex) -> assertThat(ex.getCause()).hasMessageContaining("io.netty:netty-handler-proxy"));
			// and a client without a proxy does not miss it
			Class<?> client = loader.loadClass(RocketClient.class.getName());
			Object builder = client.getMethod("builder").invoke(null);
			builder.getClass().getMethod("nameServers", String.class).invoke(builder, "127.0.0.1:1");
			((AutoCloseable) builder.getClass().getMethod("build").invoke(builder)).close();
		}
	}

	private static URLClassLoader withoutProxyJars() {
		URL[] entries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
			// a native library belongs to one class loader of the JVM, which is not this
			// one
			.filter((entry) -> !entry.contains("netty-handler-proxy") && !entry.contains("netty-codec-socks")
					&& !entry.contains("epoll"))
			.map(ProxyTests::url)
			.toArray(URL[]::new);
		return new URLClassLoader(entries, ClassLoader.getPlatformClassLoader());
	}

	private static URL url(String entry) {
		try {
			return Path.of(entry).toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException(entry, ex);
		}
	}

	private static String stackTrace(Throwable failure) {
		java.io.StringWriter text = new java.io.StringWriter();
		failure.printStackTrace(new java.io.PrintWriter(text));
		return text.toString();
	}

	private static void send(RocketClient client, Duration timeout) {
		try (Producer producer = client.newProducer(ProducerOptions.builder("p").sendTimeout(timeout).build())) {
			assertThat(producer.send(Message.builder("orders").body("hello").build()).isDurable()).isTrue();
		}
	}

	private static RocketException failure(RocketClient client, Duration timeout) {
		return catchThrowableOfType(RocketException.class, () -> {
			try (Producer producer = client
				.newProducer(ProducerOptions.builder("p").retries(0).sendTimeout(timeout).build())) {
				producer.send(Message.builder("orders").body("hello").build());
			}
		});
	}

	private RocketClient client(ProxyOptions proxy) {
		return builder(proxy).build();
	}

	private RocketClientBuilder builder(ProxyOptions proxy) {
		return RocketClient.builder().nameServers(this.nameServer.address()).proxy(proxy);
	}

}
