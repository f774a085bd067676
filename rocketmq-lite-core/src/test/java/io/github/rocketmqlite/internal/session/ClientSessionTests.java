package io.github.rocketmqlite.internal.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.codec.command.HeartbeatRequest;
import io.github.rocketmqlite.internal.codec.command.MaxOffsetRequest;
import io.github.rocketmqlite.internal.namesrv.NameServers;
import io.github.rocketmqlite.internal.namesrv.RouteTable;
import io.github.rocketmqlite.internal.remoting.ConnectionListener;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.IoThreads;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import io.github.rocketmqlite.internal.remoting.RemotingOptions;
import io.github.rocketmqlite.internal.remoting.ServerRequestHandler;
import io.github.rocketmqlite.test.Reply;
import io.github.rocketmqlite.test.ScriptedBroker;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * What brokers hear of a client and its members, and what the members hear of them.
 */
class ClientSessionTests {

	private static final int HEARTBEAT = 34;

	private static final int UNREGISTER = 35;

	private static final int CONSUMER_IDS_CHANGED = 40;

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final RemotingOptions OPTIONS = new RemotingOptions(PATIENCE, 1 << 20, HeaderFormat.BINARY,
			Duration.ofMillis(100));

	private final ScriptedBroker nameServer = ScriptedBroker.start();

	private final ScriptedBroker first = ScriptedBroker.start();

	private final ScriptedBroker second = ScriptedBroker.start();

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	private final IoThreads io = new IoThreads(IoThreads.Kind.NIO, 1);

	private RemotingClient nameServerConnections;

	private RemotingClient brokers;

	private RouteTable routes;

	private ClientSession session;

	@BeforeEach
	void start() {
		this.nameServer.routeTo("orders", this.first, 4).routeTo("invoices", this.second, 4);
		for (ScriptedBroker broker : List.of(this.first, this.second)) {
			broker.on(HEARTBEAT, (request) -> Reply.answer(0)).on(UNREGISTER, (request) -> Reply.answer(0));
		}
		GroupMembers members = new GroupMembers();
		this.nameServerConnections = new RemotingClient("name server", OPTIONS, this.io, ServerRequestHandler.NONE,
				new ConnectionListener() {
				});
		this.brokers = new RemotingClient("broker", OPTIONS, this.io, new ServerRequestRouter(members),
				new ConnectionListener() {

					@Override
					public void onReady(String address) {
						ClientSessionTests.this.session.onConnected(address);
					}

				});
		this.routes = new RouteTable(
				new NameServers(List.of(this.nameServer.address()), this.nameServerConnections, this.timer), this.timer,
				Duration.ofMinutes(1), PATIENCE);
		this.session = new ClientSession("client-7", members, this.routes, this.brokers, Duration.ofSeconds(1));
		this.routes.route("orders", soon()).join();
		this.routes.route("invoices", soon()).join();
	}

	@AfterEach
	void stop() {
		this.routes.close();
		this.brokers.close();
		this.nameServerConnections.close();
		this.timer.shutdownNow();
		this.io.close();
		List.of(this.first, this.second, this.nameServer).forEach(ScriptedBroker::close);
	}

	@Test
	void aBrokerHearsOfTheMembersAsSoonAsItIsConnected() {
		this.session.join(Member.producer("order-service"));
		connectTo(this.first);
		String body = body(this.first.awaitRequest(HEARTBEAT, PATIENCE));
		assertThat(body).contains("client-7", "order-service");
		this.first.closeConnections();
		await().atMost(PATIENCE).until(() -> !this.brokers.isReady(this.first.address()));
		connectTo(this.first);
		await().atMost(PATIENCE).until(() -> this.first.requests(HEARTBEAT).size() == 2);
		assertThat(this.second.requests()).isEmpty();
	}

	@Test
	void remembersTheVersionOfEachBrokerThatAnswered() {
		this.session.join(Member.producer("order-service"));
		this.second.on(HEARTBEAT, (request) -> Reply.answer(2, "busy"));
		assertThat(this.session.brokerVersions()).isEmpty();
		assertThat(this.session.heartbeat(soon())).succeedsWithin(PATIENCE).isEqualTo(1);
		assertThat(this.session.brokerVersions()).containsOnlyKeys(this.first.address());
		assertThat(this.session.brokerVersions().get(this.first.address())).isPositive();
	}

	@Test
	void aClientWithoutMembersKeepsSilent() {
		connectTo(this.first);
		assertThat(this.first.requests(HEARTBEAT)).isEmpty();
	}

	@Test
	void allBrokersHearOfTheMembersAgainAndAgain() {
		this.session.join(Member.producer("order-service"));
		this.session.start(this.timer, Duration.ofMillis(50));
		await().atMost(PATIENCE)
			.until(() -> this.first.requests(HEARTBEAT).size() >= 3 && this.second.requests(HEARTBEAT).size() >= 3);
	}

	@Test
	void aBrokerThatIsAwayKeepsNoOtherFromHearing() {
		this.session.join(Member.producer("order-service"));
		this.first.close();
		assertThat(this.session.heartbeat(soon())).succeedsWithin(PATIENCE).isEqualTo(1);
		assertThat(this.second.requests(HEARTBEAT)).isNotEmpty();
		this.session.start(this.timer, Duration.ofMillis(50));
		int heard = this.second.requests(HEARTBEAT).size();
		await().atMost(PATIENCE).until(() -> this.second.requests(HEARTBEAT).size() >= heard + 3);
	}

