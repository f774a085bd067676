package io.github.rocketmqlite;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.rocketmqlite.Message.Builder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MessageTests {

	private static final Map<String, Consumer<Builder>> KINDS = Map.of("delayLevel", (builder) -> builder.delayLevel(3),
			"delay", (builder) -> builder.delay(Duration.ofSeconds(1)), "deliverAt",
			(builder) -> builder.deliverAt(Instant.ofEpochSecond(1)), "priority", (builder) -> builder.priority(1),
			"liteTopic", (builder) -> builder.liteTopic("lite"));

	static Stream<List<String>> pairs() {
		return KINDS.keySet()
			.stream()
			.flatMap((first) -> KINDS.keySet()
				.stream()
				.filter((second) -> !second.equals(first))
				.map((second) -> List.of(first, second)));
	}

	@ParameterizedTest
	@MethodSource("pairs")
	void kindsOfDeliveryExcludeEachOther(List<String> pair) {
		Builder builder = Message.builder("t").body("x");
		pair.forEach((kind) -> KINDS.get(kind).accept(builder));
		assertThatIllegalArgumentException().isThrownBy(builder::build)
			.withMessageContaining("'" + pair.get(0) + "'")
			.withMessageContaining("'" + pair.get(1) + "'");
	}

	static Stream<String> kinds() {
		return KINDS.keySet().stream();
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void everyKindIsCopiedAndCompared(String kind) {
		Builder builder = Message.builder("t").body("x");
		Message plain = builder.build();
		KINDS.get(kind).accept(builder);
		Message message = builder.build();
		assertThat(message).isNotEqualTo(plain).isEqualTo(message.toBuilder().build());
		assertThat(message).hasSameHashCodeAs(message.toBuilder().build());
		assertThat(message.hashCode()).isNotEqualTo(plain.hashCode());
	}

	@Test
	void valuesThatMakeNoSenseAreNamed() {
		Builder builder = Message.builder("t");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.delay(Duration.ofMillis(-1)))
			.withMessageContaining("delay");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.delay(Duration.ofSeconds(Long.MAX_VALUE)))
			.withMessageContaining("delay");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.deliverAt(Instant.MAX))
			.withMessageContaining("deliverAt");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.priority(-1)).withMessageContaining("priority");
	}

}
