package io.github.rocketmqlite.internal.session;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.github.rocketmqlite.internal.codec.command.FingerprintHeartbeat;
import io.github.rocketmqlite.internal.codec.command.HeartbeatRequest;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.RemotingClient;

/**
 * Sends heartbeats with fingerprints, and without subscriptions where the broker has
 * confirmed the same ones over the same connection: what a broker knows of a client ends
 * with its connection, so every new one begins in full.
 * <p>
 * Threading: thread-safe.
 */
final class CompactHeartbeats {

	private final RemotingClient brokers;

	/** One object for each connection; another one takes its place when that is lost. */
	private final Map<String, Confirmed> confirmed = new ConcurrentHashMap<>();

	CompactHeartbeats(RemotingClient brokers) {
		this.brokers = brokers;
	}

	/**
	 * Sends a heartbeat.
	 * @return the broker's version
	 */
	CompletableFuture<Integer> tell(String address, HeartbeatRequest heartbeat, Deadline deadline) {
		Confirmed known = this.confirmed.computeIfAbsent(address, (key) -> new Confirmed());
		int fingerprint = FingerprintHeartbeat.fingerprint(heartbeat);
		return send(address, new FingerprintHeartbeat(heartbeat, fingerprint, known.fingerprint == fingerprint), known,
				deadline);
	}

	/**
	 * The connection to a broker is gone, and with it what that knew.
	 */
	void forget(String address) {
		this.confirmed.remove(address);
	}

	private CompletableFuture<Integer> send(String address, FingerprintHeartbeat request, Confirmed known,
			Deadline deadline) {
		return this.brokers.call(address, request, deadline).thenCompose((answer) -> {
			known.fingerprint = answer.isConfirmed() ? request.fingerprint() : 0;
			boolean lost = this.confirmed.get(address) != known;
			if (request.withoutSubscriptions() && (lost || !answer.isConfirmed())) {
				// a new connection, a new broker or a neighbour that says something else
				return send(address, new FingerprintHeartbeat(request.heartbeat(), request.fingerprint(), false),
						this.confirmed.computeIfAbsent(address, (key) -> new Confirmed()), deadline);
			}
			return CompletableFuture.completedFuture(answer.version());
		});
	}

	/**
	 * What a broker has confirmed over one connection; zero for nothing.
	 */
	private static final class Confirmed {

		private volatile int fingerprint;

	}

}
