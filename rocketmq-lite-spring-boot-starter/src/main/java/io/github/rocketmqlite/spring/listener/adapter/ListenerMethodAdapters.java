package io.github.rocketmqlite.spring.listener.adapter;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.producer.TransactionChecker;
import io.github.rocketmqlite.spring.listener.Acknowledgment;
import io.github.rocketmqlite.spring.listener.DeadLetterCauses;
import io.github.rocketmqlite.spring.listener.ListenerHandler;
import io.github.rocketmqlite.spring.support.RocketHeaderMapper;
import io.github.rocketmqlite.spring.support.RocketPayloadConverter;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.util.Assert;
import org.springframework.validation.Validator;

/**
 * Chooses the adapter that fits a method.
 * <p>
 * Threading: thread-safe.
 */
public final class ListenerMethodAdapters {

	private final RocketPayloadConverter payloadConverter;

	private final RocketHeaderMapper headerMapper;

	private final ReplySender replies;

	private final @Nullable Validator validator;

	/**
	 * Makes the choice.
	 * @param replies sends what methods return
	 * @param validator checks the elements of batches; {@code null} for no checks
	 */
	public ListenerMethodAdapters(RocketPayloadConverter payloadConverter, RocketHeaderMapper headerMapper,
			ReplySender replies, @Nullable Validator validator) {
		this.payloadConverter = payloadConverter;
		this.headerMapper = headerMapper;
		this.replies = replies;
		this.validator = validator;
	}

	/**
	 * Adapters that reply to requests of a named cluster.
	 */
	public ListenerMethodAdapters ofCluster(String cluster) {
		return new ListenerMethodAdapters(this.payloadConverter, this.headerMapper, this.replies.ofCluster(cluster),
				this.validator);
	}

	/**
	 * For a method that takes one message.
	 * @param sendTo where a value goes that answers no request; {@code null} for nowhere
	 * @throws IllegalArgumentException naming the method when its return type makes no
	 * sense
	 */
	public ListenerHandler ofSingle(InvocableHandlerMethod method, @Nullable String sendTo) {
		return of(method, this.headerMapper::toHeaders, sendTo);
	}

	/**
	 * For a method that takes dead letters.
	 * @param groups the groups they are of
	 * @param causes knows why they are dead
	 * @throws IllegalArgumentException naming the method when its return type makes no
	 * sense
	 */
	public ListenerHandler ofDeadLetters(InvocableHandlerMethod method, @Nullable String sendTo, List<String> groups,
			DeadLetterCauses causes) {
		return of(method, new DeadLetterHeaders(this.headerMapper, groups, causes), sendTo);
	}

	private ListenerHandler of(InvocableHandlerMethod method, Function<ReceivedMessage, MessageHeaders> headers,
			@Nullable String sendTo) {
		ReturnedValues returned = new ReturnedValues(this.replies, sendTo, method.getShortLogMessage());
		ListenerMethodAdapter adapter = new ListenerMethodAdapter(method, headers, returned);
		if (Arrays.stream(method.getMethodParameters())
			.anyMatch((parameter) -> parameter.getParameterType() == Acknowledgment.class)) {
			Assert.isTrue(method.isVoid(), () -> method.getShortLogMessage()
					+ " takes an Acknowledgment, which alone says when a message is done, so it must return nothing");
			return ListenerHandler.ofAsync(adapter::onMessageManually);
		}
		Assert.isTrue(sendTo == null || !method.isVoid(),
				() -> method.getShortLogMessage() + " has @SendTo, but returns nothing that could be sent");
		LaterResults later = LaterResults.of(method.getReturnType().getParameterType());
		if (later == null) {
			return ListenerHandler.of(adapter);
		}
		Assert.isTrue(sendTo == null || !later.isMultiValue(), () -> method.getShortLogMessage()
				+ " has @SendTo, but returns a stream, of which only the end counts: return a single value");
		return ListenerHandler.ofAsync((message) -> adapter.onMessageAsync(message, later));
	}

	/**
	 * For a method that takes several messages.
	 * @throws IllegalArgumentException naming the method when it has other parameters
	 * than one list, or a return type that no batch listener may have
	 */
	public ListenerHandler ofBatch(InvocableHandlerMethod method) {
		BatchListenerMethodAdapter adapter = new BatchListenerMethodAdapter(method,
				new PayloadMessageConverter(this.payloadConverter), this.headerMapper, this.validator);
		return new ListenerHandler.Batch(adapter::read, adapter::handle);
	}

	/**
	 * For a method that knows transactions.
	 * @throws IllegalArgumentException naming the method when it returns no decision
	 */
	public TransactionChecker ofTransactions(InvocableHandlerMethod method) {
		return new TransactionCheckMethod(method, this.headerMapper);
	}

	/**
	 * For methods among which the messages are divided.
	 * @param place the class, for people
	 * @param handlers the methods
	 * @throws IllegalArgumentException naming two methods that want the same messages
	 */
	public ListenerHandler ofHandlers(String place, List<HandlerMethods.Handler> handlers) {
		HandlerMethods methods = new HandlerMethods(place, handlers);
		return methods.isAsynchronous() ? ListenerHandler.ofAsync(methods::onMessageAsync)
				: ListenerHandler.of(methods::onMessage);
	}

}
