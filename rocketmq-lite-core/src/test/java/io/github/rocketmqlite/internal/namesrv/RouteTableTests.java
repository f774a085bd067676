package io.github.rocketmqlite.internal.namesrv;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.ConnectionListener;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.Frames;
import io.github.rocketmqlite.internal.remoting.IoThreads;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import io.github.rocketmqlite.internal.remoting.RemotingOptions;
import io.github.rocketmqlite.internal.remoting.ServerRequestHandler;
import io.github.rocketmqlite.internal.remoting.TinyServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RouteTable} with a scripted name server.
 */
class RouteTableTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Duration NEVER = Duration.ofHours(1);

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	private final IoThreads io = new IoThreads(IoThreads.Kind.AUTO, 1);

	private final RemotingClient remoting = new RemotingClient("test",
			new RemotingOptions(Duration.ofSeconds(5), 1_000_000, HeaderFormat.JSON, Duration.ofMillis(50)), this.io,
			ServerRequestHandler.NONE, new ConnectionListener() {
			});

	private final Map<String, String> routes = new ConcurrentHashMap<>();

	private final Map<String, AtomicInteger> lookups = new ConcurrentHashMap<>();

	private volatile CountDownLatch answering = new CountDownLatch(0);

	private TinyServer nameServer;

	@BeforeEach
	void start() throws Exception {
		this.nameServer = new TinyServer(this::answer);
	}

	@AfterEach
	void close() {
		this.answering.countDown();
		this.remoting.close();
		this.io.close();
		this.timer.shutdownNow();
		this.nameServer.close();
	}

	@Test
	void asksOnceAndRemembers() {
		this.routes.put("orders", route("a", "127.0.0.1:1", 2));
		try (RouteTable table = table(NEVER)) {
			assertThat(table.snapshot("orders")).isNull();
			TopicRoute route = get(table.route("orders", Deadline.after(LONG)));
			assertThat(route.publishQueues()).hasSize(2);
			assertThat(get(table.route("orders", Deadline.after(LONG)))).isSameAs(route);
			assertThat(table.snapshot("orders")).isSameAs(route);
			assertThat(lookups("orders")).isEqualTo(1);
			assertThat(table.masterAddress("a")).isEqualTo("127.0.0.1:1");
			assertThat(table.masterAddress("b")).isNull();
			assertThat(table.brokers()).containsOnlyKeys("a");
		}
	}

	@Test
	void allWhoAskAtOnceShareOneLookup() {
		this.routes.put("orders", route("a", "127.0.0.1:1", 2));
		this.answering = new CountDownLatch(1);
		try (RouteTable table = table(NEVER)) {
			List<CompletableFuture<TopicRoute>> asked = IntStream.range(0, 100)
				.mapToObj((i) -> (i % 2 == 0) ? table.route("orders", Deadline.after(LONG))
						: table.refresh("orders", Deadline.after(LONG)))
				.toList();
			asked.get(0).cancel(false);
			this.answering.countDown();
			assertThat(asked.subList(1, 100)).allSatisfy((call) -> assertThat(get(call).publishQueues()).hasSize(2));
			assertThat(lookups("orders")).isEqualTo(1);
		}
	}

	@Test
	void eachOneWaitsUntilADeadlineOfItsOwn() {
		this.routes.put("orders", route("a", "127.0.0.1:1", 2));
		this.answering = new CountDownLatch(1);
		try (RouteTable table = table(NEVER)) {
			CompletableFuture<TopicRoute> patient = table.route("orders", Deadline.after(LONG));
			Throwable failure = failure(table.route("orders", Deadline.after(Duration.ofMillis(50))));
			assertThat(failure).isInstanceOf(RocketTimeoutException.class).hasMessageContaining("orders");
			assertThat(patient).isNotDone();
			this.answering.countDown();
			assertThat(get(patient).publishQueues()).hasSize(2);
		}
	}

	@Test
	void unknownTopicsFailWithTheirNameAndAreNotKept() {
		try (RouteTable table = table(NEVER)) {
			Throwable failure = failure(table.route("orders", Deadline.after(LONG)));
			assertThat(failure).isInstanceOf(RouteNotFoundException.class)
				.hasMessageContainingAll("orders", this.nameServer.address());
			this.routes.put("orders", route("a", "127.0.0.1:1", 2));
			assertThat(get(table.route("orders", Deadline.after(LONG))).publishQueues()).hasSize(2);
		}
	}

	@Test
	void theLastGoodRouteSurvivesErrorsAndEmptyAnswers() {
		this.routes.put("orders", route("a", "127.0.0.1:1", 2));
		try (RouteTable table = table(NEVER)) {
			TopicRoute good = get(table.route("orders", Deadline.after(LONG)));
			this.routes.remove("orders");
			assertThat(failure(table.refresh("orders", Deadline.after(LONG))))
				.isInstanceOf(RouteNotFoundException.class);
			this.routes.put("orders", "{\"brokerDatas\":[],\"queueDatas\":[]}");
			assertThat(failure(table.refresh("orders", Deadline.after(LONG))))
				.isInstanceOf(RouteNotFoundException.class)
				.hasMessageContaining("No broker serves");
			this.routes.put("orders", route("a", "127.0.0.1:1", Integer.MAX_VALUE));
			assertThat(failure(table.refresh("orders", Deadline.after(LONG)))).isInstanceOf(ProtocolException.class);
			this.routes.put("orders", "{\"brokerDatas\":");
			assertThat(failure(table.refresh("orders", Deadline.after(LONG)))).isInstanceOf(ProtocolException.class);
			assertThat(table.snapshot("orders")).isSameAs(good);
			assertThat(get(table.route("orders", Deadline.after(LONG)))).isSameAs(good);
		}
	}

	@Test
	void tellsOfChangesOnly() {
		this.routes.put("orders", route("a", "127.0.0.1:1", 2));
		List<TopicRoute> told = new CopyOnWriteArrayList<>();
		try (RouteTable table = table(NEVER)) {
			table.onChange((route) -> {
				throw new IllegalStateException("a bad listener");
			});
			table.onChange(told::add);
			get(table.refresh("orders", Deadline.after(LONG)));
			get(table.refresh("orders", Deadline.after(LONG)));
			assertThat(told).hasSize(1);
			this.routes.put("orders", route("a", "127.0.0.1:2", 2));
			TopicRoute moved = get(table.refresh("orders", Deadline.after(LONG)));
			assertThat(told).hasSize(2).last().isSameAs(moved);
			assertThat(table.masterAddress("a")).isEqualTo("127.0.0.1:2");
		}
	}

	@Test
	void aListenerThatIsRemovedHearsNoMore() {
		this.routes.put("orders", route("a", "127.0.0.1:1", 2));
		List<TopicRoute> told = new CopyOnWriteArrayList<>();
		try (RouteTable table = table(NEVER)) {
			Runnable remove = table.onChange(told::add);
			get(table.refresh("orders", Deadline.after(LONG)));
			assertThat(told).hasSize(1);
			remove.run();
			remove.run();
			this.routes.put("orders", route("a", "127.0.0.1:2", 2));
			get(table.refresh("orders", Deadline.after(LONG)));
			assertThat(told).hasSize(1);
		}
	}

	@Test
	void aPatientWaiterOutlivesALookupThatNobodyAnswers() {
		this.routes.put("orders", route("a", "127.0.0.1:1", 2));
		this.answering = new CountDownLatch(1);
		try (RouteTable table = table(NEVER, Duration.ofMillis(100))) {
			CompletableFuture<TopicRoute> patient = table.route("orders", Deadline.after(LONG));
			CompletableFuture<TopicRoute> hasty = table.route("orders", Deadline.after(Duration.ofMillis(300)));
			assertThat(failure(hasty)).isInstanceOf(RocketTimeoutException.class).hasMessageContaining("orders");
			assertThat(patient).isNotDone();
			this.answering.countDown();
			assertThat(get(patient).publishQueues()).hasSize(2);
			assertThat(lookups("orders")).isGreaterThan(1);
		}
	}

	@Test
	void theNewestRouteDecidesOnTheAddressOfABroker() {
		this.routes.put("orders", route("a", "127.0.0.1:1", 2));
		this.routes.put("bills", route("a", "127.0.0.1:1", 2));
		try (RouteTable table = table(NEVER)) {
			get(table.route("orders", Deadline.after(LONG)));
			get(table.route("bills", Deadline.after(LONG)));
			this.routes.put("orders", route("a", "127.0.0.1:2", 2));
			get(table.refresh("orders", Deadline.after(LONG)));
			assertThat(table.masterAddress("a")).isEqualTo("127.0.0.1:2");
			get(table.refresh("bills", Deadline.after(LONG)));
			assertThat(table.masterAddress("a")).isEqualTo("127.0.0.1:1");
		}
	}

	@Test
	void refreshesInTheBackgroundWhateverOtherTopicsDo() {
		this.routes.put("orders", route("a", "127.0.0.1:1", 2));
		this.routes.put("gone", route("a", "127.0.0.1:1", 2));
		try (RouteTable table = table(Duration.ofMillis(200))) {
			get(table.route("gone", Deadline.after(LONG)));
			get(table.route("orders", Deadline.after(LONG)));
			this.routes.remove("gone");
			this.routes.put("orders", route("a", "127.0.0.1:1", 5));
			Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> {
				assertThat(table.snapshot("gone")).isNotNull();
				TopicRoute refreshed = table.snapshot("orders");
				return refreshed != null && refreshed.publishQueues().size() == 5;
			});
			Awaitility.await().until(() -> lookups("gone") > 1);
		}
	}

	@Test
	void topicsThatNobodyUsesAreForgotten() {
		this.routes.put("orders", route("a", "127.0.0.1:1", 2));
		try (RouteTable table = table(Duration.ofMillis(5))) {
			get(table.route("orders", Deadline.after(LONG)));
			Awaitility.await().until(() -> table.brokers().isEmpty());
			assertThat(table.snapshot("orders")).isNull();
			assertThat(lookups("orders")).isBetween(1, 10);
		}
	}

	@Test
	void takesATemplateIntoUse() {
		this.routes.put("TBW102", route("a", "127.0.0.1:1", 8));
		try (RouteTable table = table(NEVER)) {
			TopicRoute template = get(table.route("TBW102", Deadline.after(LONG)));
			table.put(template.asTemplateFor("orders", 4));
			assertThat(get(table.route("orders", Deadline.after(LONG))).publishQueues()).hasSize(4);
			assertThat(lookups("orders")).isZero();
		}
	}

	@Test
	void answersNothingAfterClose() {
		RouteTable table = table(NEVER);
		table.close();
		assertThat(failure(table.route("orders", Deadline.after(LONG)))).isInstanceOf(ClientClosedException.class);
	}

	private void answer(Frame frame, TinyServer.Peer peer) {
		String topic = String.valueOf(frame.fields().text("topic"));
		this.lookups.computeIfAbsent(topic, (key) -> new AtomicInteger()).incrementAndGet();
		try {
			this.answering.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		String route = this.routes.get(topic);
		peer.send((route != null) ? Frames.answer(frame.opaque(), route)
				: Frames.answer(frame.opaque(), 17, "No topic route info in name server for the topic: " + topic, ""));
	}

	private int lookups(String topic) {
		AtomicInteger count = this.lookups.get(topic);
		return (count != null) ? count.get() : 0;
	}

	private RouteTable table(Duration interval) {
		return table(interval, LONG);
	}

	private RouteTable table(Duration interval, Duration requestTimeout) {
		NameServers servers = new NameServers(List.of(this.nameServer.address()), this.remoting, this.timer);
		return new RouteTable(servers, this.timer, interval, requestTimeout);
	}

	private static String route(String broker, String address, int queues) {
		return """
				{"brokerDatas":[{"brokerName":"%s","cluster":"c","brokerAddrs":{0:"%s"}}],
				"queueDatas":[{"brokerName":"%s","readQueueNums":%d,"writeQueueNums":%d,"perm":6,"topicSysFlag":0}]}
				""".formatted(broker, address, broker, queues, queues);
	}

	private static <T> T get(CompletableFuture<T> future) {
		return Blocking.await(future, Deadline.after(LONG), "the test");
	}

	private static Throwable failure(CompletableFuture<?> future) {
		try {
			throw new AssertionError("Expected a failure, got " + future.get(30, TimeUnit.SECONDS));
		}
		catch (ExecutionException ex) {
			return Blocking.unwrap(ex);
		}
		catch (InterruptedException | java.util.concurrent.TimeoutException ex) {
			throw new AssertionError(ex);
		}
	}

}
