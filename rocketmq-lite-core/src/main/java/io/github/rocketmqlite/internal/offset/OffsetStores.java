package io.github.rocketmqlite.internal.offset;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.consumer.OffsetOptions;
import io.github.rocketmqlite.consumer.OffsetRepository;

/**
 * Makes the offset store that the options ask for.
 * <p>
 * Threading: stateless; may read files on the calling thread.
 */
public final class OffsetStores {

	private OffsetStores() {
	}

	/**
	 * Makes a store.
	 * @param options where the offsets are kept
	 * @param broadcasting whether the group's members all read all queues, so that the
	 * brokers cannot keep their offsets
	 * @param group the consumer group
	 * @param brokers the way to the masters
	 * @param timer runs the reports and confines the tracked offsets
	 * @param requestTimeout the most time one report may take
	 * @param commitInterval the time between two reports
	 * @throws RocketException when offsets are there but cannot be loaded
	 */
	public static OffsetStore of(OffsetOptions options, boolean broadcasting, String group, MasterCalls brokers,
			ScheduledExecutorService timer, Duration requestTimeout, Duration commitInterval) {
		OffsetRepository repository = options.repository();
		Path directory = options.directory();
		if (repository == null && directory == null && !broadcasting) {
			return new BrokerOffsetStore(group, brokers, timer, requestTimeout, commitInterval);
		}
		if (repository == null) {
			repository = file((directory != null) ? directory : defaultDirectory(), group);
		}
		return RepositoryOffsetStore.open(group, repository, timer, commitInterval);
	}

	private static OffsetFile file(Path directory, String group) {
		try {
			return OffsetFile.open(directory, group);
		}
		catch (IOException ex) {
			throw new RocketException(
					"The offset file of group " + group + " in " + directory + " cannot be used: " + ex.getMessage(),
					Outcome.NOT_SENT, ex);
		}
	}

	private static Path defaultDirectory() {
		return Path.of(System.getProperty("user.home", "."), ".rocketmq-lite", "offsets");
	}

}
