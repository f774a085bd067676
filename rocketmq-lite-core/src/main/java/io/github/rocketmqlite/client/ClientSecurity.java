package io.github.rocketmqlite.client;

import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;

import io.github.rocketmqlite.internal.remoting.AclSigner;
import io.github.rocketmqlite.internal.remoting.RemotingSecurity;
import io.github.rocketmqlite.internal.remoting.RequestSigner;
import io.github.rocketmqlite.internal.remoting.SigningKey;
import org.jspecify.annotations.Nullable;

/**
 * The client's credentials and TLS material in the form that connections need.
 * <p>
 * Threading: thread-safe.
 */
final class ClientSecurity {

	private final @Nullable CredentialsProvider credentials;

	private final @Nullable TlsContext tls;

	/**
	 * Loads what is needed for TLS.
	 * @throws IllegalArgumentException naming the file that cannot be used
	 */
	ClientSecurity(@Nullable CredentialsProvider credentials, @Nullable TlsOptions tls) {
		this.credentials = credentials;
		this.tls = (tls != null) ? new TlsContext(tls) : null;
	}

	/**
	 * What the connections of the client use.
	 * @param brokers the known brokers' addresses, by name
	 */
	RemotingSecurity remoting(Supplier<Map<String, ? extends Collection<String>>> brokers) {
		RequestSigner signer = (this.credentials != null) ? signer(this.credentials) : RequestSigner.NONE;
		TlsContext context = this.tls;
		return new RemotingSecurity(signer,
				(context != null) ? (address, target) -> context.newEngine(address, target, brokers.get()) : null);
	}

	static RequestSigner signer(CredentialsProvider credentials) {
		return new AclSigner(new KeySource(credentials));
	}

	void reloadTls() {
		if (this.tls == null) {
			throw new IllegalStateException("The client was built without TLS");
		}
		this.tls.reload();
	}

	@Override
	public String toString() {
		return ((this.credentials != null) ? "signed requests" : "unsigned requests") + ", "
				+ ((this.tls != null) ? "TLS" : "no TLS");
	}

	/**
	 * Prepares the keys of credentials when the provider returns other ones than before.
	 */
	private static final class KeySource implements Supplier<SigningKey> {

		private final CredentialsProvider provider;

		private volatile @Nullable Prepared last;

		KeySource(CredentialsProvider provider) {
			this.provider = provider;
		}

		@Override
		public SigningKey get() {
			Credentials now = this.provider.credentials();
			if (now == null) {
				throw new IllegalStateException("The credentials provider returned null");
			}
			Prepared known = this.last;
			if (known == null || known.credentials() != now) {
				known = new Prepared(now, new SigningKey(now.accessKey(), now.secretKey(), now.securityToken()));
				this.last = known;
			}
			return known.key();
		}

		private record Prepared(Credentials credentials, SigningKey key) {
		}

	}

}
