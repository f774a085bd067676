package io.github.rocketmqlite.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.apache.rocketmq.remoting.protocol.RemotingCommand;

/**
 * One client's connection to a {@link ScriptedBroker}: reads its frames one by one and
 * applies the script's reply to each request.
 * <p>
 * Threading: one reader thread; frames are written whole under a lock, by any thread.
 */
final class ScriptedConnection {

	private static final byte[] NO_BODY = {};

	private final Socket socket;

	private final Function<ScriptedBroker.Request, Reply> script;

	private final ReentrantLock writing = new ReentrantLock();

	ScriptedConnection(Socket socket, Function<ScriptedBroker.Request, Reply> script) {
		this.socket = socket;
		this.script = script;
	}

	void start(Runnable onEnd) {
		Daemons.start("scripted-connection", () -> {
			try {
				read();
			}
			finally {
				close();
				onEnd.run();
			}
		});
	}

	private void read() {
		try {
			InputStream input = this.socket.getInputStream();
			for (RemotingCommand frame = Frames.read(input); frame != null; frame = Frames.read(input)) {
				ScriptedBroker.Request request = request(frame);
				this.script.apply(request).apply(request, this);
			}
		}
		catch (IOException ex) {
			// the client, the script or the test has ended the connection
		}
	}

	private static ScriptedBroker.Request request(RemotingCommand frame) {
		Map<String, String> ext = (frame.getExtFields() != null) ? frame.getExtFields() : Map.of();
		byte[] body = (frame.getBody() != null) ? frame.getBody() : NO_BODY;
		return new ScriptedBroker.Request(frame.getCode(), ext, body, frame.getOpaque(), frame.isOnewayRPC(),
				frame.isResponseType());
	}

	void send(byte[] bytes) {
		this.writing.lock();
		try {
			OutputStream output = this.socket.getOutputStream();
			output.write(bytes);
			output.flush();
		}
		catch (IOException ex) {
			// the client has gone: what it misses is part of the test
		}
		finally {
			this.writing.unlock();
		}
	}

	void later(Duration delay, Runnable action) {
		CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS).execute(action);
	}

	void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			// it is closed all the same
		}
	}

}
