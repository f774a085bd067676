package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.SendVetoException;
import io.github.rocketmqlite.internal.codec.command.SendMessageResponse;
import io.github.rocketmqlite.producer.SendInterceptor;
import io.github.rocketmqlite.producer.SendReport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the interceptors see of one send. Collects the attempts, which happen on event
 * loops, and tells of them when the send has ended, on a thread that may run the
 * application's code.
 * <p>
 * Threading: thread-safe.
 */
final class SendHooks implements TracedSend {

	/** Of a send that nobody looks at. */
	static final SendHooks NONE = new SendHooks(List.of(), List.of(), "", "", Mode.SYNC);

	private static final Logger logger = LoggerFactory.getLogger(SendHooks.class);

	private final List<SendInterceptor> interceptors;

	/** Those of the messages, if these are the hooks of a batch. */
	private final List<SendHooks> members;

	private final String group;

	private final String messageId;

	private final Mode mode;

	private final Instant startedAt = Instant.now();

	private final long started = System.nanoTime();

	private final Map<Object, Object> attributes;

	private final Queue<SendReport.Attempt> attempts = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile @Nullable Message message;

	private volatile boolean half;

	private volatile @Nullable SendMessageResponse response;

	private SendHooks(List<SendInterceptor> interceptors, List<SendHooks> members, String group, String messageId,
			Mode mode) {
		this.interceptors = interceptors;
		this.members = members;
		this.group = group;
		this.messageId = messageId;
		this.mode = mode;
		this.attributes = interceptors.isEmpty() ? Map.of() : new ConcurrentHashMap<>(4);
	}

	static SendHooks of(List<SendInterceptor> interceptors, String group, String messageId, Mode mode) {
		return interceptors.isEmpty() ? NONE : new SendHooks(interceptors, List.of(), group, messageId, mode);
	}

	/**
	 * The hooks of a batch: nobody sees it, but its attempts are those of its messages.
	 */
	static SendHooks ofBatch(List<Send> messages) {
		List<SendHooks> members = messages.stream().map(Send::hooks).filter((hooks) -> !hooks.isNone()).toList();
		return members.isEmpty() ? NONE : new SendHooks(List.of(), members, "", "", Mode.ASYNC);
	}

	boolean isNone() {
		return this.interceptors.isEmpty();
	}

	/**
	 * Lets the interceptors see and replace the message.
	 * @throws SendVetoException when one of them refuses it; the end has been told then
	 */
	Message before(Message original) {
		if (isNone()) {
			return original;
		}
		Message current = original;
		this.message = current;
		for (SendInterceptor interceptor : this.interceptors) {
			current = before(interceptor, current);
			this.message = current;
		}
		return current;
	}

	private Message before(SendInterceptor interceptor, Message current) {
		try {
			Message next = interceptor.beforeSend(current, this);
			if (next != null) {
				return next;
			}
			logger.warn("Interceptor {} returned no message in place of {}, which is sent as it was", interceptor,
					this.messageId);
		}
		catch (SendVetoException veto) {
			ended(null, veto);
			throw veto;
		}
		catch (Exception | LinkageError ex) {
			logger.warn("Interceptor {} failed before message {} to topic {} was sent", interceptor, this.messageId,
					current.topic(), ex);
		}
		return current;
	}

	/**
	 * Notes that this is the half message of a transaction.
	 */
	void half() {
		if (!isNone()) {
			this.half = true;
		}
	}

	void attempted(MessageQueue queue, @Nullable String address, long startedNanos,
			@Nullable SendMessageResponse answer, @Nullable RocketException failure) {
		for (SendHooks member : this.members) {
			member.attempted(queue, address, startedNanos, answer, failure);
		}
		if (!isNone()) {
			if (answer != null) {
				this.response = answer;
			}
			Duration duration = Duration.ofNanos(System.nanoTime() - startedNanos);
			this.attempts.add(new SendReport.Attempt(this.attempts.size() + 1, queue, address, duration,
					(answer != null) ? answer.status() : null, failure));
		}
	}

	/**
	 * Tells the interceptors of the end, once.
	 */
	void ended(@Nullable SendResult result, @Nullable RuntimeException failure) {
		Message sent = this.message;
		if (sent == null || !this.ended.compareAndSet(false, true)) {
			return;
		}
		SendReport report = new SendReport(sent, List.copyOf(this.attempts),
				Duration.ofNanos(System.nanoTime() - this.started), result, failure);
		for (int i = this.interceptors.size() - 1; i >= 0; i--) {
			SendInterceptor interceptor = this.interceptors.get(i);
			try {
				interceptor.afterSend(this, report);
			}
			catch (Exception | LinkageError ex) {
				logger.warn("Interceptor {} failed after message {} to topic {} was sent", interceptor, this.messageId,
						sent.topic(), ex);
			}
		}
	}

	@Override
	public String group() {
		return this.group;
	}

	@Override
	public String messageId() {
		return this.messageId;
	}

	@Override
	public Mode mode() {
		return this.mode;
	}

	@Override
	public Instant startedAt() {
		return this.startedAt;
	}

	@Override
	public boolean isHalf() {
		return this.half;
	}

	@Override
	public boolean isTraced() {
		SendMessageResponse answer = this.response;
		return answer == null || answer.traced();
	}

	@Override
	public @Nullable String region() {
		SendMessageResponse answer = this.response;
		return (answer != null) ? answer.region() : null;
	}

	@Override
	public @Nullable Object attribute(Object key) {
		return this.attributes.get(key);
	}

	@Override
	public void attribute(Object key, @Nullable Object value) {
		if (value == null) {
			this.attributes.remove(key);
		}
		else {
			this.attributes.put(key, value);
		}
	}

}
