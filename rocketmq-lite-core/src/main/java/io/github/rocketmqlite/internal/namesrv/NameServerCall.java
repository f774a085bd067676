package io.github.rocketmqlite.internal.namesrv;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ResponseCode;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.Elapsed;
import org.jspecify.annotations.Nullable;

/**
 * One question to the name servers, on its way through them. The first answer counts;
 * servers that are still silent then are not waited for.
 * <p>
 * Threading: thread-safe by one lock, under which nothing is called.
 *
 * @param <R> the answer
 */
final class NameServerCall<R> {

	private static final long SILENCE_MILLIS = 300;

	private final NameServers nameServers;

	private final Request<R> request;

	private final Deadline deadline;

	private final long startedAt = System.nanoTime();

	private final CompletableFuture<R> result = new CompletableFuture<>();

	private final ReentrantLock lock = new ReentrantLock();

	private final Queue<String> untried;

	private final Map<String, Throwable> failures = new LinkedHashMap<>();

	private int unanswered;

	NameServerCall(NameServers nameServers, Request<R> request, Deadline deadline) {
		this.nameServers = nameServers;
		this.request = request;
		this.deadline = deadline;
		this.untried = new ArrayDeque<>(nameServers.inOrder());
	}

	CompletableFuture<R> start() {
		askNext();
		return this.result;
	}

	private void askNext() {
		String address = takeUntried();
		if (address == null || this.result.isDone()) {
			return;
		}
		Future<?> race = raceAfterSilence();
		this.nameServers.callOne(address, this.request, this.deadline).whenComplete((answer, failure) -> {
			if (race != null) {
				race.cancel(false);
			}
			if (failure == null) {
				answered(address, answer);
			}
			else {
				failed(address, Blocking.unwrap(failure));
			}
		});
	}

	private @Nullable String takeUntried() {
		this.lock.lock();
		try {
			String address = this.untried.poll();
			if (address != null) {
				this.unanswered++;
			}
			return address;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Future<?> raceAfterSilence() {
		this.lock.lock();
		try {
			return this.untried.isEmpty() ? null
					: this.nameServers.timer().schedule(this::askNext, SILENCE_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			return null;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void answered(String address, R answer) {
		preferIfFirst(address);
		this.result.complete(answer);
	}

	private void failed(String address, Throwable failure) {
		if (isAnswer(failure)) {
			if (failure instanceof BrokerException) {
				preferIfFirst(address);
			}
			this.result.completeExceptionally(failure);
		}
		else if (isLast(address, failure)) {
			this.result.completeExceptionally(allFailed());
		}
		else {
			askNext();
		}
	}

	// before the result is there, so that its receiver asks the same server next
	private void preferIfFirst(String address) {
		if (!this.result.isDone()) {
			this.nameServers.prefer(address);
		}
	}

	private static boolean isAnswer(Throwable failure) {
		if (failure instanceof BrokerException refusal) {
			return refusal.responseCode().map(NameServerCall::isFinal).orElse(true);
		}
		return failure instanceof ClientClosedException || !(failure instanceof RocketException);
	}

	// the other refusals tell about the server, not about what was asked: a name server
	// that has just started, for example, answers SYSTEM_ERROR until it is ready
	private static boolean isFinal(ResponseCode code) {
		return switch (code) {
			case SYSTEM_ERROR, SYSTEM_BUSY, SERVICE_NOT_AVAILABLE, GO_AWAY -> false;
			default -> true;
		};
	}

	private boolean isLast(String address, Throwable failure) {
		this.lock.lock();
		try {
			this.failures.put(address, failure);
			this.unanswered--;
			return this.unanswered == 0 && this.untried.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	private Throwable allFailed() {
		Throwable first = this.failures.values().iterator().next();
		if (this.failures.size() == 1) {
			return first;
		}
		String causes = this.failures.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + " (" + entry.getValue().getMessage() + ")")
			.collect(Collectors.joining(", "));
		String message = this.request.name() + " failed at every name server after " + Elapsed.since(this.startedAt)
				+ ": " + causes;
		Outcome outcome = this.failures.values().stream().anyMatch(NameServerCall::isUnknown) ? Outcome.UNKNOWN
				: Outcome.NOT_SENT;
		boolean timedOut = this.failures.values().stream().anyMatch(RocketTimeoutException.class::isInstance);
		RocketException failure = timedOut ? new RocketTimeoutException(message, outcome, first)
				: new RocketConnectionException(message, outcome, first);
		this.failures.values().stream().skip(1).forEach(failure::addSuppressed);
		return failure;
	}

	private static boolean isUnknown(Throwable failure) {
		return failure instanceof RocketException known && known.outcome() == Outcome.UNKNOWN;
	}

}
