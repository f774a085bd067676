package io.github.rocketmqlite.client;

import java.util.List;

/**
 * Which servers answered a client just now.
 *
 * @param clientId the client that asked
 * @param nameServers every configured name server
 * @param brokers every broker that holds a topic this client uses
 */
public record ClientStatus(String clientId, List<Peer> nameServers, List<Peer> brokers) {

	public ClientStatus {
		nameServers = List.copyOf(nameServers);
		brokers = List.copyOf(brokers);
	}

	/**
	 * Whether this client can work: a name server answers, and a broker too if any is
	 * known.
	 */
	public boolean isUsable() {
		return this.nameServers.stream().anyMatch(Peer::reachable)
				&& (this.brokers.isEmpty() || this.brokers.stream().anyMatch(Peer::reachable));
	}

	/**
	 * One server.
	 *
	 * @param name the broker's name, or the address again for a name server
	 * @param address {@code host:port}
	 * @param reachable whether it answered in time
	 * @param problem why not; empty when it did
	 */
	public record Peer(String name, String address, boolean reachable, String problem) {
	}

}
