package io.github.rocketmqlite.client;

/**
 * Tells which credentials count now, so that keys change without a restart. Asked for
 * every request: keep the credentials at hand and fetch new ones in the background. As
 * long as the same object is returned, the keys are prepared once only.
 * <p>
 * A request for which the provider throws does not leave.
 * <p>
 * Threading: called on any thread, the client's I/O threads among them; must not block.
 */
@FunctionalInterface
public interface CredentialsProvider {

	Credentials credentials();

}
