package io.github.rocketmqlite.internal.remoting;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the operating system's sockets.
 * <p>
 * Threading: immutable.
 */
record Transport(String name, IoHandlerFactory ioHandlers, Class<? extends Channel> channelType) {

	private static final Logger logger = LoggerFactory.getLogger(Transport.class);

	static Transport select(IoThreads.Kind kind) {
		return switch (kind) {
			case NIO -> nio();
			case EPOLL -> requireEpoll();
			case AUTO -> isEpollAvailable() ? EpollTransport.create() : nio();
		};
	}

	private static Transport nio() {
		return new Transport("nio", NioIoHandler.newFactory(), NioSocketChannel.class);
	}

	private static Transport requireEpoll() {
		if (!isEpollAvailable()) {
			throw new IllegalStateException(
					"Transport EPOLL needs Linux and the jars netty-transport-classes-epoll and "
							+ "netty-transport-native-epoll; use AUTO or NIO otherwise");
		}
		return EpollTransport.create();
	}

	// the epoll jars are optional, so even asking for them may fail to link
	private static boolean isEpollAvailable() {
		try {
			return EpollTransport.isAvailable();
		}
		catch (LinkageError ex) {
			logger.debug("No epoll transport: {}", ex.toString());
			return false;
		}
	}

	/**
	 * Keeps the optional classes out of the verification of the outer class.
	 */
	private static final class EpollTransport {

		static boolean isAvailable() {
			return Epoll.isAvailable();
		}

		static Transport create() {
			return new Transport("epoll", EpollIoHandler.newFactory(), EpollSocketChannel.class);
		}

	}

}
