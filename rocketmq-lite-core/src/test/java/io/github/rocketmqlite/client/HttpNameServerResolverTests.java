package io.github.rocketmqlite.client;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link HttpNameServerResolver} and the other resolvers.
 */
class HttpNameServerResolverTests {

	private static final int OK = 200;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final CountDownLatch testEnds = new CountDownLatch(1);

	private HttpServer server;

	@TempDir
	private Path directory;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.testEnds.countDown();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	@Test
	void readsTheFirstLineOfTheAnswer() throws Exception {
		answer(OK, " 10.0.0.1:9876;10.0.0.2:9876 \nanything else");
		assertThat(resolver().build().resolve()).containsExactly("10.0.0.1:9876", "10.0.0.2:9876");
	}

	@Test
	void asksForTheServersOfAUnit() throws Exception {
		this.server.createContext("/nsaddr-eu", (exchange) -> {
			assertThat(exchange.getRequestURI().getQuery()).isEqualTo("nofix=1");
			respond(exchange, OK, "10.0.0.9:9876");
		});
		assertThat(resolver().unitName("eu").build().resolve()).containsExactly("10.0.0.9:9876");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "\n10.0.0.1:9876", "<html>not found</html>", "10.0.0.1:9876;nonsense", "10.0.0.1:99999" })
	void refusesAnAnswerThatIsNoList(String text) {
		answer(OK, text);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> resolver().build().resolve())
			.withMessageContainingAll("/nsaddr", "not a list");
	}

	@Test
	void refusesAnAnswerThatIsTooLarge() throws Exception {
		String list = "10.0.0.1:9876\n";
		answer(OK, list + "x".repeat(BoundedBody.MAX_BYTES - list.length()));
		assertThat(resolver().build().resolve()).hasSize(1);
		this.server.removeContext("/nsaddr");
		answer(OK, list + "x".repeat(BoundedBody.MAX_BYTES - list.length() + 1));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> resolver().build().resolve())
			.withMessageContaining("65536 bytes");
	}

	@Test
	void followsNoRedirect() {
		this.server.createContext("/other", (exchange) -> respond(exchange, OK, "10.0.0.1:9876"));
		this.server.createContext("/nsaddr", (exchange) -> {
			exchange.getResponseHeaders().add("Location", "http://127.0.0.2:" + port() + "/other");
			respond(exchange, 302, "");
		});
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> resolver().build().resolve())
			.withMessageContainingAll("302", "redirects are not followed");
	}

	@Test
	void anErrorIsNotAList() {
		answer(503, "10.0.0.1:9876");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> resolver().build().resolve())
			.withMessageContaining("503");
	}

	@Test
	void anAnswerThatDripsIsGivenUpInTime() {
		this.server.createContext("/nsaddr", (exchange) -> {
			exchange.sendResponseHeaders(OK, 0);
			exchange.getResponseBody().write('1');
			exchange.getResponseBody().flush();
			try {
				this.testEnds.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> resolver().timeout(Duration.ofMillis(300)).build().resolve())
			.withMessageContaining("no whole answer within 300 ms");
	}

	@Test
	void aStartWithoutTheWebServerUsesTheSnapshot() throws Exception {
		Path file = this.directory.resolve("deep/name-servers");
		answer(OK, "10.0.0.1:9876;10.0.0.2:9876");
		resolver().snapshot(file).build().resolve();
		assertThat(file).hasContent("10.0.0.1:9876;10.0.0.2:9876");
		assertThat(file.getParent()).isDirectoryNotContaining("glob:**.tmp");
		this.server.removeContext("/nsaddr");
		HttpNameServerResolver restarted = resolver().snapshot(file).build();
		assertThat(restarted.resolve()).containsExactly("10.0.0.1:9876", "10.0.0.2:9876");
		answer(OK, "10.0.0.3:9876");
		assertThat(restarted.resolve()).containsExactly("10.0.0.3:9876");
		assertThat(file).hasContent("10.0.0.3:9876");
	}

	@Test
	void aSnapshotThatIsMissingOrBrokenIsNamed() throws Exception {
		Path file = this.directory.resolve("name-servers");
		HttpNameServerResolver resolver = resolver().snapshot(file).build();
		assertThatExceptionOfType(IOException.class).isThrownBy(resolver::resolve)
			.withMessageContainingAll("404", file.toString(), "does not exist");
		Files.writeString(file, "garbage");
		assertThatExceptionOfType(IOException.class).isThrownBy(resolver::resolve)
			.withMessageContainingAll("404", file.toString(), "cannot be read", "garbage");
	}

	@Test
	void aSnapshotThatCannotBeWrittenCostsNothing() throws Exception {
		Path taken = Files.createDirectory(this.directory.resolve("taken"));
		Files.createFile(taken.resolve("file"));
		answer(OK, "10.0.0.1:9876");
		assertThat(resolver().snapshot(taken).build().resolve()).containsExactly("10.0.0.1:9876");
		assertThat(this.directory).isDirectoryNotContaining("glob:**.tmp");
	}

	@Test
	void plainHttpIsForThoseWhoAskForIt() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> HttpNameServerResolver.builder("http://example.com/x").build())
			.withMessageContainingAll("https://", "explicitly");
		assertThat(HttpNameServerResolver.builder("https://example.com/x").build())
			.hasToString("HttpNameServerResolver[https://example.com/x]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "file:///etc/passwd", "ftp://example.com/x", "example.com/x", "https://me:secret@x/y" })
	void refusesOtherAddresses(String url) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> HttpNameServerResolver.builder(url).allowHttp(true).build());
	}

	@Test
	void theEnvironmentIsReadInTheOrderOfTheOfficialClients() throws IOException {
		assertThat(new EnvironmentNameServerResolver(Map.of("rocketmq.namesrv.addr", "a:1;b:2")::get,
				Map.of("NAMESRV_ADDR", "c:3")::get)
			.resolve()).isEqualTo(List.of("a:1", "b:2"));
		assertThat(new EnvironmentNameServerResolver((name) -> " ", Map.of("NAMESRV_ADDR", "c:3")::get).resolve())
			.isEqualTo(List.of("c:3"));
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> new EnvironmentNameServerResolver((name) -> null, (name) -> null).resolve())
			.withMessageContainingAll("rocketmq.namesrv.addr", "NAMESRV_ADDR");
	}

	private HttpNameServerResolver.Builder resolver() {
		return HttpNameServerResolver.builder("http://127.0.0.1:" + port() + "/nsaddr").allowHttp(true);
	}

	private int port() {
		return this.server.getAddress().getPort();
	}

	private void answer(int status, String text) {
		HttpHandler handler = (exchange) -> respond(exchange, status, text);
		this.server.createContext("/nsaddr", handler);
	}

	private static void respond(com.sun.net.httpserver.HttpExchange exchange, int status, String text)
			throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(status, (bytes.length == 0) ? -1 : bytes.length);
		try (OutputStream body = exchange.getResponseBody()) {
			body.write(bytes);
		}
	}

}
