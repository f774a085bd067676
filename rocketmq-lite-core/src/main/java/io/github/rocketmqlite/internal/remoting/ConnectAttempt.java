package io.github.rocketmqlite.internal.remoting;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to reach a server: resolves the name anew and tries all its addresses in
 * turn. The whole attempt, the TLS handshake included, is bounded by the connect timeout,
 * of which each address gets its share. A failed handshake ends the attempt.
 * <p>
 * Threading: confined to the event loop of its connection; the result completes there.
 */
final class ConnectAttempt {

	private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(512 * 1_024, 1_024 * 1_024);

	private final ServerAddress address;

	private final IoThreads io;

	private final EventLoop loop;

	private final ChannelHandler initializer;

	private final long startedAt = System.nanoTime();

	private final long timeoutNanos;

	private final CompletableFuture<Channel> result = new CompletableFuture<>();

	private @Nullable ChannelFuture current;

	private @Nullable Future<?> timer;

	private String stage = "resolving the host name";

	ConnectAttempt(ServerAddress address, ConnectionSettings settings, EventLoop loop, ChannelHandler initializer) {
		this.address = address;
		this.io = settings.io();
		this.loop = loop;
		this.initializer = initializer;
		this.timeoutNanos = settings.options().connectTimeout().toNanos();
	}

	CompletableFuture<Channel> start() {
		this.timer = this.loop.schedule(this::timeout, this.timeoutNanos, TimeUnit.NANOSECONDS);
		this.io.resolver().resolve(this.address.host()).whenComplete((addresses, failure) -> {
			if (this.loop.inEventLoop()) {
				resolved(addresses, failure);
			}
			else {
				this.loop.execute(() -> resolved(addresses, failure));
			}
		});
		return this.result;
	}

	/**
	 * Gives up; the result fails with the cause unless it is there already.
	 */
	void cancel(Throwable cause) {
		if (this.timer != null) {
			this.timer.cancel(false);
		}
		if (this.current != null) {
			this.current.channel().close();
		}
		this.result.completeExceptionally(cause);
	}

	private void resolved(@Nullable List<InetAddress> addresses, @Nullable Throwable failure) {
		if (addresses != null && !addresses.isEmpty()) {
			connect(addresses, 0);
		}
		else {
			cancel((failure != null) ? failure : new SocketTimeoutException("the host name has no address"));
		}
	}

	private void connect(List<InetAddress> addresses, int index) {
		if (this.result.isDone()) {
			return;
		}
		long left = this.timeoutNanos - (System.nanoTime() - this.startedAt);
		int share = (int) Math.min(Integer.MAX_VALUE,
				Math.max(1, TimeUnit.NANOSECONDS.toMillis(left) / (addresses.size() - index)));
		InetSocketAddress target = new InetSocketAddress(addresses.get(index), this.address.port());
		this.stage = "connecting to " + target;
		this.current = bootstrap(share).connect(target);
		this.current.addListener((ChannelFuture future) -> {
			if (future.isSuccess()) {
				secure(future.channel(), target);
			}
			else if (index + 1 < addresses.size()) {
				connect(addresses, index + 1);
			}
			else {
				cancel(future.cause());
			}
		});
	}

	private Bootstrap bootstrap(int timeoutMillis) {
		return new Bootstrap().group(this.loop)
			.channel(this.io.channelType())
			.disableResolver()
			.option(ChannelOption.TCP_NODELAY, true)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis)
			.option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
			.handler(this.initializer);
	}

	private void secure(Channel channel, InetSocketAddress target) {
		SslHandler tls = channel.pipeline().get(SslHandler.class);
		if (tls == null) {
			connected(channel);
			return;
		}
		this.stage = "in the TLS handshake with " + target;
		tls.handshakeFuture().addListener((Future<Channel> handshake) -> {
			if (handshake.isSuccess()) {
				connected(channel);
			}
			else {
				cancel(TlsFailure.of(handshake.cause()));
			}
		});
	}

	private void connected(Channel channel) {
		if (this.timer != null) {
			this.timer.cancel(false);
		}
		if (!this.result.complete(channel)) {
			channel.close();
		}
	}

	private void timeout() {
		cancel(new SocketTimeoutException(
				"no connection after " + Elapsed.since(this.startedAt) + ", still " + this.stage));
	}

}
