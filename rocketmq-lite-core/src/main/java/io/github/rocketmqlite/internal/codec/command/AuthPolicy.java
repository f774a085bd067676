package io.github.rocketmqlite.internal.codec.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.rocketmqlite.internal.codec.Frame;
import tools.jackson.core.JsonGenerator;

/**
 * What a user may do at brokers with access control of the second kind (protocol 11.6).
 * <p>
 * Threading: immutable.
 *
 * @param subject who, such as {@code User:alice}
 * @param entries what about which resources
 */
public record AuthPolicy(String subject, List<Entry> entries) {

	public AuthPolicy {
		entries = List.copyOf(entries);
	}

	static List<AuthPolicy> readAll(Frame answer) {
		return (answer.body().readableBytes() == 0) ? List.of()
				: JsonBody.read(answer, (json) -> json.elements(AuthPolicy::read));
	}

	private static AuthPolicy read(JsonBody json) {
		Map<String, String> texts = new HashMap<>();
		List<Entry> entries = new ArrayList<>();
		json.members((name) -> name.equals("policies")
				? entries.addAll(json.elements(AuthPolicy::readPolicy).stream().flatMap(List::stream).toList())
				: json.scalar(name, texts));
		return new AuthPolicy(json.members(texts).text("subject"), entries);
	}

	private static List<Entry> readPolicy(JsonBody json) {
		Map<String, String> texts = new HashMap<>();
		List<Entry> entries = new ArrayList<>();
		json.members((name) -> name.equals("entries") ? entries.addAll(json.elements(Entry::read))
				: json.scalar(name, texts));
		String type = texts.getOrDefault("policyType", Entry.CUSTOM);
		return entries.stream().map((entry) -> entry.ofType(type)).toList();
	}

	byte[] write() {
		return JsonBody.write((json) -> {
			json.writeStringProperty("subject", this.subject);
			json.writeArrayPropertyStart("policies");
			for (String type : this.entries.stream().map(Entry::policyType).distinct().toList()) {
				write(json, type, this.entries.stream().filter((entry) -> entry.policyType().equals(type)));
			}
			json.writeEndArray();
		});
	}

	private static void write(JsonGenerator json, String type, Stream<Entry> entries) {
		json.writeStartObject();
		json.writeStringProperty("policyType", type);
		json.writeArrayPropertyStart("entries");
		entries.forEach((entry) -> entry.write(json));
		json.writeEndArray();
		json.writeEndObject();
	}

	/**
	 * What is allowed or denied about one resource.
	 *
	 * @param policyType {@code Custom}, or {@code Default} for what holds where nothing
	 * else does
	 * @param resource such as {@code Topic:orders} or {@code Group:*}
	 * @param actions such as {@code Pub}
	 * @param sourceIps where from; empty for anywhere
	 * @param decision {@code Allow} or {@code Deny}
	 */
	public record Entry(String policyType, String resource, List<String> actions, List<String> sourceIps,
			String decision) {

		private static final String CUSTOM = "Custom";

		public Entry {
			actions = List.copyOf(actions);
			sourceIps = List.copyOf(sourceIps);
		}

		private static Entry read(JsonBody json) {
			Map<String, String> texts = new HashMap<>();
			List<String> actions = new ArrayList<>();
			List<String> sourceIps = new ArrayList<>();
			json.members((name) -> switch (name) {
				case "actions" -> actions.addAll(json.elements(JsonBody::text));
				case "sourceIps" -> sourceIps.addAll(json.elements(JsonBody::text));
				default -> json.scalar(name, texts);
			});
			JsonBody.Members members = json.members(texts);
			return new Entry(CUSTOM, members.text("resource"), actions, sourceIps, members.text("decision"));
		}

		private Entry ofType(String type) {
			return new Entry(type, this.resource, this.actions, this.sourceIps, this.decision);
		}

		private void write(JsonGenerator json) {
			json.writeStartObject();
			json.writeStringProperty("resource", this.resource);
			write(json, "actions", this.actions);
			if (!this.sourceIps.isEmpty()) {
				write(json, "sourceIps", this.sourceIps);
			}
			json.writeStringProperty("decision", this.decision);
			json.writeEndObject();
		}

		private static void write(JsonGenerator json, String name, List<String> texts) {
			json.writeArrayPropertyStart(name);
			texts.forEach(json::writeString);
			json.writeEndArray();
		}

	}

}
