package io.github.rocketmqlite.internal.remoting;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandoverQueue}.
 */
class HandoverQueueTests {

	private final HandoverQueue queue = new HandoverQueue();

	@Test
	void keepsTheOrderAndSaysWhenItWasEmpty() {
		assertThat(this.queue.takeAll()).isNull();
		assertThat(this.queue.add(request("a"))).isTrue();
		assertThat(this.queue.add(request("b"))).isFalse();
		assertThat(this.queue.add(request("c"))).isFalse();
		assertThat(texts(this.queue.takeAll())).containsExactly("a", "b", "c");
		assertThat(this.queue.add(request("d"))).isTrue();
		assertThat(texts(this.queue.takeAll())).containsExactly("d");
	}

	@Test
	void tellsWhetherAnybodyWaitsForAnAnswer() {
		assertThat(this.queue.holdsOnewaysOnly()).isTrue();
		this.queue.add(oneway("a"));
		this.queue.add(oneway("b"));
		assertThat(this.queue.holdsOnewaysOnly()).isTrue();
		this.queue.add(request("c"));
		this.queue.add(oneway("d"));
		assertThat(this.queue.holdsOnewaysOnly()).isFalse();
		assertThat(texts(this.queue.takeAll())).containsExactly("a", "b", "c", "d");
	}

	private static PendingRequest<?> oneway(String text) {
		return PendingRequest.oneway("127.0.0.1:1", new Echo(text), Deadline.after(Duration.ofMinutes(1)),
				new RequestTally(new TrafficCounters()));
	}

	private static PendingRequest<?> request(String text) {
		return PendingRequest.twoWay("127.0.0.1:1", new Echo(text), Deadline.after(Duration.ofMinutes(1)),
				new RequestTally(new TrafficCounters()));
	}

	private static List<String> texts(@Nullable PendingRequest<?> first) {
		List<String> texts = new ArrayList<>();
		for (PendingRequest<?> request = first; request != null; request = request.next()) {
			texts.add(((Echo) request.request()).text());
		}
		return texts;
	}

}
