package io.github.rocketmqlite.spring.listener.adapter;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;

/**
 * Reads the result of methods that end later than they return: a {@link CompletionStage},
 * or a reactive type such as {@code Mono} and {@code Flux} if Reactor or another library
 * that Spring knows is there.
 * <p>
 * Threading: thread-safe, stateless.
 */
abstract class LaterResults {

	private static final boolean REACTIVE = ClassUtils.isPresent("org.reactivestreams.Publisher",
			LaterResults.class.getClassLoader());

	/**
	 * How to read the results of methods with this return type; {@code null} when they
	 * are there at once.
	 */
	static @Nullable LaterResults of(Class<?> returnType) {
		if (CompletionStage.class.isAssignableFrom(returnType)) {
			return new OfStage();
		}
		return REACTIVE ? Reactive.find(returnType) : null;
	}

	/**
	 * The result of one call.
	 */
	abstract CompletionStage<?> read(Object returned);

	/**
	 * Whether there may be more values than one.
	 */
	abstract boolean isMultiValue();

	private static final class OfStage extends LaterResults {

		@Override
		CompletionStage<?> read(Object returned) {
			return (CompletionStage<?>) returned;
		}

		@Override
		boolean isMultiValue() {
			return false;
		}

	}

	/**
	 * Loaded only if reactive streams are there.
	 */
	private static final class Reactive extends LaterResults {

		private final ReactiveAdapter adapter;

		Reactive(ReactiveAdapter adapter) {
			this.adapter = adapter;
		}

		static @Nullable LaterResults find(Class<?> returnType) {
			ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(returnType);
			return (adapter != null) ? new Reactive(adapter) : null;
		}

		@Override
		CompletionStage<?> read(Object returned) {
			PublisherEnd end = new PublisherEnd(!this.adapter.isMultiValue());
			this.adapter.toPublisher(returned).subscribe(end);
			return end.result();
		}

		@Override
		boolean isMultiValue() {
			return this.adapter.isMultiValue();
		}

	}

}
