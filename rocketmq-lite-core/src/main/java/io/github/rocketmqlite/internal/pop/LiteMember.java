package io.github.rocketmqlite.internal.pop;

import java.util.concurrent.CompletableFuture;

/**
 * Who pops lite topics, as brokers know it.
 */
public interface LiteMember {

	/**
	 * The name under which it subscribes and pops.
	 */
	String liteClientId();

	/**
	 * Makes the member known to all brokers, each of which must agree. Does not throw.
	 */
	CompletableFuture<Boolean> enter();

	/**
	 * Says farewell to all brokers; never fails.
	 */
	CompletableFuture<Boolean> leave();

	/**
	 * Tells a broker all lite topics that are wanted, because it may not know them. Does
	 * not throw.
	 */
	CompletableFuture<Boolean> introduce(String brokerName);

}
