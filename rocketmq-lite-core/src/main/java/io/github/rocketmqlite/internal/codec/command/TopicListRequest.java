package io.github.rocketmqlite.internal.codec.command;

import java.util.List;

import io.github.rocketmqlite.internal.codec.FieldWriter;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.RequestScope;

/**
 * Asks a name server for the names of all topics (GET_ALL_TOPIC_LIST_FROM_NAMESERVER,
 * 206). A client in a namespace sees the topics of its namespace only.
 * <p>
 * Threading: immutable.
 */
public record TopicListRequest() implements Request<List<String>> {

	@Override
	public int code() {
		return 206;
	}

	@Override
	public void writeFields(FieldWriter out) {
		// there are none
	}

	@Override
	public List<String> decode(Frame answer) {
		return JsonBody.read(answer.requireSuccess(), (json) -> json.strings("topicList"));
	}

	@Override
	public List<String> decode(Frame answer, RequestScope scope) {
		Namespace namespace = scope.namespace();
		if (namespace.name().isEmpty()) {
			return decode(answer);
		}
		return decode(answer).stream()
			.filter((topic) -> !namespace.unwrap(topic).equals(topic))
			.map(namespace::unwrap)
			.toList();
	}

}
