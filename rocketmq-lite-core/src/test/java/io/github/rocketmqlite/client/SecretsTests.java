package io.github.rocketmqlite.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.ProducerOptions;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Credentials leave in requests, and nowhere else.
 */
class SecretsTests {

	private static final int GET_ROUTE = 105;

	private static final int SEND_V2 = 310;

	private static final String SECRET = "marker-of-a-secret-key";

	private static final String TOKEN = "marker-of-a-session-token";

	private final Credentials credentials = Credentials.of("the-user", SECRET, TOKEN);

	@Test
	void neitherLogsNorTextsNorErrorsShowThem() {
		LogCapture logs = new LogCapture();
		List<Object> seen = new ArrayList<>();
		try (ScriptedBroker server = ScriptedBroker.start()) {
			server.routeTo("orders", server, 1).on(SEND_V2, (request) -> Reply.answer(16, "check signature failed."));
			RocketClientBuilder builder = builder(server).credentials(this.credentials);
			try (RocketClient client = builder.build(); Producer producer = producer(client)) {
				RocketException denied = send(producer);
				assertThat(denied).hasMessageContaining("denied access");
				seen.addAll(List.of(this.credentials, builder, client, client.options(), producer));
				for (Throwable cause = denied; cause != null; cause = cause.getCause()) {
					seen.add(cause);
				}
			}
			assertThat(server.requests(SEND_V2)).hasSize(1).allSatisfy((request) -> {
				assertThat(request.ext()).containsEntry("AccessKey", "the-user").containsEntry("SecurityToken", TOKEN);
				assertThat(request.ext().toString()).doesNotContain(SECRET);
			});
		}
		finally {
			logs.stop();
		}
		assertThat(logs.lines).as("log output at TRACE").isNotEmpty().noneMatch(SecretsTests::isSecret);
		assertThat(seen).extracting(Object::toString).noneMatch(SecretsTests::isSecret);
	}

	@Test
	void credentialsAreEqualToThemselvesOnly() {
		assertThat(this.credentials).isEqualTo(this.credentials)
			.isNotEqualTo(Credentials.of("the-user", SECRET, TOKEN));
	}

	@Test
	void nameServersGetSignedRequestsToo() {
		try (ScriptedBroker server = ScriptedBroker.start();
				RocketClient client = builder(server).credentials(this.credentials).build();
				Producer producer = producer(client)) {
			send(producer);
			assertThat(server.requests(GET_ROUTE)).isNotEmpty()
				.allSatisfy((request) -> assertThat(request.ext()).containsKeys("AccessKey", "Signature"));
		}
	}

	@Test
	void onewayRequestsAreSigned() {
		try (ScriptedBroker server = ScriptedBroker.start()) {
			server.routeTo("orders", server, 1);
			try (RocketClient client = builder(server).credentials(this.credentials).build();
					Producer producer = producer(client)) {
				producer.sendOneway(Message.builder("orders").body("hello").build());
				assertThat(server.awaitRequest(SEND_V2, Duration.ofSeconds(10)).ext()).containsKeys("AccessKey",
						"Signature");
			}
		}
	}

	@Test
	void withoutCredentialsNothingIsAdded() {
		try (ScriptedBroker server = ScriptedBroker.start();
				RocketClient client = builder(server).build();
				Producer producer = producer(client)) {
			send(producer);
			assertThat(server.requests()).isNotEmpty()
				.allSatisfy((request) -> assertThat(request.ext()).doesNotContainKeys("AccessKey", "Signature"));
		}
	}

	@Test
	void aRequestDoesNotLeaveWithoutTheCredentialsItShouldHave() {
		List<CredentialsProvider> providers = List.of(() -> null, () -> {
			throw new IllegalStateException("cannot decrypt " + SECRET);
		});
		for (CredentialsProvider broken : providers) {
			try (ScriptedBroker server = ScriptedBroker.start();
					RocketClient client = builder(server).credentialsProvider(broken).build();
					Producer producer = producer(client)) {
				RocketException failure = send(producer);
				assertThat(failure).isInstanceOf(RocketConnectionException.class)
					.hasMessageContaining("could not be signed")
					.hasMessageNotContaining(SECRET);
				assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
				assertThat(server.requests()).isEmpty();
			}
		}
	}

	private static boolean isSecret(String text) {
		return text.contains(SECRET) || text.contains(TOKEN);
	}

	private static RocketClientBuilder builder(ScriptedBroker server) {
		return RocketClient.builder().nameServers(server.address());
	}

	private static Producer producer(RocketClient client) {
		return client.newProducer(ProducerOptions.builder("secrets").sendTimeout(Duration.ofSeconds(5)).build());
	}

	private static RocketException send(Producer producer) {
		return catchThrowableOfType(RocketException.class,
				() -> producer.send(Message.builder("orders").body("hello").build()));
	}

	/** Everything that anybody logs, from TRACE on, errors included. */
	private static final class LogCapture extends AppenderBase<ILoggingEvent> {

		private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

		private final Level before = this.root.getLevel();

		private final List<String> lines = new CopyOnWriteArrayList<>();

		LogCapture() {
			setContext(this.root.getLoggerContext());
			start();
			this.root.addAppender(this);
			this.root.getAppender("console").addFilter(new OnlyErrors());
			this.root.setLevel(Level.TRACE);
		}

		@Override
		protected void append(ILoggingEvent event) {
			this.lines.add(event.getLoggerName() + " " + event.getFormattedMessage());
			if (event.getThrowableProxy() != null) {
				this.lines.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
			}
		}

		@Override
		public void stop() {
			this.root.setLevel(this.before);
			this.root.detachAppender(this);
			this.root.getAppender("console").clearAllFilters();
			super.stop();
		}

	}

	/** Keeps what is logged for the sake of the test off the console. */
	private static final class OnlyErrors extends Filter<ILoggingEvent> {

		@Override
		public FilterReply decide(ILoggingEvent event) {
			return event.getLevel().isGreaterOrEqual(Level.ERROR) ? FilterReply.NEUTRAL : FilterReply.DENY;
		}

	}

}
