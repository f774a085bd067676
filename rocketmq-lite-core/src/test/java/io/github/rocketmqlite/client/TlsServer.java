package io.github.rocketmqlite.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A server that does the TLS handshake, or none if it has no key, and keeps what it is
 * told without ever answering.
 */
final class TlsServer implements AutoCloseable {

	private final ServerSocket server;

	private final ByteArrayOutputStream received = new ByteArrayOutputStream();

	private volatile int handshakes;

	private volatile String peerName = "";

	private TlsServer(ServerSocket server) {
		this.server = server;
		Thread thread = new Thread(this::accept, "test-tls-server");
		thread.setDaemon(true);
		thread.start();
	}

	static TlsServer with(KeyStore keyStore, char[] password) throws GeneralSecurityException, IOException {
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(keyStore, password);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), null, null);
		SSLServerSocket socket = (SSLServerSocket) context.getServerSocketFactory()
			.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
		return new TlsServer(socket);
	}

	static TlsServer plaintext() throws IOException {
		return new TlsServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
	}

	String address() {
		return "127.0.0.1:" + this.server.getLocalPort();
	}

	int handshakes() {
		return this.handshakes;
	}

	/** The name that the last client asked for, empty for none. */
	String peerName() {
		return this.peerName;
	}

	byte[] received() {
		synchronized (this.received) {
			return this.received.toByteArray();
		}
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try (Socket socket = this.server.accept()) {
				socket.setSoTimeout(10_000);
				if (socket instanceof SSLSocket secure) {
					secure.startHandshake();
					this.peerName = ((javax.net.ssl.ExtendedSSLSession) secure.getSession()).getRequestedServerNames()
						.toString();
					this.handshakes++;
				}
				read(socket.getInputStream());
			}
			catch (IOException ex) {
				// the next client, please
			}
		}
	}

	private void read(InputStream in) throws IOException {
		byte[] buffer = new byte[4096];
		int count = in.read(buffer);
		while (count >= 0) {
			synchronized (this.received) {
				this.received.write(buffer, 0, count);
			}
			count = in.read(buffer);
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
