package io.github.rocketmqlite.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class FaultProxyTests {

	private final ScriptedBroker server = ScriptedBroker.start()
		.on(1, (request) -> Reply.answer(0, null, Map.of(), request.body()));

	private final FaultProxy proxy = FaultProxy.to(this.server.address());

	@AfterEach
	void close() {
		this.proxy.close();
		this.server.close();
	}

	@Test
	void passesBothWaysAndCountsConnections() throws Exception {
		try (Socket one = connect(); Socket two = connect()) {
			assertThat(echo(one, "one")).isEqualTo("one");
			assertThat(echo(two, "x".repeat(300_000))).hasSize(300_000);
			assertThat(this.proxy.connectionsOpened()).isEqualTo(2);
			assertThat(this.proxy.connections()).isEqualTo(2);
		}
		await().until(() -> this.proxy.connections() == 0 && this.server.connections() == 0);
		assertThat(this.proxy.connectionsOpened()).isEqualTo(2);
	}

	@Test
	void refusesNewConnectionsAndAcceptsThemAgainAtTheSameAddress() throws Exception {
		String address = this.proxy.address();
		try (Socket existing = connect()) {
			assertThat(echo(existing, "before")).isEqualTo("before");
			this.proxy.mode(FaultMode.REFUSE);
			assertThatIOException().isThrownBy(this::connect);
			assertThat(echo(existing, "still")).isEqualTo("still");
			this.proxy.mode(FaultMode.PASS);
			assertThat(this.proxy.address()).isEqualTo(address);
			try (Socket again = connect()) {
				assertThat(echo(again, "again")).isEqualTo("again");
			}
		}
	}

	@Test
	void connectsHangWithoutAnAnswerAndSucceedAgainLater() throws Exception {
		try (Socket existing = connect()) {
			assertThat(echo(existing, "before")).isEqualTo("before");
			this.proxy.mode(FaultMode.HANG);
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> {
					try (Socket hanging = new Socket()) {
						hanging.connect(Ports.socketAddress(this.proxy.address()), 200);
					}
				});
			}
			assertThat(echo(existing, "still")).isEqualTo("still");
			this.proxy.mode(FaultMode.HANG);
			this.proxy.mode(FaultMode.REFUSE);
			assertThatIOException().isThrownBy(this::connect).isNotInstanceOf(SocketTimeoutException.class);
			this.proxy.mode(FaultMode.PASS);
			try (Socket again = connect()) {
				assertThat(echo(again, "again")).isEqualTo("again");
			}
			assertThat(this.proxy.connectionsOpened()).isEqualTo(2);
			this.proxy.mode(FaultMode.HANG);
		}
	}

	@Test
	void silentModeSwallowsWhatExistingAndNewConnectionsSend() throws Exception {
		try (Socket existing = connect()) {
			echo(existing, "before");
			this.proxy.mode(FaultMode.SILENT);
			try (Socket fresh = connect()) {
				assertNoAnswer(existing);
				assertNoAnswer(fresh);
			}
			assertThat(this.server.requests()).hasSize(1);
		}
	}

	@Test
	void delayHoldsBackRequestsAndAnswers() throws Exception {
		try (Socket socket = connect()) {
			echo(socket, "warm");
			this.proxy.mode(FaultMode.delay(Duration.ofMillis(150)));
			long start = System.nanoTime();
			assertThat(echo(socket, "late")).isEqualTo("late");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
		}
	}

	@Test
	void cutsWithinARequest() throws Exception {
		this.proxy.mode(FaultMode.cutRequestsAfter(10));
		try (Socket socket = connect()) {
			assertCut(socket);
			assertThat(this.server.requests()).isEmpty();
		}
		this.proxy.mode(FaultMode.PASS);
		try (Socket socket = connect()) {
			assertThat(echo(socket, "whole")).isEqualTo("whole");
		}
	}

	@Test
	void cutsWithinAnAnswerCountingFromTheChangeOfMode() throws Exception {
		try (Socket socket = connect()) {
			echo(socket, "does not count");
			this.proxy.mode(FaultMode.cutResponsesAfter(3));
			send(socket, "cut");
			assertThat(socket.getInputStream().readAllBytes()).hasSize(3);
			assertThat(this.server.requests()).hasSize(2);
		}
	}

	@Test
	void cutAllClosesEveryConnectionButNotThePort() throws Exception {
		try (Socket one = connect(); Socket two = connect()) {
			echo(one, "one");
			echo(two, "two");
			this.proxy.cutAll();
			assertThat(one.getInputStream().read()).isEqualTo(-1);
			assertThat(two.getInputStream().read()).isEqualTo(-1);
			await().until(() -> this.server.connections() == 0);
			try (Socket three = connect()) {
				assertThat(echo(three, "three")).isEqualTo("three");
			}
		}
	}

	@Test
	void halfOpenStopsReadingUntilTheNextModeAndLosesNothing() throws Exception {
		try (Socket existing = connect()) {
			echo(existing, "before");
			this.proxy.mode(FaultMode.HALF_OPEN);
			send(existing, "kept");
			assertNothingToRead(existing);
			try (Socket fresh = connect()) {
				assertNoAnswer(fresh);
			}
			assertThat(this.server.requests()).hasSize(1);
			this.proxy.mode(FaultMode.PASS);
			assertThat(receive(existing)).isEqualTo("kept");
		}
	}

	@Test
	void duplicatesWholeAnswersEvenIfTheyComeInParts() throws Exception {
		try (Socket socket = connect()) {
			echo(socket, "once");
			this.proxy.mode(FaultMode.DUPLICATE);
			String large = "x".repeat(300_000);
			assertThat(echo(socket, large)).isEqualTo(large);
			assertThat(receive(socket)).isEqualTo(large);
			assertThat(echo(socket, "twice")).isEqualTo("twice");
			assertThat(receive(socket)).isEqualTo("twice");
			this.proxy.mode(FaultMode.PASS);
			assertThat(echo(socket, "once again")).isEqualTo("once again");
			assertNothingToRead(socket);
		}
	}

	@Test
	void garbageSpoilsAWholeAnswerAndThenOneBehindItsLength() throws Exception {
		try (Socket socket = connect()) {
			byte[] sound = rawEcho(socket, 8);
			int length = 4 + ByteBuffer.wrap(sound).getInt();
			socket.getInputStream().skipNBytes(length - 8);
			this.proxy.mode(FaultMode.GARBAGE);
			byte[] spoiled = rawEcho(socket, length);
			assertThat(Arrays.copyOf(spoiled, 4)).isNotEqualTo(Arrays.copyOf(sound, 4));
			byte[] spoiledInside = rawEcho(socket, length);
			assertThat(Arrays.copyOf(spoiledInside, 4)).isEqualTo(Arrays.copyOf(sound, 4));
			assertThat(Arrays.copyOfRange(spoiledInside, 4, 8)).isNotEqualTo(Arrays.copyOfRange(sound, 4, 8));
			assertThat(this.server.requests()).hasSize(3);
		}
	}

	@Test
	void halfOpenConnectionsCanBeCut() throws Exception {
		try (Socket socket = connect()) {
			echo(socket, "before");
			this.proxy.mode(FaultMode.HALF_OPEN);
			this.proxy.cutAll();
			assertCut(socket);
			await().until(() -> this.proxy.connections() == 0);
		}
	}

	@Test
	void closesConnectionsWhoseTargetIsNotThere() throws Exception {
		this.server.close();
		try (Socket socket = connect()) {
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
	}

	@Test
	void closeEndsPortAndConnectionsForGood() throws Exception {
		try (Socket socket = connect()) {
			echo(socket, "before");
			this.proxy.close();
			this.proxy.close();
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
		assertThatIOException().isThrownBy(this::connect);
		assertThatIllegalStateException().isThrownBy(() -> this.proxy.mode(FaultMode.PASS));
	}

	@Test
	void addressWithoutPortIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> FaultProxy.to("localhost"))
			.withMessageContaining("localhost");
	}

	@Test
	void officialClientComesThroughTheProxyByAScriptedRoute() throws Exception {
		this.server.on(310, (request) -> Reply.answer(0, null,
				Map.of("msgId", "the-id", "queueId", "0", "queueOffset", "7"), new byte[0]));
		try (ScriptedBroker nameServer = ScriptedBroker.start().routeTo("orders", "real-name", this.proxy.address(), 1);
				OfficialClient client = new OfficialClient(nameServer.address())) {
			assertThat(client.queues("orders").get(0).getBrokerName()).isEqualTo("real-name");
			assertThat(client.send("orders", "hello").getQueueOffset()).isEqualTo(7);
			assertThat(this.proxy.connectionsOpened()).isPositive();
		}
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(),
				Ports.socketAddress(this.proxy.address()).getPort());
		socket.setSoTimeout(5_000);
		return socket;
	}

	private static String echo(Socket socket, String text) throws IOException {
		send(socket, text);
		return receive(socket);
	}

	private static void send(Socket socket, String text) throws IOException {
		RemotingCommand request = RemotingCommand.createRequestCommand(1, null);
		request.setBody(text.getBytes(StandardCharsets.UTF_8));
		socket.getOutputStream().write(Frames.encode(request));
	}

	private static String receive(Socket socket) throws IOException {
		RemotingCommand response = Objects.requireNonNull(Frames.read(socket.getInputStream()), "connection closed");
		return new String(response.getBody(), StandardCharsets.UTF_8);
	}

	/** The first bytes of the answer to a request that is always the same. */
	private static byte[] rawEcho(Socket socket, int length) throws IOException {
		RemotingCommand request = RemotingCommand.createRequestCommand(1, null);
		request.setOpaque(1_000);
		socket.getOutputStream().write(Frames.encode(request));
		return socket.getInputStream().readNBytes(length);
	}

	private static void assertNoAnswer(Socket socket) throws IOException {
		send(socket, "swallowed");
		assertNothingToRead(socket);
	}

	private static void assertNothingToRead(Socket socket) throws IOException {
		socket.setSoTimeout(150);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.getInputStream().read());
		socket.setSoTimeout(5_000);
	}

	/** The proxy leaves unread bytes behind, so the client may see a reset. */
	private static void assertCut(Socket socket) {
		assertThatIOException().isThrownBy(() -> {
			send(socket, "cut");
			if (socket.getInputStream().read() < 0) {
				throw new IOException("end of stream");
			}
		});
	}

}
