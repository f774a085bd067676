package io.github.rocketmqlite.spring.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.github.rocketmqlite.spring.listener.ListenerConfigurationException;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Knows all listener containers, starts them after the web server and stops them before
 * it, so that no message arrives while requests are still drained. Containers are no
 * beans: ask here for them by id.
 * <p>
 * Containers start one after the other and stop all at the same time. A restart, as after
 * a pause of the application context, starts those that ran before.
 * <p>
 * Threading: thread-safe; changes exclude each other.
 */
public final class RocketListenerEndpointRegistry implements SmartLifecycle, DisposableBean {

	/**
	 * Behind the web server's phases, so that containers start last and stop first.
	 */
	public static final int PHASE = Integer.MAX_VALUE - 100;

	private static final Logger logger = LoggerFactory.getLogger(RocketListenerEndpointRegistry.class);

	private final ReentrantLock lock = new ReentrantLock();

	private final List<Registration> registrations = new CopyOnWriteArrayList<>();

	private final List<Consumer<RocketMessageListenerContainer>> watchers = new CopyOnWriteArrayList<>();

	private final Executor stopExecutor = new SimpleAsyncTaskExecutor("rocketmq-lite-stop-");

	private volatile boolean running;

	// guarded by the lock
	private boolean held;

	/**
	 * Adds a listener to the container of its consumer group, which is made for the first
	 * one of the group; the container starts when this registry runs already, and is
	 * restarted when it has run without the listener.
	 * @throws IllegalStateException naming both listeners when the id is taken or when
	 * two of one group contradict each other
	 */
	public void register(RocketListenerEndpoint endpoint, RocketListenerContainerFactory factory) {
		this.lock.lock();
		try {
			requireFreeId(endpoint);
			RocketMessageListenerContainer container = factory.createContainer(List.of(endpoint));
			Registration group = find(container, endpoint, factory);
			if (group != null) {
				group.add(endpoint);
				return;
			}
			this.registrations.add(new Registration(container, endpoint, factory));
			this.watchers.forEach((watcher) -> watcher.accept(container));
			if (this.running && !this.held && container.isAutoStartup()) {
				container.start();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void requireFreeId(RocketListenerEndpoint added) {
		String id = added.settings().id();
		for (Registration registration : this.registrations) {
			for (RocketListenerEndpoint other : registration.endpoints) {
				if (other.settings().id().equals(id)) {
					throw new ListenerConfigurationException("Two listeners have the id '" + id + "': "
							+ other.description() + " and " + added.description());
				}
			}
		}
	}

	/** The same group of another client is another group. */
	private @Nullable Registration find(RocketMessageListenerContainer added, RocketListenerEndpoint endpoint,
			RocketListenerContainerFactory factory) {
		for (Registration registration : this.registrations) {
			RocketMessageListenerContainer container = registration.container;
			if (container.getGroup().equals(added.getGroup()) && container.getClient() == added.getClient()) {
				if (registration.factory != factory) {
					throw new ListenerConfigurationException("Two listeners of the consumer group '" + added.getGroup()
							+ "' have different container factories: " + registration.endpoints.get(0).description()
							+ " and " + endpoint.description() + ". A group is one consumer");
				}
				return registration;
			}
		}
		return null;
	}

	/**
	 * Calls the watcher with every container, those that are registered later included.
	 */
	public void forEachContainer(Consumer<RocketMessageListenerContainer> watcher) {
		this.lock.lock();
		try {
			this.watchers.add(watcher);
			getContainers().forEach(watcher);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The container of the listener with this id, or {@code null}. Listeners of one
	 * consumer group have the same one.
	 */
	public @Nullable RocketMessageListenerContainer getContainer(String id) {
		return getContainers().stream()
			.filter((container) -> container.getListenerIds().contains(id))
			.findFirst()
			.orElse(null);
	}

	/**
	 * All containers, in the order they were registered.
	 */
	public Collection<RocketMessageListenerContainer> getContainers() {
		return this.registrations.stream().map((registration) -> registration.container).toList();
	}

	@Override
	public void start() {
		this.lock.lock();
		try {
			if (!this.running) {
				this.running = true;
				if (!this.held) {
					startRegistered();
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Keeps containers from starting with this registry, until {@link #release()}.
	 */
	public void hold() {
		this.lock.lock();
		try {
			this.held = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Starts what was kept from starting; later starts wait no more.
	 */
	public void release() {
		this.lock.lock();
		try {
			boolean waiting = this.held;
			this.held = false;
			if (waiting && this.running) {
				startRegistered();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void startRegistered() {
		try {
			this.registrations.stream()
				.filter((registration) -> registration.startsWithRegistry)
				.forEach((registration) -> registration.container.start());
		}
		catch (RuntimeException ex) {
			// the context gives up now; what has started must not live on
			stopAll().join();
			this.running = false;
			throw ex;
		}
	}

	@Override
	public void stop() {
		stopRemembering().join();
	}

	@Override
	public void stop(Runnable callback) {
		CompletableFuture<?> unused = stopRemembering().whenComplete((nothing, error) -> callback.run());
	}

	private CompletableFuture<Void> stopRemembering() {
		this.lock.lock();
		try {
			if (this.running) {
				if (!this.held) {
					this.registrations.forEach(Registration::remember);
				}
				this.running = false;
			}
			return stopAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private CompletableFuture<Void> stopAll() {
		return CompletableFuture.allOf(this.registrations.stream()
			.map((registration) -> CompletableFuture.runAsync(registration::stop, this.stopExecutor))
			.toArray(CompletableFuture[]::new));
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * Stops what still runs when the context closes without having been started fully.
	 */
	@Override
	public void destroy() {
		stopAll().join();
	}

	/**
	 * One container, the listeners it serves, and whether the next start includes it.
	 */
	private static final class Registration {

		private final RocketMessageListenerContainer container;

		private final RocketListenerContainerFactory factory;

		// guarded by the registry's lock
		private List<RocketListenerEndpoint> endpoints;

		// guarded by the registry's lock
		private boolean startsWithRegistry;

		Registration(RocketMessageListenerContainer container, RocketListenerEndpoint endpoint,
				RocketListenerContainerFactory factory) {
			this.container = container;
			this.endpoints = List.of(endpoint);
			this.factory = factory;
			this.startsWithRegistry = container.isAutoStartup();
		}

		void add(RocketListenerEndpoint endpoint) {
			List<RocketListenerEndpoint> more = new ArrayList<>(this.endpoints);
			more.add(endpoint);
			this.container.reconfigure(this.factory.createContainer(more).getProperties());
			this.endpoints = List.copyOf(more);
			if (endpoint.settings().autoStartup() != null) {
				this.startsWithRegistry = this.container.isAutoStartup();
			}
		}

		void remember() {
			this.startsWithRegistry = this.container.isRunning();
		}

		void stop() {
			try {
				this.container.stop();
			}
			catch (RuntimeException ex) {
				logger.warn("Listener '{}' did not stop cleanly", this.container.getId(), ex);
			}
		}

	}

}
