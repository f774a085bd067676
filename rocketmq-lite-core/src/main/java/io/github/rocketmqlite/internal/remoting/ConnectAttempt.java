package io.github.rocketmqlite.internal.remoting;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to reach a server: resolves the name anew and tries all its addresses in
 * turn. The whole attempt, the TLS handshake included, is bounded by the connect timeout,
 * of which each address gets its share. A failed handshake ends the attempt.
 * <p>
 * Behind a proxy the addresses are those of the proxy, and what the proxy says about the
 * server ends the attempt.
 * <p>
 * Threading: confined to the event loop of its connection; the result completes there.
 */
final class ConnectAttempt {

	private final ServerAddress address;

	private final NetworkSettings network;

	private final @Nullable SocksProxy proxy;

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
		this.network = settings.options().network();
		this.proxy = this.network.proxyTo(address);
		this.io = settings.io();
		this.loop = loop;
		this.initializer = initializer;
		this.timeoutNanos = settings.options().connectTimeout().toNanos();
	}

	CompletableFuture<Channel> start() {
		this.timer = this.loop.schedule(this::timeout, this.timeoutNanos, TimeUnit.NANOSECONDS);
		if (this.proxy == null) {
			resolve(this.address.host(), (addresses) -> connect(addresses, this.address.port(), 0, null));
		}
		else if (this.proxy.resolvesNames() && SocketSettings.literal(this.address.host()) == null) {
			reachProxy(this.proxy, InetSocketAddress.createUnresolved(this.address.host(), this.address.port()));
		}
		else {
			SocksProxy known = this.proxy;
			resolve(this.address.host(),
					(addresses) -> reachProxy(known, new InetSocketAddress(addresses.get(0), this.address.port())));
		}
		return this.result;
	}

	private void reachProxy(SocksProxy known, InetSocketAddress server) {
		this.stage = "resolving the host name of proxy " + known;
		resolve(known.address().host(), (addresses) -> connect(addresses, known.address().port(), 0, server));
	}

	private void resolve(String host, Consumer<List<InetAddress>> next) {
		this.io.resolver().resolve(host).whenComplete((addresses, failure) -> {
			if (this.loop.inEventLoop()) {
				resolved(addresses, failure, next);
			}
			else {
				this.loop.execute(() -> resolved(addresses, failure, next));
			}
		});
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

	private void resolved(@Nullable List<InetAddress> addresses, @Nullable Throwable failure,
			Consumer<List<InetAddress>> next) {
		if (addresses != null && !addresses.isEmpty()) {
			next.accept(addresses);
		}
		else {
			cancel((failure != null) ? failure : new SocketTimeoutException("the host name has no address"));
		}
	}

	/**
	 * Connects to one address after the other.
	 * @param behind the server to reach through a proxy at these addresses, {@code null}
	 * when they are the server's own
	 */
	private void connect(List<InetAddress> addresses, int port, int index, @Nullable InetSocketAddress behind) {
		if (this.result.isDone()) {
			return;
		}
		long left = this.timeoutNanos - (System.nanoTime() - this.startedAt);
		int share = (int) Math.min(Integer.MAX_VALUE,
				Math.max(1, TimeUnit.NANOSECONDS.toMillis(left) / (addresses.size() - index)));
		InetSocketAddress target = new InetSocketAddress(addresses.get(index), port);
		this.stage = "connecting to " + ((behind != null) ? "proxy " : "") + target;
		this.current = bootstrap(share, target, behind).connect((behind != null) ? behind : target);
		this.current.addListener((ChannelFuture future) -> {
			if (future.isSuccess()) {
				reach(future.channel(), (behind != null) ? behind : target);
			}
			else if (index + 1 < addresses.size()) {
				connect(addresses, port, index + 1, behind);
			}
			else {
				cancel((behind != null) ? throughProxy(future.cause()) : future.cause());
			}
		});
	}

	private Bootstrap bootstrap(int timeoutMillis, InetSocketAddress target, @Nullable InetSocketAddress behind) {
		Bootstrap bootstrap = new Bootstrap().group(this.loop)
			.channel(this.io.channelType())
			.disableResolver()
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis)
			.handler((behind != null) ? viaProxy(target) : this.initializer);
		this.network.sockets().applyTo(bootstrap);
		return bootstrap;
	}

	private ChannelHandler viaProxy(InetSocketAddress target) {
		return new ChannelInitializer<>() {

			@Override
			protected void initChannel(Channel channel) {
				channel.pipeline().addLast(ConnectAttempt.this.initializer);
				if (ConnectAttempt.this.proxy != null) {
					ConnectAttempt.this.proxy.addTo(channel, target);
				}
			}

		};
	}

	private void reach(Channel channel, InetSocketAddress target) {
		if (this.proxy == null) {
			secure(channel, target);
			return;
		}
		this.stage = "waiting for proxy " + this.proxy + " to reach " + target;
		SocksProxy.reached(channel).addListener((Future<Channel> reached) -> {
			if (reached.isSuccess()) {
				secure(channel, target);
			}
			else {
				channel.close();
				cancel(throughProxy(reached.cause()));
			}
		});
	}

	private IOException throughProxy(Throwable failure) {
		String text = (failure.getMessage() != null) ? failure.getMessage() : failure.toString();
		return new IOException("not through proxy " + this.proxy + ": " + text, failure);
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
