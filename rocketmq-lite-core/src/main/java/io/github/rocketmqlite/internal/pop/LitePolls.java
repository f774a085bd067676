package io.github.rocketmqlite.internal.pop;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.rocketmqlite.internal.pop.Popping.Catch;
import io.github.rocketmqlite.internal.remoting.Blocking;

/**
 * The pops of lite topics, which wait at the brokers for messages. A broker that does not
 * know the member, or may have forgotten it because a pop failed, is told first what is
 * wanted. Pops that wait need not be waited for: what comes too late is given back.
 * <p>
 * Threading: thread-safe.
 */
final class LitePolls {

	private final LiteMember member;

	private final Consumer<Catch> giveBack;

	private final Set<String> knownTo = ConcurrentHashMap.newKeySet();

	private final Set<Poll> waiting = ConcurrentHashMap.newKeySet();

	private volatile boolean ended;

	/**
	 * Makes one that waits for nothing yet.
	 * @param giveBack gets what comes too late
	 */
	LitePolls(LiteMember member, Consumer<Catch> giveBack) {
		this.member = member;
		this.giveBack = giveBack;
	}

	CompletableFuture<Catch> poll(String brokerName, Supplier<CompletableFuture<Catch>> pop) {
		Poll poll = new Poll();
		this.waiting.add(poll);
		if (this.ended) {
			this.waiting.remove(poll);
			return CompletableFuture.completedFuture(Catch.NOTHING);
		}
		introduced(brokerName).thenCompose((known) -> pop.get()).whenComplete((caught, failure) -> {
			this.waiting.remove(poll);
			if (failure != null) {
				this.knownTo.remove(brokerName);
				poll.result.completeExceptionally(Blocking.unwrap(failure));
			}
			else if (!poll.result.complete(caught)) {
				this.giveBack.accept(caught);
			}
		});
		return poll.result;
	}

	private CompletableFuture<Boolean> introduced(String brokerName) {
		return this.knownTo.contains(brokerName) ? CompletableFuture.completedFuture(true)
				: this.member.introduce(brokerName).thenApply((done) -> this.knownTo.add(brokerName));
	}

	/** Waits no more; further pops bring nothing. */
	void end() {
		this.ended = true;
		this.waiting.forEach((poll) -> poll.result.complete(Catch.NOTHING));
	}

	/**
	 * One that waits.
	 */
	private static final class Poll {

		private final CompletableFuture<Catch> result = new CompletableFuture<>();

	}

}
