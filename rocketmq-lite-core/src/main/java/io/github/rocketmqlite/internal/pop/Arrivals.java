package io.github.rocketmqlite.internal.pop;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.github.rocketmqlite.internal.codec.command.NotificationRequest;
import io.github.rocketmqlite.internal.remoting.Blocking;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits at the brokers for something to pop. All receives of a consumer share one
 * question to each target, so that waiting costs a broker little, and a message is made
 * invisible only when somebody is there to take it.
 * <p>
 * Threading: thread-safe.
 */
final class Arrivals {

	private static final Logger logger = LoggerFactory.getLogger(Arrivals.class);

	private static final Duration POLL = Duration.ofSeconds(15);

	/** The time between two questions when the broker does not hold them. */
	private static final Duration PAUSE = Duration.ofMillis(500);

	private final PopCalls calls;

	private final Map<PopTarget, CompletableFuture<Boolean>> asked = new ConcurrentHashMap<>();

	Arrivals(PopCalls calls) {
		this.calls = calls;
	}

	/**
	 * Completes when a target should be looked at again: with true when the broker says
	 * that there is something. Never fails.
	 */
	CompletableFuture<Boolean> next(PopTarget target) {
		CompletableFuture<Boolean> mine = new CompletableFuture<>();
		CompletableFuture<Boolean> shared = this.asked.putIfAbsent(target, mine);
		if (shared != null) {
			return shared;
		}
		this.calls.awaitArrival(target, POLL)
			.handle((answer, failure) -> answered(target, answer, failure))
			.thenCompose((step) -> step)
			.whenComplete((arrived, unexpected) -> {
				this.asked.remove(target, mine);
				mine.complete(unexpected == null && arrived);
			});
		return mine;
	}

	private CompletableFuture<Boolean> answered(PopTarget target, NotificationRequest.@Nullable Answer answer,
			@Nullable Throwable failure) {
		if (answer != null && !answer.pollingFull()) {
			return CompletableFuture.completedFuture(answer.hasMessage());
		}
		logger.debug("Waiting for messages of {} failed: {}", target,
				(failure != null) ? Blocking.unwrap(failure).getMessage() : "too many wait at the broker");
		return this.calls.after(PAUSE).thenApply((elapsed) -> false);
	}

}
