package io.github.rocketmqlite.internal.namesrv;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.ConnectionListener;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.IoThreads;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import io.github.rocketmqlite.internal.remoting.RemotingOptions;
import io.github.rocketmqlite.internal.remoting.ServerRequestHandler;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RouteTable} with a real name server.
 */
class RouteTableIntegrationTests {

	private final Deadline deadline = Deadline.after(Duration.ofSeconds(30));

	@ParameterizedTest
	@EnumSource(HeaderFormat.class)
	void findsTheRoutesOfTopicsInEitherHeaderFormat(HeaderFormat format) {
		EmbeddedRocketMQServer server = EmbeddedRocketMQServer.shared();
		String topic = "route-" + format;
		server.createTopic(topic, 3);
		ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
		RemotingOptions options = new RemotingOptions(Duration.ofSeconds(5), 1_000_000, format, Duration.ofSeconds(1));
		try (IoThreads io = new IoThreads(IoThreads.Kind.AUTO, 1);
				RemotingClient remoting = new RemotingClient("test", options, io, ServerRequestHandler.NONE,
						new ConnectionListener() {
						})) {
			NameServers nameServers = new NameServers(NameServers.parse(server.nameServers()), remoting, timer);
			try (RouteTable table = new RouteTable(nameServers, timer, Duration.ofHours(1), Duration.ofSeconds(10))) {
				TopicRoute route = Blocking.await(table.route(topic, this.deadline), this.deadline, "the route");
				assertThat(route.publishQueues()).hasSize(3);
				assertThat(route.subscribeQueues()).hasSize(3);
				assertThat(route.masterAddress(server.brokerName())).isEqualTo(server.brokerAddress());
				assertThatExceptionOfType(RouteNotFoundException.class).isThrownBy(
						() -> Blocking.await(table.route("no-such-topic", this.deadline), this.deadline, "the route"))
					.withMessageContainingAll("no-such-topic", server.nameServers());
			}
		}
		finally {
			timer.shutdownNow();
		}
	}

}
