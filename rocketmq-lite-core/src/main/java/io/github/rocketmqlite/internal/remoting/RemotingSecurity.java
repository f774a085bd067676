package io.github.rocketmqlite.internal.remoting;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * How connections prove who they are and keep others from listening.
 * <p>
 * Threading: immutable.
 *
 * @param signer signs requests
 * @param tls makes TLS engines; with it no connection is ever used in plaintext
 */
public record RemotingSecurity(RequestSigner signer, @Nullable TlsEngines tls) {

	private static final int SHORTEST_TLS_RECORD = 5;

	/** Neither signatures nor TLS. */
	public static final RemotingSecurity NONE = new RemotingSecurity(RequestSigner.NONE, null);

	public RemotingSecurity {
		if (tls != null) {
			loadTlsClasses();
		}
	}

	// they read random numbers when they are initialized; an event loop must not do that
	private static void loadTlsClasses() {
		ByteBuf noTls = Unpooled.wrappedBuffer(new byte[SHORTEST_TLS_RECORD]);
		SslHandler.isEncrypted(noTls, false);
		noTls.release();
	}

}
