package io.github.rocketmqlite.internal.remoting;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.internal.codec.HeaderFormat;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A {@link RemotingClient} for tests over loopback, with a name resolution of their own.
 */
final class RemotingFixture implements AutoCloseable {

	static final Duration LONG = Duration.ofSeconds(30);

	volatile HostResolver.Lookup dns = InetAddress::getAllByName;

	final IoThreads io = new IoThreads(IoThreads.Kind.AUTO, 2, new HostResolver((host) -> this.dns.allByName(host)));

	final List<String> events = new CopyOnWriteArrayList<>();

	final RemotingClient client = client(Duration.ofSeconds(5), this.io);

	RemotingClient client(Duration connectTimeout, IoThreads threads) {
		return client(connectTimeout, Duration.ofMillis(200), threads);
	}

	RemotingClient client(Duration connectTimeout, Duration reconnectBackoffMax, IoThreads threads) {
		RemotingOptions options = new RemotingOptions(connectTimeout, 16 * 1_024 * 1_024, HeaderFormat.BINARY,
				reconnectBackoffMax);
		return new RemotingClient("test", options, threads, ServerRequestHandler.NONE, new ConnectionListener() {

			@Override
			public void onReady(String address) {
				RemotingFixture.this.events.add("ready " + address);
			}

			@Override
			public void onLost(String address, Throwable cause) {
				RemotingFixture.this.events.add("lost " + address);
			}

		});
	}

	CompletableFuture<String> call(String address, String text) {
		return this.client.call(address, new Echo(text), Deadline.after(LONG));
	}

	/**
	 * Holds up the resolution of names until the latch opens.
	 */
	CountDownLatch holdUpNames() {
		CountDownLatch latch = new CountDownLatch(1);
		this.dns = (host) -> {
			await(latch);
			return InetAddress.getAllByName(host);
		};
		return latch;
	}

	@Override
	public void close() {
		this.client.close();
		assertThat(this.client.pendingRequests()).isZero();
		this.io.close();
	}

	static <T> T get(CompletableFuture<T> future) {
		return Blocking.await(future, Deadline.after(LONG), "the test");
	}

	static Throwable failure(CompletableFuture<?> future) {
		try {
			Object result = future.get(30, TimeUnit.SECONDS);
			throw new AssertionError("Expected a failure, got " + result);
		}
		catch (ExecutionException ex) {
			return Blocking.unwrap(ex);
		}
		catch (InterruptedException | TimeoutException ex) {
			throw new AssertionError(ex);
		}
	}

	static void assertOutcome(Throwable failure, Class<? extends RocketException> type, Outcome outcome) {
		assertThat(failure).isInstanceOf(type);
		assertThat(((RocketException) failure).outcome()).isEqualTo(outcome);
	}

	static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
