package io.github.rocketmqlite.internal.remoting;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.codec.Request;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.github.rocketmqlite.internal.remoting.RemotingFixture.LONG;
import static io.github.rocketmqlite.internal.remoting.RemotingFixture.failure;
import static io.github.rocketmqlite.internal.remoting.RemotingFixture.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which requests go to a broker's second port, and what becomes of them when it is
 * closed.
 */
class VipChannelTests {

	private final List<String> events = new CopyOnWriteArrayList<>();

	private final IoThreads io = new IoThreads(IoThreads.Kind.AUTO, 1);

	private final RemotingClient client = client(true);

	private TinyServer usual;

	private int vipPort;

	/** A pair of ports like that of a broker; the second one is free. */
	@BeforeEach
	void startBroker() throws IOException {
		for (int attempt = 0; this.usual == null; attempt++) {
			TinyServer candidate = server("usual", 0);
			this.vipPort = candidate.port() - 2;
			try {
				new ServerSocket(this.vipPort, 1, InetAddress.getLoopbackAddress()).close();
				this.usual = candidate;
			}
			catch (IOException ex) {
				candidate.close();
				assertThat(attempt).isLessThan(100);
			}
		}
	}

	@AfterEach
	void stop() {
		this.client.close();
		assertThat(this.client.pendingRequests()).isZero();
		this.io.close();
		this.usual.close();
	}

	@Test
	void sendsGoToTheSecondPortAndNothingElse() throws Exception {
		try (TinyServer vip = server("vip", this.vipPort)) {
			for (int send : new int[] { 10, 310, 320 }) {
				assertThat(call(send)).isEqualTo("vip");
			}
			for (int other : new int[] { 11, 12, 14, 15, 34, 36, 37, 38, 41, 361, 200050 }) {
				assertThat(call(other)).isEqualTo("usual");
			}
			get(this.client.sendOneway(this.usual.address(), new Plain(310), Deadline.after(LONG)));
			Awaitility.await().until(() -> vip.requests() == 4);
			// a heartbeat that follows a connection must not follow this one
			assertThat(this.events).containsExactly("ready " + this.usual.address());
		}
	}

	@Test
	void sendsTakeTheUsualPortWhenTheSecondIsClosed() throws Exception {
		assertThat(call(310)).isEqualTo("usual");
		get(this.client.sendOneway(this.usual.address(), new Plain(310), Deadline.after(LONG)));
		try (TinyServer vip = server("vip", this.vipPort)) {
			// not tried again for a minute
			assertThat(call(310)).isEqualTo("usual");
			assertThat(vip.accepted()).isZero();
		}
	}

	@Test
	void whatTheSecondPortMayHaveTakenIsNotSentAgain() throws Exception {
		try (TinyServer vip = new TinyServer((frame, peer) -> peer.close(), this.vipPort)) {
			Throwable failure = failure(this.client.call(this.usual.address(), new Plain(310), Deadline.after(LONG)));
			RemotingFixture.assertOutcome(failure, RocketConnectionException.class, Outcome.UNKNOWN);
			assertThat(this.usual.requests()).isZero();
			assertThat(vip.requests()).isOne();
		}
	}

	@Test
	void withoutTheOptionThereIsOnePort() throws Exception {
		try (TinyServer vip = server("vip", this.vipPort); RemotingClient plain = client(false)) {
			assertThat(get(plain.call(this.usual.address(), new Plain(310), Deadline.after(LONG)))).isEqualTo("usual");
			assertThat(vip.accepted()).isZero();
		}
	}

	@Test
	void bothConnectionsEndWhenNoRouteNamesTheBroker() throws Exception {
		try (TinyServer vip = server("vip", this.vipPort)) {
			call(310);
			call(11);
			assertThat(vip.accepted()).isOne();
			String vipAddress = vip.address();
			this.client.retain(Set.of(this.usual.address()));
			call(310);
			assertThat(this.client.isReady(vipAddress)).isTrue();
			assertThat(vip.accepted()).isOne();
			this.client.retain(Set.of());
			Awaitility.await()
				.until(() -> !this.client.isReady(vipAddress) && !this.client.isReady(this.usual.address()));
		}
	}

	@Test
	void aPortThatIsAvoidedIsTriedAgainLater() {
		AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
		VipChannels channels = new VipChannels(true, now::get);
		RocketConnectionException refused = new RocketConnectionException("no", Outcome.NOT_SENT, null);
		assertThat(channels.addressFor(new Plain(10), "[::1]:10911")).isEqualTo("[::1]:10909");
		assertThat(VipChannels.listedAddress("[::1]:10909")).isEqualTo("[::1]:10911");
		assertThat(channels.isAvoidedAfter("[::1]:10911", refused)).isTrue();
		assertThat(channels.addressFor(new Plain(10), "[::1]:10911")).isNull();
		assertThat(channels.addressFor(new Plain(10), "b:10911")).isEqualTo("b:10909");
		now.addAndGet(VipChannels.AVOIDED.toNanos() - 1);
		assertThat(channels.addressFor(new Plain(10), "[::1]:10911")).isNull();
		now.addAndGet(1);
		assertThat(channels.addressFor(new Plain(10), "[::1]:10911")).isEqualTo("[::1]:10909");
	}

	@Test
	void onlyWhatWasNotSentMayTakeAnotherPort() {
		VipChannels channels = new VipChannels(true, System::nanoTime);
		assertThat(channels.isAvoidedAfter("b:1", new RocketTimeoutException("", Outcome.NOT_SENT, null))).isTrue();
		assertThat(channels.isAvoidedAfter("b:1", new RocketTimeoutException("", Outcome.UNKNOWN, null))).isFalse();
		assertThat(channels.isAvoidedAfter("b:1", new BrokerException(2, "busy", "b:1", Outcome.NOT_SENT, null)))
			.isFalse();
		assertThat(channels.addressFor(new Plain(10), "broker:2")).isNull();
		assertThat(channels.addressFor(new Plain(10), "nonsense")).isNull();
	}

	private String call(int code) {
		return get(this.client.call(this.usual.address(), new Plain(code), Deadline.after(LONG)));
	}

	private RemotingClient client(boolean vip) {
		RemotingOptions options = new RemotingOptions(Duration.ofSeconds(5), 1_024 * 1_024, HeaderFormat.BINARY,
				Duration.ofMillis(200))
			.with(new NetworkSettings(SocketSettings.DEFAULT, List.of(), null, vip));
		return new RemotingClient("test", options, this.io, ServerRequestHandler.NONE, new ConnectionListener() {

			@Override
			public void onReady(String address) {
				VipChannelTests.this.events.add("ready " + address);
			}

		});
	}

	private static TinyServer server(String name, int port) throws IOException {
		return new TinyServer((frame, peer) -> peer.send(Frames.answer(frame.opaque(), name)), port);
	}

	/**
	 * A request of any kind, answered with a text.
	 */
	private record Plain(int code) implements Request<String> {

		@Override
		public void writeFields(FieldWriter out) {
			out.field("a", "b");
		}

		@Override
		public String decode(Frame answer) {
			return new String(answer.requireSuccess().bodyBytes(), java.nio.charset.StandardCharsets.UTF_8);
		}

	}

}
