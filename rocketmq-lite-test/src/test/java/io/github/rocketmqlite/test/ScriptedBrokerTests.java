package io.github.rocketmqlite.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.RequestCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class ScriptedBrokerTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final ScriptedBroker broker = ScriptedBroker.start();

	@AfterEach
	void close() {
		this.broker.close();
	}

	@Test
	void answersWithCodeRemarkFieldsAndBodyUnderTheOpaqueOfTheRequest() throws Exception {
		this.broker.on(105, (request) -> Reply.answer(7, "why", Map.of("a", "b"), new byte[] { 1, 2 }));
		try (Peer peer = new Peer(this.broker)) {
			RemotingCommand request = request(105);
			RemotingCommand response = peer.ask(request);
			assertThat(response.isResponseType()).isTrue();
			assertThat(response.getOpaque()).isEqualTo(request.getOpaque());
			assertThat(response.getCode()).isEqualTo(7);
			assertThat(response.getRemark()).isEqualTo("why");
			assertThat(response.getExtFields()).containsEntry("a", "b");
			assertThat(response.getBody()).containsExactly(1, 2);
		}
	}

	@Test
	void recordsWhatCame() throws Exception {
		this.broker.on(10, (request) -> Reply.answer(0));
		try (Peer peer = new Peer(this.broker)) {
			RemotingCommand request = request(10);
			request.addExtField("topic", "orders");
			request.setBody(new byte[] { 5 });
			peer.ask(request);
			RemotingCommand oneway = request(11);
			oneway.markOnewayRPC();
			peer.send(oneway);
			ScriptedBroker.Request second = this.broker.awaitRequest(11, TIMEOUT);
			assertThat(second.oneway()).isTrue();
			assertThat(second.body()).isEmpty();
			ScriptedBroker.Request first = this.broker.requests(10).get(0);
			assertThat(first.ext()).containsEntry("topic", "orders");
			assertThat(first.body()).containsExactly(5);
			assertThat(first.opaque()).isEqualTo(request.getOpaque());
			assertThat(first.oneway()).isFalse();
			assertThat(this.broker.requests()).containsExactly(first, second);
		}
	}

	@Test
	void unknownCodesAreAnsweredWithCodeThree() throws Exception {
		try (Peer peer = new Peer(this.broker)) {
			assertThat(peer.ask(request(4711)).getCode()).isEqualTo(3);
		}
	}

	@Test
	void onewayRequestsAreNeverAnswered() throws Exception {
		this.broker.on(12, (request) -> Reply.answer(0));
		try (Peer peer = new Peer(this.broker)) {
			RemotingCommand oneway = request(12);
			oneway.markOnewayRPC();
			peer.send(oneway);
			RemotingCommand request = request(12);
			assertThat(peer.ask(request).getOpaque()).isEqualTo(request.getOpaque());
		}
	}

	@Test
	void noAnswerLeavesTheConnectionOpen() throws Exception {
		this.broker.on(13, (request) -> Reply.noAnswer());
		try (Peer peer = new Peer(this.broker)) {
			peer.send(request(13));
			peer.socket.setSoTimeout(100);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(peer::read);
			peer.socket.setSoTimeout(5000);
			assertThat(peer.ask(request(14)).getCode()).isEqualTo(3);
		}
	}

	@Test
	void closeConnectionEndsTheConnectionInsteadOfAnAnswer() throws Exception {
		this.broker.on(15, (request) -> Reply.closeConnection());
		try (Peer peer = new Peer(this.broker)) {
			peer.send(request(15));
			assertThat(Frames.read(peer.socket.getInputStream())).isNull();
			await().until(() -> this.broker.connections() == 0);
		}
	}

	@Test
	void delayedAnswerIsOvertakenByLaterOnes() throws Exception {
		this.broker.on(16, (request) -> Reply.delayed(Duration.ofMillis(200), Reply.answer(0)));
		this.broker.on(17, (request) -> Reply.answer(0));
		try (Peer peer = new Peer(this.broker)) {
			RemotingCommand slow = request(16);
			RemotingCommand quick = request(17);
			peer.send(slow);
			peer.send(quick);
			assertThat(peer.read().getOpaque()).isEqualTo(quick.getOpaque());
			assertThat(peer.read().getOpaque()).isEqualTo(slow.getOpaque());
		}
	}

	@Test
	void rawBytesAreSentAsTheyAre() throws Exception {
		this.broker.on(18, (request) -> Reply.all(Reply.raw(new byte[] { 1, 2, 3 }), Reply.closeConnection()));
		try (Peer peer = new Peer(this.broker)) {
			peer.send(request(18));
			assertThat(peer.socket.getInputStream().readAllBytes()).containsExactly(1, 2, 3);
		}
	}

	@Test
	void scriptMayAnswerDifferentlyEachTime() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		this.broker.on(19, (request) -> Reply.answer(calls.getAndIncrement()));
		try (Peer peer = new Peer(this.broker)) {
			assertThat(peer.ask(request(19)).getCode()).isEqualTo(0);
			assertThat(peer.ask(request(19)).getCode()).isEqualTo(1);
		}
	}

	@Test
	void pushReachesTheClientAndItsAnswerIsRecordedButNotAnswered() throws Exception {
		assertThatIllegalStateException().isThrownBy(() -> this.broker.push(39, Map.of(), new byte[0], false));
		try (Peer peer = new Peer(this.broker)) {
			await().until(() -> this.broker.connections() == 1);
			int opaque = this.broker.push(39, Map.of("group", "g"), new byte[] { 9 }, false);
			RemotingCommand pushed = peer.read();
			assertThat(pushed.getCode()).isEqualTo(39);
			assertThat(pushed.getOpaque()).isEqualTo(opaque);
			assertThat(pushed.isResponseType()).isFalse();
			assertThat(pushed.isOnewayRPC()).isFalse();
			assertThat(pushed.getExtFields()).containsEntry("group", "g");
			assertThat(pushed.getBody()).containsExactly(9);
			RemotingCommand answer = RemotingCommand.createResponseCommand(42, null);
			answer.setOpaque(opaque);
			peer.send(answer);
			ScriptedBroker.Request recorded = this.broker.awaitRequest(42, TIMEOUT);
			assertThat(recorded.response()).isTrue();
			assertThat(recorded.opaque()).isEqualTo(opaque);
			RemotingCommand request = request(20);
			assertThat(peer.ask(request).getOpaque()).isEqualTo(request.getOpaque());
			this.broker.push(40, Map.of(), new byte[0], true);
			assertThat(peer.read().isOnewayRPC()).isTrue();
		}
	}

	@Test
	void awaitRequestSaysWhatCameInstead() throws Exception {
		try (Peer peer = new Peer(this.broker)) {
			peer.ask(request(21));
			assertThatIllegalStateException().isThrownBy(() -> this.broker.awaitRequest(22, Duration.ofMillis(50)))
				.withMessageContaining("22")
				.withMessageContaining("[21]");
		}
	}

	@Test
	void officialClientFindsTheRouteAndTakesTheScriptedAnswer() throws Exception {
		try (ScriptedBroker nameServer = ScriptedBroker.start();
				OfficialClient client = new OfficialClient(nameServer.address())) {
			nameServer.routeTo("orders", this.broker, 2);
			this.broker.on(RequestCode.SEND_MESSAGE_V2, (request) -> Reply.answer(0, null,
					Map.of("msgId", "the-id", "queueId", request.ext().get("e"), "queueOffset", "41"), new byte[0]));
			assertThat(client.queues("orders")).hasSize(2);
			assertThat(client.send("orders", "hello").getQueueOffset()).isEqualTo(41);
			ScriptedBroker.Request sent = this.broker.awaitRequest(RequestCode.SEND_MESSAGE_V2, TIMEOUT);
			assertThat(new String(sent.body(), StandardCharsets.UTF_8)).isEqualTo("hello");
			this.broker.on(RequestCode.SEND_MESSAGE_V2, (request) -> Reply.answer(13, "too large"));
			assertThatExceptionOfType(MQBrokerException.class).isThrownBy(() -> client.send("orders", "hello"))
				.withMessageContaining("too large");
		}
	}

	@Test
	void nameServerAnswersUnknownTopicsWithCodeSeventeen() throws Exception {
		this.broker.routeTo("known", this.broker, 1);
		try (Peer peer = new Peer(this.broker)) {
			RemotingCommand request = request(105);
			request.addExtField("topic", "unknown");
			assertThat(peer.ask(request).getCode()).isEqualTo(17);
			RemotingCommand known = request(105);
			known.addExtField("topic", "known");
			RemotingCommand response = peer.ask(known);
			assertThat(response.getCode()).isZero();
			assertThat(new String(response.getBody(), StandardCharsets.UTF_8)).contains(this.broker.address());
		}
	}

	@Test
	void closeEndsConnectionsAndPort() throws Exception {
		try (Peer peer = new Peer(this.broker)) {
			peer.ask(request(23));
			this.broker.close();
			assertThat(Frames.read(peer.socket.getInputStream())).isNull();
		}
		assertThat(Ports.accepts(this.broker.address())).isFalse();
	}

	private static RemotingCommand request(int code) {
		return RemotingCommand.createRequestCommand(code, null);
	}

	/** A client that speaks the protocol by hand. */
	private static final class Peer implements AutoCloseable {

		private final Socket socket;

		Peer(ScriptedBroker broker) throws Exception {
			this.socket = new Socket(InetAddress.getLoopbackAddress(), Ports.socketAddress(broker.address()).getPort());
			this.socket.setSoTimeout(5000);
		}

		void send(RemotingCommand command) throws Exception {
			this.socket.getOutputStream().write(Frames.encode(command));
		}

		RemotingCommand read() throws Exception {
			return Objects.requireNonNull(Frames.read(this.socket.getInputStream()), "connection closed");
		}

		RemotingCommand ask(RemotingCommand request) throws Exception {
			send(request);
			return read();
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
