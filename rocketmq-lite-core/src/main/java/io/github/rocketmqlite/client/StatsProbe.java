package io.github.rocketmqlite.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

import io.github.rocketmqlite.client.RocketClientStats.Member;
import io.github.rocketmqlite.client.RocketClientStats.PendingSends;
import io.github.rocketmqlite.client.RocketClientStats.RequestCount;
import io.github.rocketmqlite.client.RocketClientStats.Servers;
import io.github.rocketmqlite.internal.consumer.ByteBudget;
import io.github.rocketmqlite.internal.namesrv.RouteTable;
import io.github.rocketmqlite.internal.producer.BrokerHealth;
import io.github.rocketmqlite.internal.producer.SendBudget;
import io.github.rocketmqlite.internal.remoting.RemotingClient;
import io.github.rocketmqlite.internal.session.BrokerVersion;
import io.github.rocketmqlite.internal.session.ClientSession;

/**
 * Collects the counters of a client's parts.
 * <p>
 * Threading: thread-safe.
 */
record StatsProbe(List<RemotingClient> remoting, RouteTable routes, SendBudget sends, LongAdder sendRetries,
		ByteBudget cached, ClientSession session, BrokerHealth health, long lateReplies, long droppedTraces) {

	RocketClientStats stats() {
		Map<String, Integer> connections = new TreeMap<>();
		List<RequestCount> requests = new ArrayList<>();
		int inFlight = 0;
		long lateAnswers = 0;
		long bytesIn = 0;
		long bytesOut = 0;
		long malformedAnswers = 0;
		long malformedPauses = 0;
		for (RemotingClient client : this.remoting) {
			client.forEachConnectionState((state) -> connections.merge(state, 1, Integer::sum));
			// a request goes to name servers or to brokers, so no kind is listed twice
			client.forEachRequest((request, outcome, count) -> requests
				.add(new RequestCount(request, outcome.name().toLowerCase(Locale.ROOT), count)));
			inFlight += client.pendingRequests();
			lateAnswers += client.lateAnswers();
			bytesIn += client.bytesIn();
			bytesOut += client.bytesOut();
			malformedAnswers += client.malformedAnswers();
			malformedPauses += client.malformedPauses();
		}
		PendingSends pending = new PendingSends(this.sends.pendingSends(), this.sends.maxSends(),
				this.sends.pendingBytes(), this.sends.maxBytes(), this.sends.waits());
		return new RocketClientStats(connections, inFlight, requests, lateAnswers, this.sendRetries.sum(), bytesIn,
				bytesOut, pending, this.cached.used(), this.routes.ages(), this.health.avoided(), this.lateReplies,
				this.droppedTraces, new Servers(brokerVersions(), malformedAnswers, malformedPauses), members());
	}

	private List<Member> members() {
		return this.session.members()
			.stream()
			.map((member) -> new Member(member.role().name().toLowerCase(Locale.ROOT), member.group(), member.topics()))
			.toList();
	}

	private Map<String, String> brokerVersions() {
		Map<String, String> versions = new TreeMap<>();
		this.session.brokerVersions().forEach((address, version) -> versions.put(address, BrokerVersion.text(version)));
		return versions;
	}

}
