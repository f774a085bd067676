package io.github.rocketmqlite.internal.remoting;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.FrameCodec;
import io.netty.buffer.Unpooled;

/**
 * A server on loopback that does with each frame what a test says.
 */
public final class TinyServer implements AutoCloseable {

	private final ServerSocket listening;

	private final Script script;

	private final List<Peer> peers = new CopyOnWriteArrayList<>();

	private final AtomicInteger requests = new AtomicInteger();

	public TinyServer(Script script) throws IOException {
		this(script, 0);
	}

	public TinyServer(Script script, int port) throws IOException {
		this.script = script;
		this.listening = new ServerSocket();
		this.listening.setReuseAddress(true);
		this.listening.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
		thread(this::accept);
	}

	/** A server that sends each body back. */
	public static TinyServer echoing() throws IOException {
		return new TinyServer((frame, peer) -> peer
			.send(Frames.answer(frame.opaque(), new String(frame.bodyBytes(), StandardCharsets.UTF_8))));
	}

	/** A server that reads and says nothing. */
	public static TinyServer silent() throws IOException {
		return new TinyServer((frame, peer) -> {
		});
	}

	/** An address on which nobody listens. */
	public static String refusing() throws IOException {
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return "127.0.0.1:" + free.getLocalPort();
		}
	}

	public String address() {
		return "127.0.0.1:" + port();
	}

	public int port() {
		return this.listening.getLocalPort();
	}

	/** How many connections were ever accepted. */
	public int accepted() {
		return this.peers.size();
	}

	/** How many frames were ever received. */
	public int requests() {
		return this.requests.get();
	}

	public void cut() {
		this.peers.forEach(Peer::close);
	}

	@Override
	public void close() {
		try {
			this.listening.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		cut();
	}

	private void accept() {
		while (!this.listening.isClosed()) {
			try {
				Peer peer = new Peer(this.listening.accept());
				this.peers.add(peer);
				thread(() -> serve(peer));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void serve(Peer peer) {
		try {
			DataInputStream in = new DataInputStream(new BufferedInputStream(peer.socket.getInputStream()));
			while (true) {
				byte[] bytes = in.readNBytes(in.readInt());
				Frame frame = FrameCodec.decode(Unpooled.wrappedBuffer(bytes), "client");
				this.requests.incrementAndGet();
				this.script.onFrame(frame, peer);
			}
		}
		catch (IOException | UncheckedIOException ex) {
			peer.close();
		}
	}

	private static void thread(Runnable task) {
		Thread thread = new Thread(task, "tiny-server");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * What happens when a frame arrives.
	 */
	@FunctionalInterface
	public interface Script {

		void onFrame(Frame frame, Peer peer);

	}

	/**
	 * One connected client.
	 */
	public static final class Peer {

		private final Socket socket;

		private Peer(Socket socket) {
			this.socket = socket;
		}

		public void send(byte[] bytes) {
			try {
				OutputStream out = this.socket.getOutputStream();
				out.write(bytes);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		/** Whether neither side has closed the connection. */
		public boolean isOpen() {
			return !this.socket.isClosed();
		}

		public void close() {
			try {
				this.socket.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
