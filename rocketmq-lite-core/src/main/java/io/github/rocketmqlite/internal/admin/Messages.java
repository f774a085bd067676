package io.github.rocketmqlite.internal.admin;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.RocketException;
import io.github.rocketmqlite.admin.MessageQuery;
import io.github.rocketmqlite.admin.MessageQueryResult;
import io.github.rocketmqlite.internal.codec.MessageBatch;
import io.github.rocketmqlite.internal.codec.OffsetMessageId;
import io.github.rocketmqlite.internal.codec.StoredMessage;
import io.github.rocketmqlite.internal.codec.command.QueryMessageRequest;
import io.github.rocketmqlite.internal.codec.command.ViewMessageRequest;
import io.github.rocketmqlite.internal.namesrv.TopicRoute;
import io.github.rocketmqlite.internal.remoting.Deadline;
import io.github.rocketmqlite.internal.remoting.ServerAddress;
import org.jspecify.annotations.Nullable;

/**
 * Finds stored messages.
 * <p>
 * Threading: thread-safe and never blocking.
 */
final class Messages {

	private final AdminCalls calls;

	Messages(AdminCalls calls) {
		this.calls = calls;
	}

	/**
	 * Asks the brokers that may be meant, and believes only a message of this very id.
	 */
	CompletableFuture<Optional<ReceivedMessage>> view(String topic, String offsetMessageId, Deadline deadline) {
		OffsetMessageId.Place place = OffsetMessageId.parse(offsetMessageId);
		return this.calls.route(topic, deadline).thenCompose((route) -> {
			Map<String, CompletableFuture<MessageBatch>> asked = new LinkedHashMap<>();
			candidates(route, place.storeHost())
				.forEach((address, brokerName) -> asked.put(address, this.calls.call(brokerName, address,
						new ViewMessageRequest(topic, place.commitLogOffset(), brokerName), deadline)));
			return Answers.of(asked);
		}).thenApply((answers) -> {
			Optional<ReceivedMessage> found = answers.list()
				.stream()
				.flatMap((batch) -> batch.messages().stream())
				.filter((message) -> message.offsetMessageId().equalsIgnoreCase(offsetMessageId))
				.map(ReceivedMessage.class::cast)
				.findFirst();
			return found.isPresent() ? found : absent(answers, offsetMessageId);
		});
	}

	private static Optional<ReceivedMessage> absent(Answers<MessageBatch> answers, String offsetMessageId) {
		answers.requireAll("Viewing message " + offsetMessageId);
		return Optional.empty();
	}

	/**
	 * The replicas at the address in the id. Routes may name hosts where ids hold
	 * addresses; then the port decides whom to ask.
	 */
	private static Map<String, String> candidates(TopicRoute route, InetSocketAddress storeHost) {
		Map<String, String> same = new LinkedHashMap<>();
		Map<String, String> samePort = new LinkedHashMap<>();
		for (String brokerName : route.brokerNames()) {
			for (String address : route.addresses(brokerName).values()) {
				ServerAddress server = ServerAddress.parse(address);
				if (server.port() == storeHost.getPort()) {
					samePort.put(address, brokerName);
					if (server.host().equals(storeHost.getAddress().getHostAddress())) {
						same.put(address, brokerName);
					}
				}
			}
		}
		return same.isEmpty() ? samePort : same;
	}

	CompletableFuture<MessageQueryResult> query(MessageQuery query, Deadline deadline) {
		long to = (query.to() != null) ? Times.millis(query.to()) : Long.MAX_VALUE;
		return this.calls
			.callBrokersOf(query.topic(),
					(brokerName) -> new QueryMessageRequest(query.topic(), query.key(), query.maxMessages(),
							Times.millis(query.from()), to, query.isMessageId(), brokerName),
					deadline)
			.thenApply((answers) -> result(query, answers.requireAny("The query of topic '" + query.topic() + "'")));
	}

	private static MessageQueryResult result(MessageQuery query, Answers<MessageBatch> answers) {
		List<ReceivedMessage> found = new ArrayList<>();
		Map<String, RocketException> failures = new LinkedHashMap<>(answers.failures());
		answers.values().forEach((brokerName, batch) -> {
			batch.messages().stream().filter((message) -> matches(query, message)).forEach(found::add);
			RocketException unreadable = unreadable(brokerName, batch);
			if (unreadable != null) {
				failures.put(brokerName, unreadable);
			}
		});
		found.sort(Comparator.comparing(ReceivedMessage::storeTime));
		return new MessageQueryResult(found.subList(0, Math.min(found.size(), query.maxMessages())), failures);
	}

	/** The brokers' index is made of hashes. */
	private static boolean matches(MessageQuery query, StoredMessage message) {
		return message.topic().equals(query.topic()) && (query.isMessageId() ? message.messageId().equals(query.key())
				: message.keys().contains(query.key()));
	}

	private static @Nullable RocketException unreadable(String brokerName, MessageBatch batch) {
		return batch.undecodable().isEmpty() ? null
				: new ProtocolException(batch.undecodable().size() + " messages of broker '" + brokerName
						+ "' make no sense: " + batch.undecodable().get(0).reason(), Outcome.UNKNOWN, null);
	}

}
