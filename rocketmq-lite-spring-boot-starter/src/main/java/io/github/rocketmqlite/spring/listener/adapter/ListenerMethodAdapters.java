package io.github.rocketmqlite.spring.listener.adapter;

import java.util.concurrent.CompletionStage;

import io.github.rocketmqlite.spring.listener.ListenerHandler;
import io.github.rocketmqlite.spring.support.RocketHeaderMapper;
import io.github.rocketmqlite.spring.support.RocketPayloadConverter;

import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * Chooses the adapter that fits a method.
 * <p>
 * Threading: thread-safe.
 */
public final class ListenerMethodAdapters {

	private final RocketPayloadConverter payloadConverter;

	private final RocketHeaderMapper headerMapper;

	private final ReplySender replies;

	public ListenerMethodAdapters(RocketPayloadConverter payloadConverter, RocketHeaderMapper headerMapper,
			ReplySender replies) {
		this.payloadConverter = payloadConverter;
		this.headerMapper = headerMapper;
		this.replies = replies;
	}

	/**
	 * Adapters that reply to requests of a named cluster.
	 */
	public ListenerMethodAdapters ofCluster(String cluster) {
		return new ListenerMethodAdapters(this.payloadConverter, this.headerMapper, this.replies.ofCluster(cluster));
	}

	/**
	 * For a method that takes one message.
	 */
	public ListenerHandler ofSingle(InvocableHandlerMethod method) {
		ListenerMethodAdapter adapter = new ListenerMethodAdapter(method, this.headerMapper, this.replies);
		return CompletionStage.class.isAssignableFrom(method.getReturnType().getParameterType())
				? ListenerHandler.ofAsync(adapter::onMessageAsync) : ListenerHandler.of(adapter);
	}

	/**
	 * For a method that takes several messages.
	 * @throws IllegalArgumentException naming the method when it has other parameters
	 * than one list, or a return type that no batch listener may have
	 */
	public ListenerHandler ofBatch(InvocableHandlerMethod method) {
		BatchListenerMethodAdapter adapter = new BatchListenerMethodAdapter(method,
				new PayloadMessageConverter(this.payloadConverter), this.headerMapper);
		return new ListenerHandler.Batch(adapter::read, adapter::handle);
	}

}
