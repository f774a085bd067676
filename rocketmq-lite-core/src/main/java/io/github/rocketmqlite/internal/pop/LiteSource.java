package io.github.rocketmqlite.internal.pop;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.github.rocketmqlite.internal.pop.Popping.Catch;
import io.github.rocketmqlite.internal.remoting.Blocking;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages of lite topics. The only way to learn of them is a pop that waits at the
 * broker and takes them. One waits for each wish; receives share what it brings, and what
 * nobody takes at once, because the receive that asked has ended, is given back.
 * <p>
 * Threading: thread-safe.
 */
final class LiteSource implements PopSource {

	private static final Logger logger = LoggerFactory.getLogger(LiteSource.class);

	private static final Duration PAUSE = Duration.ofMillis(500);

	private final LiteMember member;

	private final PopCalls calls;

	private final PopSorting sorting;

	private final Leases leases;

	private final LitePolls polls;

	private final Map<Wish, CompletableFuture<Offer>> asked = new ConcurrentHashMap<>();

	LiteSource(LiteMember member, PopCalls calls, PopSorting sorting, Leases leases) {
		this.member = member;
		this.calls = calls;
		this.sorting = sorting;
		this.leases = leases;
		this.polls = new LitePolls(member, (late) -> giveBack(HeldMessage.of(late)));
	}

	@Override
	public CompletableFuture<Catch> pop(Wish wish) {
		return poll(wish, Duration.ZERO);
	}

	private CompletableFuture<Catch> poll(Wish wish, Duration wait) {
		PopTarget target = wish.target();
		return this.polls.poll(target.brokerName(),
				() -> this.calls
					.popLite(target, this.member.liteClientId(), wish.maxMessages(), wish.invisibleTime(), wait)
					// the invisible time begins at the end of the wait
					.thenApply((response) -> this.sorting.caught(target, response, System.nanoTime())));
	}

	@Override
	public CompletableFuture<Offer> next(Wish wish, Duration longest) {
		CompletableFuture<Offer> mine = new CompletableFuture<>();
		CompletableFuture<Offer> shared = this.asked.putIfAbsent(wish, mine);
		if (shared != null) {
			return shared;
		}
		Duration wait = (longest.compareTo(Popping.LITE_POLL) < 0) ? longest : Popping.LITE_POLL;
		poll(wish, wait).handle((caught, failure) -> answered(wish, caught, failure))
			.thenCompose((step) -> step)
			.thenAccept((offer) -> {
				this.asked.remove(wish, mine);
				mine.complete(offer);
				// receives that wait have taken it within the call
				giveBack(offer.take());
			});
		return mine;
	}

	private CompletableFuture<Offer> answered(Wish wish, @Nullable Catch caught, @Nullable Throwable failure) {
		if (caught != null) {
			return CompletableFuture.completedFuture(new Offer(HeldMessage.of(caught)));
		}
		logger.debug("Waiting for messages of {} failed: {}", wish.target(),
				(failure != null) ? Blocking.unwrap(failure).getMessage() : "no answer");
		return this.calls.after(PAUSE).thenApply((elapsed) -> Offer.NOTHING);
	}

	private void giveBack(List<HeldMessage> messages) {
		messages.forEach(this.leases::giveBack);
	}

	@Override
	public void end() {
		this.polls.end();
	}

}
