package io.github.rocketmqlite.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/**
 * One client's connection through a {@link FaultProxy}: pumps bytes both ways, asking for
 * the mode at each chunk. When either side ends, both are closed.
 * <p>
 * Threading: one thread for each direction; closed by any thread.
 */
final class ProxiedConnection {

	private static final int CHUNK = 64 * 1024;

	private final FaultProxy proxy;

	private final Socket client;

	private final Socket target;

	ProxiedConnection(FaultProxy proxy, Socket client, Socket target) {
		this.proxy = proxy;
		this.client = client;
		this.target = target;
	}

	boolean connect(InetSocketAddress address, int timeoutMillis) {
		try {
			this.target.connect(address, timeoutMillis);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Pumps requests on the calling thread, and answers on another, until the end.
	 */
	void start() {
		if (this.target.isConnected()) {
			Daemons.start("proxy-answers", () -> pump(this.target, this.client, false));
		}
		pump(this.client, this.target, true);
	}

	private void pump(Socket from, Socket to, boolean requests) {
		try {
			pumpUntilEnd(from.getInputStream(), to, requests);
		}
		catch (IOException ex) {
			// one side is gone, or the connection was cut
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			close();
		}
	}

	private void pumpUntilEnd(InputStream input, Socket to, boolean requests) throws IOException, InterruptedException {
		byte[] chunk = new byte[CHUNK];
		FaultMode counted = this.proxy.mode();
		long passed = 0;
		RewrittenAnswers rewritten = new RewrittenAnswers();
		while (true) {
			this.proxy.awaitReading(this);
			int length = input.read(chunk);
			this.proxy.awaitReading(this);
			FaultMode mode = this.proxy.mode();
			if (length < 0) {
				return;
			}
			if (mode != counted) {
				counted = mode;
				passed = 0;
			}
			TimeUnit.NANOSECONDS.sleep(mode.delay().toNanos());
			if (mode.kind() == FaultMode.Kind.SILENT || !this.target.isConnected()) {
				continue;
			}
			if (!requests && (mode.rewritesAnswers() || rewritten.hasPart())) {
				to.getOutputStream().write(rewritten.rewrite(mode, chunk, length));
				continue;
			}
			int allowed = (int) Math.min(length, mode.limit(requests) - passed);
			OutputStream output = to.getOutputStream();
			output.write(chunk, 0, allowed);
			output.flush();
			passed += allowed;
			if (passed == mode.limit(requests)) {
				return;
			}
		}
	}

	boolean isOpen() {
		return !this.client.isClosed();
	}

	void close() {
		try (this.client; this.target) {
			// closed by the resources' end
		}
		catch (IOException ex) {
			// closed all the same
		}
		this.proxy.ended(this);
	}

}
