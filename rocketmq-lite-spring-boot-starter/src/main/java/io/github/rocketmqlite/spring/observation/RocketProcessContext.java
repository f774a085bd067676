package io.github.rocketmqlite.spring.observation;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.consumer.ConsumeCall;
import io.github.rocketmqlite.consumer.ConsumeResult;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import org.jspecify.annotations.Nullable;

/**
 * A call of a listener that is observed. The carrier is the message, whose user
 * properties hold the trace of its sender; a batch has many senders and goes on with none
 * of their traces.
 * <p>
 * Threading: used by the thread that calls the listener and the one that ends the call.
 */
public class RocketProcessContext extends ReceiverContext<ReceivedMessage> {

	private final ObservedClient client;

	private final ConsumeCall call;

	private volatile @Nullable ConsumeResult result;

	private volatile @Nullable String listenerId;

	public RocketProcessContext(ObservedClient client, ConsumeCall call) {
		super((carrier, name) -> (call.messages().size() == 1) ? carrier.property(name) : null, Kind.CONSUMER);
		this.client = client;
		this.call = call;
		setCarrier(call.messages().get(0));
		setRemoteServiceName("rocketmq");
	}

	public ObservedClient client() {
		return this.client;
	}

	public ConsumeCall call() {
		return this.call;
	}

	/**
	 * How the call ended; {@code null} until then.
	 */
	public @Nullable ConsumeResult result() {
		return this.result;
	}

	void ended(ConsumeResult ended) {
		this.result = ended;
	}

	/**
	 * The id of the listener, as soon as it is known.
	 */
	public @Nullable String listenerId() {
		return this.listenerId;
	}

	void handledBy(String id) {
		this.listenerId = id;
	}

}
