package io.github.rocketmqlite.client;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.github.rocketmqlite.internal.namesrv.NameServers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a resolver for the name servers again and again, sooner after a failure, and
 * passes on what it finds. While it fails the last list stays in use.
 * <p>
 * Threading: resolvers run on the one thread of this class, which ends with
 * {@link #close()}.
 */
final class NameServerDiscovery implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(NameServerDiscovery.class);

	private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

	private final NameServerResolver resolver;

	private final NameServers nameServers;

	private final Duration interval;

	private final Thread thread;

	private boolean failing;

	NameServerDiscovery(NameServerResolver resolver, NameServers nameServers, Duration interval) {
		this.resolver = resolver;
		this.nameServers = nameServers;
		this.interval = interval;
		this.thread = new Thread(this::run, "rocketmq-lite-discovery");
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	@Override
	public void close() {
		this.thread.interrupt();
	}

	private void run() {
		try {
			while (!Thread.currentThread().isInterrupted()) {
				boolean found = resolve();
				Duration pause = (found || this.interval.compareTo(AFTER_FAILURE) < 0) ? this.interval : AFTER_FAILURE;
				Thread.sleep(pause.toMillis());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			logger.debug("No more looking for name servers", ex);
		}
	}

	private boolean resolve() throws InterruptedException {
		try {
			List<String> found = NameServers.parse(String.join(";", this.resolver.resolve()));
			if (this.nameServers.update(found)) {
				logger.info("Name servers are {}, says {}", found, this.resolver);
			}
			this.failing = false;
			return true;
		}
		catch (IOException | RuntimeException ex) {
			report(ex);
			this.nameServers.unknown(ex);
			return false;
		}
	}

	private void report(Exception failure) {
		if (this.failing) {
			logger.debug("Name servers still cannot be found", failure);
			return;
		}
		this.failing = true;
		logger.warn("Name servers cannot be found, {} stay in use: {}", this.nameServers.addresses(),
				failure.toString());
	}

}
