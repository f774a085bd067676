package io.github.rocketmqlite.internal.admin;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
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
import io.github.rocketmqlite.internal.codec.command.QueryMessageRequest.IndexType;
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
			.callBrokersOf(query.topic(), (name) -> query.after().isEmpty() || query.after().containsKey(name),
					(name) -> new QueryMessageRequest(query.topic(), type(query), query.key(), query.maxMessages(),
							Times.millis(query.from()), to, query.after().get(name), name),
					deadline)
			.thenApply((answers) -> result(query, answers.requireAny("The query of topic '" + query.topic() + "'")));
	}

	private static IndexType type(MessageQuery query) {
		return switch (query.kind()) {
			case KEY -> IndexType.KEY;
			case MESSAGE_ID -> IndexType.UNIQUE;
			case TAG -> IndexType.TAG;
		};
	}

	private static MessageQueryResult result(MessageQuery query, Answers<MessageBatch> answers) {
		List<ReceivedMessage> found = new ArrayList<>();
		Map<String, RocketException> failures = new LinkedHashMap<>(answers.failures());
		Map<String, String> after = new LinkedHashMap<>();
		answers.values().forEach((brokerName, batch) -> {
			List<StoredMessage> page = batch.messages();
			if (beginsAnew(query.after().get(brokerName), page)) {
				failures.put(brokerName,
						new RocketException(
								"Broker '" + brokerName + "' does not go on where a page ended; ask for narrower times",
								Outcome.NOT_SENT, null));
				return;
			}
			page.stream().filter((message) -> matches(query, message)).forEach(found::add);
			if (page.size() >= query.maxMessages() && query.kind() != MessageQuery.Kind.MESSAGE_ID) {
				IndexPlace end = Collections.max(page.stream().map(IndexPlace::of).toList());
				if (end.canFollow(query.key())) {
					after.put(brokerName, end.lastKey(query.topic(), type(query), query.key()));
				}
				else {
					failures.put(brokerName, new RocketException("Broker '" + brokerName + "' may have more messages,"
							+ " which cannot be asked for because a key or id holds '@'; ask for narrower times",
							Outcome.NOT_SENT, null));
				}
			}
			RocketException unreadable = unreadable(brokerName, batch);
			if (unreadable != null) {
				failures.put(brokerName, unreadable);
			}
		});
		found.sort(Comparator.comparing(ReceivedMessage::storeTime));
		return new MessageQueryResult(found, failures, after.isEmpty() ? null : query.after(after));
	}

	private static boolean beginsAnew(@Nullable String lastKey, List<StoredMessage> page) {
		if (lastKey == null) {
			return false;
		}
		IndexPlace end = IndexPlace.parse(lastKey);
		return page.stream().anyMatch((message) -> IndexPlace.of(message).compareTo(end) <= 0);
	}

	/** The brokers' index is made of hashes. */
	private static boolean matches(MessageQuery query, StoredMessage message) {
		return message.topic().equals(query.topic()) && switch (query.kind()) {
			case KEY -> message.keys().contains(query.key());
			case MESSAGE_ID -> message.messageId().equals(query.key());
			case TAG -> query.key().equals(message.tag());
		};
	}

	private static @Nullable RocketException unreadable(String brokerName, MessageBatch batch) {
		return batch.undecodable().isEmpty() ? null
				: new ProtocolException(batch.undecodable().size() + " messages of broker '" + brokerName
						+ "' make no sense: " + batch.undecodable().get(0).reason(), Outcome.UNKNOWN, null);
	}

}
