package io.github.rocketmqlite.internal.remoting;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * How the sockets of connections are set up.
 * <p>
 * Threading: immutable.
 *
 * @param noDelay whether small writes leave at once
 * @param keepAlive whether the system probes idle connections
 * @param sendBufferBytes the size of the system's send buffer, 0 for its own choice
 * @param receiveBufferBytes the size of the system's receive buffer, 0 for its own choice
 * @param writeResumeBytes how little must be left unwritten until more is accepted
 * @param writePauseBytes from how many unwritten bytes on nothing more is accepted
 * @param localAddress the address of this machine that connections come from;
 * {@code null} for the system's choice
 */
public record SocketSettings(boolean noDelay, boolean keepAlive, int sendBufferBytes, int receiveBufferBytes,
		int writeResumeBytes, int writePauseBytes, @Nullable InetAddress localAddress) {

	public static final SocketSettings DEFAULT = new SocketSettings(true, false, 0, 0, 512 * 1_024, 1_024 * 1_024,
			null);

	/**
	 * Reads an IPv4 or IPv6 address, without asking for names.
	 * @return the address, or {@code null} when the text is none
	 */
	public static @Nullable InetAddress literal(String text) {
		if (!NetUtil.isValidIpV4Address(text) && !NetUtil.isValidIpV6Address(text)) {
			return null;
		}
		try {
			return InetAddress.getByName(text);
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	void applyTo(Bootstrap bootstrap) {
		bootstrap.option(ChannelOption.TCP_NODELAY, this.noDelay)
			.option(ChannelOption.SO_KEEPALIVE, this.keepAlive)
			.option(ChannelOption.WRITE_BUFFER_WATER_MARK,
					new WriteBufferWaterMark(this.writeResumeBytes, this.writePauseBytes));
		if (this.sendBufferBytes > 0) {
			bootstrap.option(ChannelOption.SO_SNDBUF, this.sendBufferBytes);
		}
		if (this.receiveBufferBytes > 0) {
			bootstrap.option(ChannelOption.SO_RCVBUF, this.receiveBufferBytes);
		}
		if (this.localAddress != null) {
			bootstrap.localAddress(new InetSocketAddress(this.localAddress, 0));
		}
	}

}
