package io.github.rocketmqlite.internal.codec.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.github.rocketmqlite.MessageQueue;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.RequestScope;

/**
 * Asks a broker which queues of a topic are this client's (QUERY_ASSIGNMENT, 400, since
 * 5.0). Empty means that the broker has no opinion, which is not the same as no queues.
 * <p>
 * Threading: immutable.
 *
 * @param topic the topic
 * @param group the consumer group
 * @param clientId the client
 * @param strategy the name of the strategy, {@code AVG} or {@code AVG_BY_CIRCLE}
 * @param messageModel {@code CLUSTERING} or {@code BROADCASTING}
 */
public record QueryAssignmentRequest(String topic, String group, String clientId, String strategy,
		String messageModel) implements BodyRequest<Optional<List<QueryAssignmentRequest.Assigned>>> {

	public QueryAssignmentRequest {
		Objects.requireNonNull(topic, "topic");
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(clientId, "clientId");
		Objects.requireNonNull(strategy, "strategy");
		Objects.requireNonNull(messageModel, "messageModel");
	}

	@Override
	public int code() {
		return 400;
	}

	@Override
	public byte[] body(RequestScope scope) {
		return JsonBody.write((json) -> {
			json.writeStringProperty("clientId", this.clientId);
			json.writeStringProperty("consumerGroup", scope.namespace().wrap(this.group));
			json.writeStringProperty("messageModel", this.messageModel);
			json.writeStringProperty("strategyName", this.strategy);
			json.writeStringProperty("topic", scope.namespace().wrap(this.topic));
		});
	}

	@Override
	public Optional<List<Assigned>> decode(Frame answer) {
		return decode(answer, RequestScope.NONE);
	}

	@Override
	public Optional<List<Assigned>> decode(Frame answer, RequestScope scope) {
		List<List<Assigned>> found = new ArrayList<>();
		JsonBody.read(answer.requireSuccess(), (json) -> {
			json.members((name) -> name.equals("messageQueueAssignments")
					&& found.add(json.elements((element) -> Assigned.read(element, scope.namespace()))));
			return true;
		});
		return found.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(found.get(0)));
	}

	/**
	 * One queue of this client.
	 *
	 * @param queue the queue; its number is -1 when the broker chooses one for each
	 * request
	 * @param mode {@code PULL} or {@code POP}
	 */
	public record Assigned(MessageQueue queue, String mode) {

		static Assigned read(JsonBody json, Namespace namespace) {
			List<MessageQueue> queue = new ArrayList<>(1);
			List<String> mode = new ArrayList<>(1);
			json.members((name) -> switch (name) {
				case "messageQueue" -> queue.add(json.queue());
				case "mode" -> mode.add(json.text());
				default -> false;
			});
			MessageQueue wrapped = json.require(queue.isEmpty() ? null : queue.get(0), "messageQueue");
			return new Assigned(
					new MessageQueue(namespace.unwrap(wrapped.topic()), wrapped.brokerName(), wrapped.queueId()),
					mode.isEmpty() ? "PULL" : mode.get(0));
		}

	}

}
