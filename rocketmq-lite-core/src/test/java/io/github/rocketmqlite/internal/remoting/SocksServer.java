package io.github.rocketmqlite.internal.remoting;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.socksx.v5.DefaultSocks5CommandResponse;
import io.netty.handler.codec.socksx.v5.DefaultSocks5InitialResponse;
import io.netty.handler.codec.socksx.v5.DefaultSocks5PasswordAuthResponse;
import io.netty.handler.codec.socksx.v5.Socks5AddressType;
import io.netty.handler.codec.socksx.v5.Socks5AuthMethod;
import io.netty.handler.codec.socksx.v5.Socks5CommandRequest;
import io.netty.handler.codec.socksx.v5.Socks5CommandRequestDecoder;
import io.netty.handler.codec.socksx.v5.Socks5CommandStatus;
import io.netty.handler.codec.socksx.v5.Socks5InitialRequest;
import io.netty.handler.codec.socksx.v5.Socks5InitialRequestDecoder;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthRequest;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthRequestDecoder;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthStatus;
import io.netty.handler.codec.socksx.v5.Socks5ServerEncoder;
import io.netty.util.ReferenceCountUtil;

/**
 * A SOCKS5 server on loopback: with or without a password, and able to say nothing.
 */
public final class SocksServer implements AutoCloseable {

	private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	private final Map<String, String> passwords;

	private final List<String> destinations = new CopyOnWriteArrayList<>();

	private final Channel listening;

	private volatile boolean silent;

	private SocksServer(Map<String, String> passwords) {
		this.passwords = passwords;
		this.listening = new ServerBootstrap().group(this.loops)
			.channel(NioServerSocketChannel.class)
			.childHandler(new ChannelInitializer<SocketChannel>() {

				@Override
				protected void initChannel(SocketChannel channel) {
					channel.pipeline()
						.addLast(Socks5ServerEncoder.DEFAULT, new Socks5InitialRequestDecoder(), new Negotiation());
				}

			})
			.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.syncUninterruptibly()
			.channel();
	}

	public static SocksServer open() {
		return new SocksServer(Map.of());
	}

	public static SocksServer withPassword(String user, String password) {
		return new SocksServer(Map.of(user, password));
	}

	/** Accepts connections from now on without a word. */
	public SocksServer fallSilent() {
		this.silent = true;
		return this;
	}

	public String address() {
		return "127.0.0.1:" + ((InetSocketAddress) this.listening.localAddress()).getPort();
	}

	/** Where clients wanted to go: {@code kind:host:port}. */
	public List<String> destinations() {
		return this.destinations;
	}

	@Override
	public void close() {
		this.listening.close().syncUninterruptibly();
		this.loops.shutdownGracefully(0, 5, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
	}

	/**
	 * What one client and the server say to each other before bytes are passed on.
	 */
	private final class Negotiation extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object message) {
			if (SocksServer.this.silent) {
				ReferenceCountUtil.release(message);
			}
			else if (message instanceof Socks5InitialRequest) {
				boolean password = !SocksServer.this.passwords.isEmpty();
				ctx.pipeline()
					.addFirst(password ? new Socks5PasswordAuthRequestDecoder() : new Socks5CommandRequestDecoder());
				ctx.writeAndFlush(new DefaultSocks5InitialResponse(
						password ? Socks5AuthMethod.PASSWORD : Socks5AuthMethod.NO_AUTH));
			}
			else if (message instanceof Socks5PasswordAuthRequest login) {
				boolean right = login.password().equals(SocksServer.this.passwords.get(login.username()));
				ctx.pipeline().addFirst(new Socks5CommandRequestDecoder());
				ctx.writeAndFlush(new DefaultSocks5PasswordAuthResponse(
						right ? Socks5PasswordAuthStatus.SUCCESS : Socks5PasswordAuthStatus.FAILURE));
			}
			else if (message instanceof Socks5CommandRequest command) {
				connect(ctx, command);
			}
		}

		private void connect(ChannelHandlerContext ctx, Socks5CommandRequest command) {
			String kind = command.dstAddrType().equals(Socks5AddressType.DOMAIN) ? "name" : "address";
			SocksServer.this.destinations.add(kind + ":" + command.dstAddr() + ":" + command.dstPort());
			// names lead to this machine, so that a test may invent them
			String host = command.dstAddrType().equals(Socks5AddressType.DOMAIN) ? "127.0.0.1" : command.dstAddr();
			ctx.channel().config().setAutoRead(false);
			new Bootstrap().group(ctx.channel().eventLoop())
				.channel(NioSocketChannel.class)
				.handler(new Relay(ctx.channel()))
				.connect(host, command.dstPort())
				.addListener((ChannelFuture reached) -> {
					Socks5CommandStatus status = reached.isSuccess() ? Socks5CommandStatus.SUCCESS
							: Socks5CommandStatus.CONNECTION_REFUSED;
					ctx.writeAndFlush(new DefaultSocks5CommandResponse(status, Socks5AddressType.IPv4))
						.addListener((done) -> {
							if (!reached.isSuccess()) {
								ctx.close();
								return;
							}
							ctx.pipeline().remove(Socks5CommandRequestDecoder.class);
							ctx.pipeline().remove(Socks5ServerEncoder.class);
							ctx.pipeline().replace(this, "relay", new Relay(reached.channel()));
							ctx.channel().config().setAutoRead(true);
						});
				});
		}

	}

	/**
	 * Passes bytes on to the other side, and its end.
	 */
	private static final class Relay extends ChannelInboundHandlerAdapter {

		private final Channel other;

		Relay(Channel other) {
			this.other = other;
		}

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object message) {
			this.other.writeAndFlush(message);
		}

		@Override
		public void channelInactive(ChannelHandlerContext ctx) {
			this.other.close();
		}

	}

}
