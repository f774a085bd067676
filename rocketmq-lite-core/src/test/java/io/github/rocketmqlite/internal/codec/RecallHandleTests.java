package io.github.rocketmqlite.internal.codec;

import io.github.rocketmqlite.InvalidMessageException;
import org.apache.rocketmq.common.producer.RecallMessageHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RecallHandleTests {

	@Test
	void readsWhatBrokersMake() {
		String handle = RecallMessageHandle.HandleV1.buildHandle("TopicTest", "broker-a", "1700000060001",
				"0A000001303918B4AAC21000000A0000");
		assertThat(RecallHandle.decode(handle)).isEqualTo(
				new RecallHandle("TopicTest", "broker-a", 1_700_000_060_001L, "0A000001303918B4AAC21000000A0000"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "not base64!", "djE=", "djIgYSBiIDEgYw==", "djEgYSBiIHggYw==" })
	void refusesWhatIsNone(String handle) {
		assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> RecallHandle.decode(handle))
			.withMessageContaining("'" + handle + "'");
	}

}
