package io.github.rocketmqlite.internal.namesrv;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.ConnectionListener;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.Echo;
import io.github.rocketmqlite.internal.remoting.Frames;
import io.github.rocketmqlite.internal.remoting.IoThreads;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import io.github.rocketmqlite.internal.remoting.RemotingOptions;
import io.github.rocketmqlite.internal.remoting.ServerRequestHandler;
import io.github.rocketmqlite.internal.remoting.TinyServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link NameServers}.
 */
class NameServersTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	private final IoThreads io = new IoThreads(IoThreads.Kind.AUTO, 1);

	private final RemotingClient remoting = new RemotingClient("test",
			new RemotingOptions(Duration.ofSeconds(5), 1_000_000, HeaderFormat.JSON, Duration.ofMillis(200)), this.io,
			ServerRequestHandler.NONE, new ConnectionListener() {
			});

	@AfterEach
	void close() {
		this.remoting.close();
		this.io.close();
		this.timer.shutdownNow();
	}

	@Test
	void readsListsAsPeopleWriteThem() {
		assertThat(NameServers.parse("a:9876;b:9876")).containsExactly("a:9876", "b:9876");
		assertThat(NameServers.parse(" a:9876 , b:9876;;a:9876; ")).containsExactly("a:9876", "b:9876");
		assertThat(NameServers.parse("http://tools-host:9876;HTTPS://pts:80/")).containsExactly("tools-host:9876",
				"pts:80");
		assertThat(NameServers.parse("[::1]:9876")).containsExactly("[::1]:9876");
		assertThat(NameServers.parse(list(32))).hasSize(32);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ; ", "a", "a:9876;b", "a:0", "a:9876 b:9876", "::1:9876", "ftp://a:9876", "a:port" })
	void refusesListsThatMakeNoSense(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> NameServers.parse(text))
			.withMessageContaining(text.substring(text.indexOf(';') + 1));
	}

	@Test
	void refusesListsBeyondTheLimit() {
		assertThatIllegalArgumentException().isThrownBy(() -> NameServers.parse(list(33))).withMessageContaining("33");
	}

	@Test
	void asksTheNextServerWhenOneFailsAndStaysWithIt() throws Exception {
		String dead = TinyServer.refusing();
		try (TinyServer alive = TinyServer.echoing()) {
			NameServers servers = servers(dead, alive.address());
			assertThat(ask(servers, "hello")).isEqualTo("hello");
			assertThat(servers.inOrder()).containsExactly(alive.address(), dead);
			assertThat(ask(servers, "again")).isEqualTo("again");
			assertThat(alive.requests()).isEqualTo(2);
		}
	}

	@Test
	void racesAnotherServerWhenOneIsSilent() throws Exception {
		try (TinyServer silent = TinyServer.silent();
				TinyServer alsoSilent = TinyServer.silent();
				TinyServer alive = TinyServer.echoing()) {
			NameServers servers = servers(silent.address(), alsoSilent.address(), alive.address());
			assertThat(ask(servers, "hello")).isEqualTo("hello");
			assertThat(silent.requests()).isEqualTo(1);
			assertThat(ask(servers, "again")).isEqualTo("again");
			assertThat(silent.requests()).isEqualTo(1);
		}
	}

	@Test
	void doesNotBotherOthersWhenTheFirstAnswers() throws Exception {
		try (TinyServer first = TinyServer.echoing(); TinyServer second = TinyServer.echoing()) {
			NameServers servers = servers(first.address(), second.address());
			for (int i = 0; i < 20; i++) {
				ask(servers, "hello");
			}
			assertThat(first.requests()).isEqualTo(20);
			assertThat(second.accepted()).isZero();
		}
	}

	@Test
	void aRefusalIsAnAnswer() throws Exception {
		try (TinyServer first = answering(17, "no such topic"); TinyServer second = TinyServer.echoing()) {
			Throwable failure = failure(servers(first.address(), second.address()), LONG);
			assertThat(failure).isInstanceOf(BrokerException.class).hasMessageContaining("no such topic");
			assertThat(second.accepted()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 14, 1500 })
	void aServerThatIsNotReadyMakesWayForTheNext(int code) throws Exception {
		try (TinyServer first = answering(code, "name server not ready"); TinyServer second = TinyServer.echoing()) {
			assertThat(ask(servers(first.address(), second.address()), "hello")).isEqualTo("hello");
		}
	}

	@Test
	void theErrorNamesEveryServerAndItsCause() throws Exception {
		String dead = TinyServer.refusing();
		try (TinyServer busy = answering(2, "try later")) {
			Throwable failure = failure(servers(dead, busy.address()), LONG);
			assertThat(failure).isInstanceOf(RocketConnectionException.class)
				.hasMessageContainingAll("Echo", dead, "could not connect", busy.address(), "try later");
			assertThat(((RocketException) failure).outcome()).isEqualTo(Outcome.NOT_SENT);
		}
	}

	@Test
	void theDeadlineHoldsWhenAllAreSilent() throws Exception {
		try (TinyServer first = TinyServer.silent(); TinyServer second = TinyServer.silent()) {
			Throwable failure = failure(servers(first.address(), second.address()), Duration.ofMillis(500));
			assertThat(failure).isInstanceOf(RocketTimeoutException.class)
				.hasMessageContainingAll(first.address(), second.address());
			assertThat(((RocketException) failure).outcome()).isEqualTo(Outcome.UNKNOWN);
		}
	}

	@Test
	void saysSoWhenThereIsNoServer() {
		NameServers none = new NameServers(List.of(), this.remoting, this.timer);
		assertThat(failure(none, LONG)).isInstanceOf(RocketConnectionException.class)
			.hasMessageContaining("no name server");
	}

	@Test
	void aClosedClientIsNotTriedElsewhere() throws Exception {
		try (TinyServer first = TinyServer.echoing(); TinyServer second = TinyServer.echoing()) {
			this.remoting.close();
			assertThat(failure(servers(first.address(), second.address()), LONG))
				.isInstanceOf(ClientClosedException.class);
		}
	}

	@Test
	void aNewListReplacesTheOldOneAndClosesItsConnections() throws Exception {
		try (TinyServer old = TinyServer.echoing();
				TinyServer kept = TinyServer.echoing();
				TinyServer added = TinyServer.echoing()) {
			NameServers servers = servers(kept.address(), old.address());
			ask(servers, "hello");
			assertThat(servers.update(List.of(old.address(), kept.address()))).isFalse();
			assertThat(servers.inOrder()).startsWith(kept.address());
			servers.callOne(old.address(), new Echo("open"), Deadline.after(LONG)).get(30, TimeUnit.SECONDS);
			assertThat(servers.update(List.of(added.address(), kept.address(), added.address()))).isTrue();
			assertThat(servers.inOrder()).containsExactly(kept.address(), added.address());
			Awaitility.await().until(() -> !this.remoting.isReady(old.address()));
			assertThat(this.remoting.isReady(kept.address())).isTrue();
			servers.update(List.of(added.address()));
			assertThat(ask(servers, "again")).isEqualTo("again");
			assertThat(added.requests()).isEqualTo(1);
		}
	}

	@Test
	void aCallWaitsForTheFirstListNoLongerThanItsDeadline() throws Exception {
		try (TinyServer server = TinyServer.echoing()) {
			NameServers awaited = NameServers.awaited(this.remoting, this.timer);
			assertThat(failure(awaited, Duration.ofMillis(50))).hasMessageContaining("not found in time");
			CompletableFuture<String> call = awaited.call(new Echo("hello"), Deadline.after(LONG));
			assertThat(call).isNotDone();
			awaited.update(List.of(server.address()));
			assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo("hello");
		}
	}

	@Test
	void saysWhyTheListIsNotKnown() {
		NameServers awaited = NameServers.awaited(this.remoting, this.timer);
		awaited.unknown(new IOException("the web server is down"));
		assertThat(failure(awaited, LONG)).isInstanceOf(RocketConnectionException.class)
			.hasMessageContaining("the web server is down");
	}

	private NameServers servers(String... addresses) {
		return new NameServers(List.of(addresses), this.remoting, this.timer, 0);
	}

	private static TinyServer answering(int code, String remark) throws IOException {
		return new TinyServer((frame, peer) -> peer.send(Frames.answer(frame.opaque(), code, remark, "")));
	}

	private static String ask(NameServers servers, String text) {
		Deadline deadline = Deadline.after(LONG);
		return Blocking.await(servers.call(new Echo(text), deadline), deadline, "the test");
	}

	private static Throwable failure(NameServers servers, Duration timeout) {
		CompletableFuture<String> call = servers.call(new Echo("text"), Deadline.after(timeout));
		try {
			throw new AssertionError("Expected a failure, got " + call.get(30, TimeUnit.SECONDS));
		}
		catch (ExecutionException ex) {
			return Blocking.unwrap(ex);
		}
		catch (InterruptedException | java.util.concurrent.TimeoutException ex) {
			throw new AssertionError(ex);
		}
	}

	private static String list(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "host" + i + ":9876").collect(Collectors.joining(";"));
	}

}
