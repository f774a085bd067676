package io.github.rocketmqlite.internal.remoting;

import java.io.IOException;
import java.security.cert.CertificateException;

import javax.net.ssl.SSLException;

import io.netty.handler.ssl.NotSslRecordException;

/**
 * Why a TLS handshake failed, in words that name the cause.
 * <p>
 * Threading: stateless.
 */
final class TlsFailure {

	private static final int DEEPEST = 16;

	private TlsFailure() {
	}

	static IOException of(Throwable failure) {
		return new SSLException("the TLS handshake failed: " + reason(failure), failure);
	}

	private static String reason(Throwable failure) {
		Throwable deepest = failure;
		for (int i = 0; i < DEEPEST && deepest.getCause() != null; i++) {
			deepest = deepest.getCause();
			if (deepest instanceof NotSslRecordException) {
				break;
			}
		}
		if (deepest instanceof NotSslRecordException) {
			return "the server does not speak TLS";
		}
		String text = text(deepest);
		if (deepest instanceof CertificateException) {
			return "the server's certificate is refused: " + text;
		}
		if (failure instanceof SSLException && failure.getMessage() != null) {
			return (deepest != failure) ? failure.getMessage() + " (" + text + ")" : text;
		}
		return "the server closed the connection (" + text + "); perhaps it does not speak TLS";
	}

	private static String text(Throwable failure) {
		String name = failure.getClass().getSimpleName();
		return (failure.getMessage() != null) ? name + ": " + failure.getMessage() : name;
	}

}
