package io.github.rocketmqlite.spring.autoconfigure;

import javax.net.ssl.SSLContext;

import io.github.rocketmqlite.client.Credentials;
import io.github.rocketmqlite.client.CredentialsProvider;
import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.client.RocketClientBuilder;
import io.github.rocketmqlite.client.TlsOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

import static io.github.rocketmqlite.spring.autoconfigure.PropertyChecks.invalid;

/**
 * Gives the client its credentials and its SSL bundle, and new certificates when the
 * bundle changes.
 * <p>
 * Threading: immutable.
 */
final class RocketSecurity {

	private final ClusterProperties properties;

	private final @Nullable CredentialsProvider provider;

	private final @Nullable SslBundles bundles;

	RocketSecurity(ClusterProperties properties, @Nullable CredentialsProvider provider, @Nullable SslBundles bundles) {
		this.properties = properties;
		this.provider = provider;
		this.bundles = bundles;
	}

	void applyTo(RocketClientBuilder builder, RocketConnectionDetails details) {
		builder.credentialsProvider((this.provider != null) ? this.provider : credentials());
		SslBundle given = details.getSslBundle();
		if (given != null) {
			builder.tls(TlsOptions.builder().sslContext(given::createSslContext).build());
			return;
		}
		SslProperties ssl = this.properties.getSsl();
		if (ssl.determineEnabled()) {
			TlsOptions.Builder tls = TlsOptions.builder().verifyHostNames(ssl.isVerifyHostNames());
			ssl.getExpectedHostNames().forEach(tls::expectedHostName);
			String bundle = ssl.getBundle();
			if (bundle != null) {
				SslBundles source = requireBundles(bundle);
				applyProtocols(bundle(source, bundle), bundle, tls);
				tls.sslContext(() -> context(source, bundle));
			}
			builder.tls(tls.build());
		}
	}

	private static SslBundle bundle(SslBundles source, String name) {
		try {
			return source.getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			throw invalid("ssl.bundle", name, "is not among the SSL bundles, which are " + source.getBundleNames()
					+ ": they are set up under 'spring.ssl.bundle.pem.<name>' or 'spring.ssl.bundle.jks.<name>'");
		}
		catch (RuntimeException ex) {
			throw unusable(name, ex);
		}
	}

	private static SSLContext context(SslBundles source, String name) {
		try {
			return source.getBundle(name).createSslContext();
		}
		catch (RuntimeException ex) {
			throw unusable(name, ex);
		}
	}

	private static InvalidConfigurationPropertyValueException unusable(String name, RuntimeException ex) {
		InvalidConfigurationPropertyValueException unusable = invalid("ssl.bundle", name,
				"cannot be used: " + ex.getMessage());
		unusable.initCause(ex);
		return unusable;
	}

	private static void applyProtocols(SslBundle bundle, String name, TlsOptions.Builder tls) {
		String[] protocols = bundle.getOptions().getEnabledProtocols();
		if (protocols == null) {
			return;
		}
		try {
			tls.protocols(protocols).build();
		}
		catch (IllegalArgumentException ex) {
			throw unusable(name, ex);
		}
	}

	/**
	 * Connections with the old certificates are replaced as soon as there are new ones.
	 */
	void reloadWithBundle(RocketClient client, RocketConnectionDetails details) {
		if (details.getSslBundle() != null) {
			return;
		}
		SslProperties ssl = this.properties.getSsl();
		String bundle = ssl.getBundle();
		if (ssl.determineEnabled() && bundle != null) {
			requireBundles(bundle).addBundleUpdateHandler(bundle, (updated) -> client.reloadTls());
		}
	}

	private SslBundles requireBundles(String bundle) {
		if (this.bundles == null) {
			throw invalid("ssl.bundle", bundle, "needs a bean of type SslBundles");
		}
		return this.bundles;
	}

	private @Nullable Credentials credentials() {
		String accessKey = this.properties.getAccessKey();
		String secretKey = this.properties.getSecretKey();
		String token = this.properties.getSecurityToken();
		if (accessKey == null && secretKey == null && token == null) {
			return null;
		}
		if (accessKey == null || accessKey.isBlank()) {
			throw invalid("access-key", "", "must not be blank when a secret key or security token is set");
		}
		if (secretKey == null || secretKey.isBlank()) {
			throw invalid("secret-key", "", "must not be blank when an access key is set");
		}
		// an empty token is what an unset placeholder leaves behind
		return (token == null || token.isBlank()) ? Credentials.of(accessKey, secretKey)
				: Credentials.of(accessKey, secretKey, token);
	}

}
