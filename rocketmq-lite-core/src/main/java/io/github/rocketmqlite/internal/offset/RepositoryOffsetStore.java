package io.github.rocketmqlite.internal.offset;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.consumer.OffsetRepository;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a consumer's offsets in a repository, all of them at once: one save at a time,
 * and whoever asks meanwhile shares the next one. Offsets of queues that went away stay,
 * because the queues may come back.
 * <p>
 * Threading: confined to the timer, which it never blocks; a thread of its own saves, and
 * ends when it has nothing to do.
 */
public final class RepositoryOffsetStore implements OffsetStore {

	private static final Logger logger = LoggerFactory.getLogger(RepositoryOffsetStore.class);

	private static final Duration REPEAT_DELAY = Duration.ofMillis(100);

	private static final long IDLE_SECONDS = 10;

	private final String group;

	private final OffsetRepository repository;

	private final ScheduledExecutorService timer;

	private final ExecutorService writer;

	private final Map<MessageQueue, Long> offsets;

	private final Set<Tracked> tracked = ConcurrentHashMap.newKeySet();

	private final ScheduledFuture<?> reports;

	private boolean changed;

	private boolean saving;

	private boolean failing;

	/** Those who asked for a save while another one was under way. */
	private @Nullable CompletableFuture<Boolean> next;

	private RepositoryOffsetStore(String group, OffsetRepository repository, Map<MessageQueue, Long> loaded,
			ScheduledExecutorService timer, Duration commitInterval) {
		this.group = group;
		this.repository = repository;
		this.timer = timer;
		this.offsets = new ConcurrentHashMap<>(loaded);
		this.writer = writer(group);
		long millis = commitInterval.toMillis();
		this.reports = timer.scheduleWithFixedDelay(this::saveChanged, millis, millis, TimeUnit.MILLISECONDS);
	}

	/**
	 * Loads what the repository has, on the calling thread, and takes the repository
	 * over.
	 * @throws RocketException when it cannot be loaded; the repository is closed then
	 */
	public static RepositoryOffsetStore open(String group, OffsetRepository repository, ScheduledExecutorService timer,
			Duration commitInterval) {
		try {
			return new RepositoryOffsetStore(group, repository, repository.load(), timer, commitInterval);
		}
		catch (Exception ex) {
			close(repository);
			throw new RocketException(
					"The offsets of group " + group + " cannot be loaded from " + repository + ": " + ex.getMessage(),
					Outcome.NOT_SENT, ex);
		}
	}

	private static ExecutorService writer(String group) {
		ThreadPoolExecutor writer = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS,
				// one save and the closing
				new LinkedBlockingQueue<>(2), (task) -> {
					Thread thread = new Thread(task, "rocketmq-lite-offsets-" + group);
					thread.setDaemon(true);
					return thread;
				});
		writer.allowCoreThreadTimeOut(true);
		return writer;
	}

	@Override
	public CompletableFuture<OptionalLong> read(MessageQueue queue, Deadline deadline) {
		Long offset = this.offsets.get(queue);
		return CompletableFuture.completedFuture((offset != null) ? OptionalLong.of(offset) : OptionalLong.empty());
	}

	@Override
	public TrackedOffset track(MessageQueue queue, OptionalLong committed, LongSupplier position) {
		Tracked begun = new Tracked(queue, committed.orElse(-1), position);
		this.tracked.add(begun);
		return begun;
	}

	private void saveChanged() {
		if (!this.saving && collect()) {
			save();
		}
	}

	/** Returns whether there is anything that the repository does not have. */
	private boolean collect() {
		this.tracked.forEach(Tracked::collect);
		return this.changed;
	}

	private CompletableFuture<Boolean> save() {
		if (this.next == null) {
			this.next = new CompletableFuture<>();
		}
		CompletableFuture<Boolean> asked = this.next;
		if (!this.saving) {
			begin(asked);
		}
		return asked;
	}

	private void begin(CompletableFuture<Boolean> asked) {
		this.next = null;
		if (!collect()) {
			asked.complete(true);
			return;
		}
		this.saving = true;
		this.changed = false;
		Map<MessageQueue, Long> all = Map.copyOf(this.offsets);
		CompletableFuture.supplyAsync(() -> write(all), this.writer)
			.whenCompleteAsync((failure, unexpected) -> written(asked, (unexpected != null) ? unexpected : failure),
					this.timer);
	}

	private @Nullable Throwable write(Map<MessageQueue, Long> all) {
		try {
			this.repository.save(all);
			return null;
		}
		catch (Exception ex) {
			return ex;
		}
	}

	private void written(CompletableFuture<Boolean> asked, @Nullable Throwable failure) {
		this.saving = false;
		if (failure != null) {
			this.changed = true;
			report(failure);
		}
		else {
			this.failing = false;
		}
		asked.complete(failure == null);
		CompletableFuture<Boolean> waiting = this.next;
		if (waiting != null && !this.saving) {
			begin(waiting);
		}
	}

	private void report(Throwable failure) {
		if (this.failing) {
			logger.debug("Offsets of group {} still cannot be saved: {}", this.group, failure.getMessage());
		}
		else {
			this.failing = true;
			logger.warn("Offsets of group {} could not be saved in {} and are kept in memory: {}", this.group,
					this.repository, failure.toString());
		}
	}

	@Override
	public CompletableFuture<@Nullable Void> close() {
		this.reports.cancel(false);
		CompletableFuture<@Nullable Void> closed = CompletableFuture.runAsync(() -> close(this.repository),
				this.writer);
		this.writer.shutdown();
		return closed.exceptionally((failure) -> null);
	}

	private static void close(OffsetRepository repository) {
		try {
			repository.close();
		}
		catch (Exception ex) {
			logger.warn("{} could not be closed", repository, ex);
		}
	}

	/**
	 * One queue during one epoch.
	 */
	private final class Tracked implements TrackedOffset {

		private final MessageQueue queue;

		private final LongSupplier position;

		private long known;

		private boolean ended;

		private Tracked(MessageQueue queue, long known, LongSupplier position) {
			this.queue = queue;
			this.known = known;
			this.position = position;
		}

		private void collect() {
			long now = this.position.getAsLong();
			if (now > this.known) {
				this.known = now;
				RepositoryOffsetStore.this.offsets.put(this.queue, now);
				RepositoryOffsetStore.this.changed = true;
			}
		}

		@Override
		public CompletableFuture<Boolean> commit(Deadline deadline) {
			if (this.ended) {
				return CompletableFuture.completedFuture(false);
			}
			return save().thenComposeAsync((saved) -> {
				if (saved || deadline.remaining().compareTo(REPEAT_DELAY) <= 0) {
					return CompletableFuture.completedFuture(saved);
				}
				CompletableFuture<Boolean> again = new CompletableFuture<>();
				RepositoryOffsetStore.this.timer.schedule(
						() -> commit(deadline)
							.whenComplete((later, failure) -> again.complete(failure == null && later)),
						REPEAT_DELAY.toMillis(), TimeUnit.MILLISECONDS);
				return again;
			}, RepositoryOffsetStore.this.timer);
		}

		@Override
		public void markUnconfirmed() {
			// what was saved stays saved, whatever happens to brokers
		}

		@Override
		public CompletableFuture<@Nullable Void> end() {
			this.ended = true;
			RepositoryOffsetStore.this.tracked.remove(this);
			return CompletableFuture.completedFuture(null);
		}

	}

}
