package io.github.rocketmqlite.internal.remoting;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;

/**
 * Lays out the pipeline of each new channel. TLS is in front of everything that reads or
 * writes frames, so that nothing passes it by.
 * <p>
 * Threading: stateless; called on event loops.
 */
final class ChannelPipelineInitializer extends ChannelInitializer<Channel> {

	/**
	 * What servers allow as well; the answers to heartbeats keep used connections open.
	 */
	private static final Duration IDLE_LIMIT = Duration.ofMinutes(2);

	private final String address;

	private final ServerAddress target;

	private final ConnectionSettings settings;

	private final InFlightHandler.Owner owner;

	ChannelPipelineInitializer(String address, ServerAddress target, ConnectionSettings settings,
			InFlightHandler.Owner owner) {
		this.address = address;
		this.target = target;
		this.settings = settings;
		this.owner = owner;
	}

	@Override
	protected void initChannel(Channel channel) {
		RemotingOptions options = this.settings.options();
		channel.pipeline().addLast(new ByteCounter(this.settings.counters()));
		TlsEngines tls = options.security().tls();
		if (tls != null) {
			SslHandler handler = new SslHandler(tls.newEngine(this.settings.listedAddress(this.address), this.target));
			// the deadline of the whole connect attempt ends the handshake
			handler.setHandshakeTimeoutMillis(0);
			channel.pipeline().addLast(handler);
		}
		channel.pipeline()
			.addLast(new IdleStateHandler(IDLE_LIMIT.toSeconds(), 0, 0, TimeUnit.SECONDS))
			.addLast(new FrameDecoder(this.address, options.maxFrameBytes(), options.limits()))
			.addLast(new InFlightHandler(this.address, options.headerFormat(), this.settings.handler(), this.owner,
					this.settings.counters().lateAnswers()));
	}

}
