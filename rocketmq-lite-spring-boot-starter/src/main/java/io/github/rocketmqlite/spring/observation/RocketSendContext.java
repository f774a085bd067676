package io.github.rocketmqlite.spring.observation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReservedProperties;
import io.github.rocketmqlite.producer.SendInvocation;
import io.github.rocketmqlite.producer.SendReport;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/**
 * A send that is observed. The carrier holds the user properties that are added to the
 * message, so that the trace goes on where it is received.
 * <p>
 * Threading: used by the thread that sends, then by the one that ends the send.
 */
public class RocketSendContext extends SenderContext<Map<String, String>> {

	private final ObservedClient client;

	private final Message message;

	private final SendInvocation send;

	private volatile @Nullable SendReport report;

	public RocketSendContext(ObservedClient client, Message message, SendInvocation send) {
		super(RocketSendContext::set, Kind.PRODUCER);
		this.client = client;
		this.message = message;
		this.send = send;
		setCarrier(new LinkedHashMap<>());
		setRemoteServiceName("rocketmq");
	}

	/** What cannot be a property is left out: a trace must not cost a message. */
	private static void set(@Nullable Map<String, String> carrier, String name, @Nullable String value) {
		if (carrier != null && value != null && !value.isBlank() && !name.isBlank()
				&& !ReservedProperties.isReserved(name) && isPlain(name) && isPlain(value)) {
			carrier.put(name, value);
		}
	}

	private static boolean isPlain(String text) {
		return text.chars().noneMatch((character) -> character < ' ');
	}

	public ObservedClient client() {
		return this.client;
	}

	/**
	 * The message as the application sends it.
	 */
	public Message message() {
		return this.message;
	}

	public SendInvocation send() {
		return this.send;
	}

	/**
	 * How the send ended; {@code null} until then.
	 */
	public @Nullable SendReport report() {
		return this.report;
	}

	void ended(SendReport ended) {
		this.report = ended;
	}

	/** The message with the properties that carry the trace. */
	Message carrying() {
		Map<String, String> added = Objects.requireNonNull(getCarrier());
		return added.isEmpty() ? this.message : this.message.toBuilder().properties(added).build();
	}

}
