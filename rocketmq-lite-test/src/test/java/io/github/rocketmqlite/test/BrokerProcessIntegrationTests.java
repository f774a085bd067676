package io.github.rocketmqlite.test;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.RequestCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class BrokerProcessIntegrationTests {

	private static BrokerProcess process;

	@BeforeAll
	static void startProcess() {
		process = BrokerProcess.builder().brokerProperty("brokerName", "child").start();
	}

	@AfterAll
	static void stopProcess() {
		process.close();
		assertThat(process.isAlive()).isFalse();
		assertThat(Ports.accepts(process.brokerAddress())).isFalse();
		process.close();
	}

	@Test
	void messagesSurviveKillAndRestartOnTheSamePorts() throws Exception {
		process.createTopic("survivors", 2);
		String nameServers = process.nameServers();
		String brokerAddress = process.brokerAddress();
		try (OfficialClient client = new OfficialClient(nameServers)) {
			client.send("survivors", "before");
			process.kill();
			assertThat(process.isAlive()).isFalse();
			assertThat(Ports.accepts(brokerAddress)).isFalse();
			assertThat(Ports.accepts(nameServers)).as("the name server lives on").isTrue();
			process.restart();
			assertThat(process.isAlive()).isTrue();
			assertThat(process.brokerAddress()).isEqualTo(brokerAddress);
			assertThat(process.nameServers()).isEqualTo(nameServers);
			client.send("survivors", "after");
			assertThat(client.pull("survivors", 2)).containsExactlyInAnyOrder("before", "after");
		}
	}

	@Test
	void createdTopicHasARouteWithItsQueues() throws Exception {
		process.createTopic("routed", 3);
		try (OfficialClient client = new OfficialClient(process.nameServers())) {
			assertThat(client.queues("routed")).hasSize(3)
				.allSatisfy((queue) -> assertThat(queue.getBrokerName()).isEqualTo("child"));
		}
	}

	@Test
	void frozenBrokerKeepsConnectionsButAnswersOnlyWhenThawed() throws Exception {
		int port = Integer.parseInt(process.brokerAddress().substring("127.0.0.1:".length()));
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			assertThat(answerWithin(socket, 10_000)).isPositive();
			process.freeze();
			try {
				assertThat(process.isAlive()).isTrue();
				assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> answerWithin(socket, 500));
			}
			finally {
				process.thaw();
			}
			socket.setSoTimeout(10_000);
			assertThat(socket.getInputStream().read()).isNotNegative();
		}
	}

	private static int answerWithin(Socket socket, int millis) throws Exception {
		OutputStream output = socket.getOutputStream();
		ByteBuffer request = RemotingCommand.createRequestCommand(RequestCode.GET_BROKER_RUNTIME_INFO, null).encode();
		output.write(request.array(), request.arrayOffset(), request.remaining());
		socket.setSoTimeout(millis);
		InputStream input = socket.getInputStream();
		int length = ByteBuffer.wrap(input.readNBytes(4)).getInt();
		return input.readNBytes(length).length;
	}

	@Test
	void brokerAndNameServerDieAndReturnTogetherWhenBothAreInTheChild() throws Exception {
		try (BrokerProcess both = BrokerProcess.builder().nameServerInChild().start()) {
			both.createTopic("together", 1);
			both.kill();
			assertThat(Ports.accepts(both.nameServers())).isFalse();
			assertThat(Ports.accepts(both.brokerAddress())).isFalse();
			assertThatIllegalStateException().isThrownBy(both::freeze).withMessageContaining("not alive");
			both.restart();
			try (OfficialClient client = new OfficialClient(both.nameServers())) {
				client.send("together", "again");
				assertThat(client.pull("together", 1)).isEqualTo(List.of("again"));
			}
		}
	}

	@Test
	void outputOfAChildThatDoesNotStartIsInTheException() {
		BrokerProcess.Builder builder = BrokerProcess.builder().jvmArgument("-XX:NoSuchFlag");
		assertThatIllegalStateException().isThrownBy(builder::start).withMessageContaining("NoSuchFlag");
	}

	@Test
	void reasonWhyABrokerDoesNotStartIsInTheException() {
		BrokerProcess.Builder builder = BrokerProcess.builder()
			.brokerProperty("listenPort", process.brokerAddress().substring("127.0.0.1:".length()));
		assertThatIllegalStateException().isThrownBy(builder::start).withMessageContaining("Failed to bind");
	}

	@Test
	void brokerPropertyThatNobodyReadsIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> BrokerProcess.builder().brokerProperty("flushDisk", "SYNC_FLUSH"));
	}

	@Test
	void childEndsWhenItsParentIsGone() throws Exception {
		Path directory = TemporaryDirectory.create("rocketmq-lite-orphan-");
		Path launch = directory.resolve("launch.properties");
		new BrokerProcessMain.Launch(true, new BrokerSettings("127.0.0.1:" + Ports.free(), Ports.freeForBroker(),
				directory.resolve("store"), Map.of()))
			.write(launch);
		ProcessBuilder builder = new ProcessBuilder(System.getProperty("java.home") + "/bin/java",
				BrokerProcessMain.class.getName(), launch.toString())
			.redirectErrorStream(true);
		builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
		Process child = builder.start();
		try (BufferedReader output = child.inputReader()) {
			assertThat(output.lines().anyMatch(BrokerProcessMain.READY::equals)).isTrue();
			child.getOutputStream().close();
			assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			child.destroyForcibly();
		}
	}

}
