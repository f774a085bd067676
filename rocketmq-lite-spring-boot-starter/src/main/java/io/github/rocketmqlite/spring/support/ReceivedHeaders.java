package io.github.rocketmqlite.spring.support;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.github.rocketmqlite.ReceivedMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.MessageHeaders;

/**
 * The headers of a received message, collected when they are asked for: most listeners
 * want the payload only, and the headers cost more than everything else on the way to
 * them.
 * <p>
 * Threading: thread-safe; two threads may collect the same headers.
 */
final class ReceivedHeaders extends MessageHeaders {

	private static final long serialVersionUID = 1L;

	private final transient ReceivedMessage message;

	private final transient Supplier<Map<String, Object>> collector;

	private transient volatile @Nullable Collected collected;

	/**
	 * Makes headers of which nothing is collected yet.
	 * @param message what they are of
	 * @param collector collects them
	 */
	ReceivedHeaders(ReceivedMessage message, Supplier<Map<String, Object>> collector) {
		super(null, ID_VALUE_NONE, -1L);
		this.message = message;
		this.collector = collector;
	}

	private Collected all() {
		Collected known = this.collected;
		if (known == null) {
			known = new Collected(this.collector.get());
			this.collected = known;
		}
		return known;
	}

	@Override
	protected Map<String, Object> getRawHeaders() {
		return all().getRawHeaders();
	}

	@Override
	public @Nullable Object get(Object key) {
		// all that converters ask for
		if (this.collected == null && CONTENT_TYPE.equals(key)) {
			return this.message.property(CONTENT_TYPE);
		}
		return all().get(key);
	}

	@Override
	public <T> @Nullable T get(Object key, Class<T> type) {
		return all().get(key, type);
	}

	@Override
	public boolean containsKey(Object key) {
		return all().containsKey(key);
	}

	@Override
	public boolean containsValue(Object value) {
		return all().containsValue(value);
	}

	@Override
	public Set<Map.Entry<String, Object>> entrySet() {
		return all().entrySet();
	}

	@Override
	public Set<String> keySet() {
		return all().keySet();
	}

	@Override
	public Collection<Object> values() {
		return all().values();
	}

	@Override
	public int size() {
		return all().size();
	}

	@Override
	public boolean isEmpty() {
		return all().isEmpty();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || all().equals((other instanceof ReceivedHeaders headers) ? headers.all() : other);
	}

	@Override
	public int hashCode() {
		return all().hashCode();
	}

	@Override
	public String toString() {
		return all().toString();
	}

	private Object writeReplace() {
		return all();
	}

	/**
	 * Headers without an id and a time of their own: making them up is expensive, and the
	 * message has both already.
	 */
	static final class Collected extends MessageHeaders {

		private static final long serialVersionUID = 1L;

		Collected(Map<String, Object> headers) {
			super(headers, ID_VALUE_NONE, -1L);
		}

		@Override
		protected Map<String, Object> getRawHeaders() {
			return super.getRawHeaders();
		}

	}

}
