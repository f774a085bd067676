package io.github.rocketmqlite.benchmarks.comparison;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.SerializeType;
import org.jspecify.annotations.Nullable;

/**
 * One connection that writes frames as they are and hands answers back by their number,
 * with as few system calls as there can be: no more than a client can do.
 * <p>
 * Threading: thread-safe; answers are handed over on the event loop.
 */
final class RawConnection implements AutoCloseable {

	/** Behind the length, the header's length, code, language and version. */
	private static final int OPAQUE_AT = 13;

	private static final int MOST_FRAME_BYTES = 32 << 20;

	/** A power of two, and more than may be in flight. */
	private static final int SLOTS = 1 << 16;

	private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

	private final Queue<ByteBuf> outgoing = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final AtomicReferenceArray<@Nullable Consumer<ByteBuf>> waiting = new AtomicReferenceArray<>(SLOTS);

	private final AtomicInteger opaques = new AtomicInteger();

	private final Channel channel;

	private final Runnable drain = this::drain;

	RawConnection(int port) throws InterruptedException {
		this.channel = new Bootstrap().group(this.loop)
			.channel(EpollSocketChannel.class)
			.option(ChannelOption.TCP_NODELAY, true)
			.handler(new Pipeline())
			.connect("127.0.0.1", port)
			.sync()
			.channel();
	}

	/** A frame with a binary header, behind which the body stands last. */
	static byte[] frame(RemotingCommand command) {
		command.setSerializeTypeCurrentRPC(SerializeType.ROCKETMQ);
		return command.encode().array();
	}

	/**
	 * Sends a request.
	 * @param body leaves in place of the last bytes of the frame
	 * @param answered gets the answer, from its header's length on, on the event loop
	 */
	void call(byte[] frame, byte[] body, Consumer<ByteBuf> answered) {
		int opaque = this.opaques.incrementAndGet();
		this.waiting.set(opaque & (SLOTS - 1), answered);
		write(frame, body, opaque);
	}

	void sendOneway(byte[] frame, byte[] body) {
		write(frame, body, this.opaques.incrementAndGet());
	}

	private void write(byte[] frame, byte[] body, int opaque) {
		this.outgoing.add(this.channel.alloc()
			.ioBuffer(frame.length)
			.writeBytes(frame, 0, frame.length - body.length)
			.writeBytes(body)
			.setInt(OPAQUE_AT, opaque));
		if (this.scheduled.compareAndSet(false, true)) {
			this.channel.eventLoop().execute(this.drain);
		}
	}

	private void drain() {
		this.scheduled.set(false);
		ByteBuf frame = this.outgoing.poll();
		while (frame != null) {
			this.channel.write(frame, this.channel.voidPromise());
			frame = this.outgoing.poll();
		}
		this.channel.flush();
	}

	boolean isWritable() {
		return this.channel.isWritable();
	}

	@Override
	public void close() {
		this.channel.close();
		this.loop.shutdownGracefully();
	}

	private void answered(ByteBuf answer) {
		int slot = RawAnswer.opaque(answer) & (SLOTS - 1);
		@Nullable Consumer<ByteBuf> waits = this.waiting.getAndSet(slot, null);
		if (waits != null) {
			waits.accept(answer);
		}
	}

	/** Cuts the stream into frames and hands them over. */
	private final class Pipeline extends ChannelInitializer<Channel> {

		@Override
		protected void initChannel(Channel made) {
			made.pipeline()
				.addLast(new LengthFieldBasedFrameDecoder(MOST_FRAME_BYTES, 0, Integer.BYTES, 0, Integer.BYTES))
				.addLast(new SimpleChannelInboundHandler<ByteBuf>() {

					@Override
					protected void channelRead0(ChannelHandlerContext context, ByteBuf answer) {
						answered(answer);
					}

				});
		}

	}

}
