package io.github.rocketmqlite.internal.remoting;

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

	/** Neither signatures nor TLS. */
	public static final RemotingSecurity NONE = new RemotingSecurity(RequestSigner.NONE, null);

}