	@Test
	void aRoundThatNoBrokerAcknowledgesFails() {
		this.session.join(Member.producer("order-service"));
		this.first.close();
		this.second.close();
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> this.session.heartbeat(soon()).get(10, TimeUnit.SECONDS))
			.withCauseInstanceOf(RocketConnectionException.class);
	}

	@Test
	void aMemberThatLeavesIsTakenOffAtTheBrokersThatKnowIt() {
		Member leaving = Member.consumer("billing");
		this.session.join(leaving);
		this.session.join(Member.producer("order-service"));
		this.session.heartbeat(soon()).join();
		this.session.leave(leaving, soon()).join();
		for (ScriptedBroker broker : List.of(this.first, this.second)) {
			assertThat(broker.requests(UNREGISTER)).singleElement()
				.satisfies((request) -> assertThat(request.ext()).containsEntry("clientID", "client-7")
					.containsEntry("consumerGroup", "billing")
					.doesNotContainKey("producerGroup"));
		}
		this.session.heartbeat(soon()).join();
		assertThat(body(this.first.requests(HEARTBEAT).get(this.first.requests(HEARTBEAT).size() - 1)))
			.contains("order-service")
			.doesNotContain("billing");
	}

	@Test
	void leavingNeverFailsWhenABrokerIsAway() {
		Member leaving = Member.producer("order-service");
		this.session.join(leaving);
		this.session.heartbeat(soon()).join();
		this.first.on(UNREGISTER, (request) -> Reply.closeConnection());
		assertThat(this.session.leave(leaving, soon())).succeedsWithin(PATIENCE);
	}

	@Test
	void aRoleIsTakenOnceInAGroupAndFreeAgainAfterLeaving() {
		Member first = Member.producer("shop");
		this.session.join(first);
		this.session.join(Member.consumer("shop"));
		assertThatIllegalStateException().isThrownBy(() -> this.session.join(Member.producer("shop")))
			.withMessageContaining("client-7")
			.withMessageContaining("producer")
			.withMessageContaining("shop");
		this.session.leave(first, soon()).join();
		this.session.join(Member.producer("shop"));
	}

	@Test
	void aChangeInAGroupReachesItsMemberOnly() {
		Member billing = Member.consumer("billing");
		Member shipping = Member.consumer("shipping");
		this.session.join(billing);
		this.session.join(shipping);
		this.session.join(Member.producer("billing"));
		connectTo(this.first);
		this.first.push(CONSUMER_IDS_CHANGED, Map.of("consumerGroup", "billing"), new byte[0], true);
		await().atMost(PATIENCE).until(() -> billing.changes.get() == 1);
		this.first.push(CONSUMER_IDS_CHANGED, Map.of("consumerGroup", "nobody-here"), new byte[0], true);
		connectTo(this.first);
		assertThat(billing.changes).hasValue(1);
		assertThat(shipping.changes).hasValue(0);
	}

	@Test
	void aRequestThatIsNotKnownIsAnsweredSo() {
		connectTo(this.first);
		int opaque = this.first.push(4711, Map.of(), new byte[0], false);
		await().atMost(PATIENCE).until(() -> this.first.requests().stream().anyMatch(ScriptedBroker.Request::response));
		assertThat(this.first.requests().stream().filter(ScriptedBroker.Request::response)).singleElement()
			.satisfies((answer) -> assertThat(answer.code()).isEqualTo(3))
			.satisfies((answer) -> assertThat(answer.opaque()).isEqualTo(opaque));
		connectTo(this.first);
	}

	/** A round trip: when it is over, the broker has read all that came before. */
	private void connectTo(ScriptedBroker broker) {
		this.brokers.call(broker.address(), new MaxOffsetRequest("orders", 0, broker.address()), soon())
			.exceptionally((refusal) -> 0L)
			.join();
	}

	private static Deadline soon() {
		return Deadline.after(PATIENCE);
	}

	private static String body(ScriptedBroker.Request request) {
		return new String(request.body(), StandardCharsets.UTF_8);
	}

	/** A member that counts what it hears. */
	private static final class Member implements GroupMember {

		private final Role role;

		private final String group;

		private final AtomicInteger changes = new AtomicInteger();

		private Member(Role role, String group) {
			this.role = role;
			this.group = group;
		}

		static Member producer(String group) {
			return new Member(Role.PRODUCER, group);
		}

		static Member consumer(String group) {
			return new Member(Role.CONSUMER, group);
		}

		@Override
		public Role role() {
			return this.role;
		}

		@Override
		public String group() {
			return this.group;
		}

		@Override
		public Set<String> topics() {
			return Set.of("orders");
		}

		@Override
		public HeartbeatRequest.@Nullable ConsumerGroup consumerEntry() {
			return (this.role == Role.CONSUMER)
					? new HeartbeatRequest.ConsumerGroup(this.group, "CONSUME_FROM_LAST_OFFSET", List.of()) : null;
		}

		@Override
		public void onMembersChanged() {
			this.changes.incrementAndGet();
		}

	}

}
