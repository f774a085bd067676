package io.github.rocketmqlite.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a client is doing and has done, at one moment. Counters begin with the client and
 * only grow; they are read one after the other, so they may differ by what happened
 * meanwhile.
 * <p>
 * Threading: immutable.
 *
 * @param connections how many connections, to name servers and brokers, are in which
 * state: idle, connecting, ready or backoff
 * @param inFlightRequests requests that have not ended
 * @param requests how many requests ended in which way
 * @param lateAnswers answers that came too late, twice or unasked
 * @param sendRetries attempts to send that were not the first of their send
 * @param bytesIn bytes received
 * @param bytesOut bytes handed to the sockets
 * @param pendingSends the budget of unfinished sends
 * @param cachedConsumerBytes bytes of received messages that consumers hold
 * @param routeAges how long ago a name server last confirmed the route of each topic in
 * use
 * @param avoidedBrokers the brokers that producers avoid, by name, and for how much
 * longer at least
 * @param lateReplies replies to requests for which nobody waited any more
 * @param droppedTraces records of the message trace that were not kept or sent
 * @param servers what is known of the servers themselves
 * @param members the producers and consumers that are open
 */
public record RocketClientStats(Map<String, Integer> connections, int inFlightRequests, List<RequestCount> requests,
		long lateAnswers, long sendRetries, long bytesIn, long bytesOut, PendingSends pendingSends,
		long cachedConsumerBytes, Map<String, Duration> routeAges, Map<String, Duration> avoidedBrokers,
		long lateReplies, long droppedTraces, Servers servers, List<Member> members) {

	public RocketClientStats {
		connections = Map.copyOf(connections);
		requests = List.copyOf(requests);
		members = List.copyOf(members);
		routeAges = Map.copyOf(routeAges);
		avoidedBrokers = Map.copyOf(avoidedBrokers);
	}

	/**
	 * How many connections are in a state.
	 */
	public int connections(String state) {
		return this.connections.getOrDefault(state, 0);
	}

	/**
	 * How many requests of a kind ended in a way.
	 */
	public long requests(String request, String outcome) {
		return this.requests.stream()
			.filter((count) -> count.request().equals(request) && count.outcome().equals(outcome))
			.mapToLong(RequestCount::count)
			.sum();
	}

	/**
	 * A producer or consumer, as brokers know it.
	 *
	 * @param role {@code producer} or {@code consumer}
	 * @param group its group
	 * @param topics the topics that a consumer subscribes to, its retry topic among them
	 */
	public record Member(String role, String group, Set<String> topics) {

		public Member {
			topics = Set.copyOf(topics);
		}

	}

	/**
	 * The requests of one kind that ended in one way.
	 *
	 * @param request the kind of request: {@code SendMessage}, {@code PullMessage},
	 * {@code Heartbeat}, {@code GetRoute} and so on
	 * @param outcome {@code success}, {@code refused}, {@code timeout},
	 * {@code disconnected}, {@code closed}, {@code invalid} or {@code cancelled}
	 * @param count how many
	 */
	public record RequestCount(String request, String outcome, long count) {
	}

	/**
	 * The budget of sends that have not ended.
	 *
	 * @param sends how many there are
	 * @param maxSends how many there may be
	 * @param bytes the bytes of their bodies
	 * @param maxBytes how many bytes there may be
	 * @param waits how often a send found no room at first
	 */
	public record PendingSends(int sends, int maxSends, long bytes, long maxBytes, long waits) {
	}

	/**
	 * What is known of the servers themselves.
	 *
	 * @param brokerVersions the release of each broker, by its address, as its last
	 * answer to a heartbeat gave it, for example {@code 5.3.2}
	 * @param malformedAnswers how often a connection was closed because of bytes that
	 * made no sense
	 * @param malformedPauses how often an address was avoided for 30 seconds because of
	 * five such connections within a minute
	 */
	public record Servers(Map<String, String> brokerVersions, long malformedAnswers, long malformedPauses) {

		/** Nothing is known, and nothing happened. */
		public static final Servers NONE = new Servers(Map.of(), 0, 0);

		public Servers {
			brokerVersions = Map.copyOf(brokerVersions);
		}

	}

}
