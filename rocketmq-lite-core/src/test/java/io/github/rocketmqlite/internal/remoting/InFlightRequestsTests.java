package io.github.rocketmqlite.internal.remoting;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InFlightRequests}.
 */
class InFlightRequestsTests {

	private final InFlightRequests requests = new InFlightRequests();

	private final RequestTally tally = new RequestTally(new TrafficCounters());

	@Test
	void idsGoUpFromZero() {
		assertThat(List.of(add(), add(), add())).extracting(PendingRequest::opaque).containsExactly(0, 1, 2);
	}

	@Test
	void anIdIsNotGivenOutAgainSoon() {
		PendingRequest<?> first = add();
		this.requests.remove(first);
		assertThat(add().opaque()).isEqualTo(1);
		assertThat(this.requests.get(first.opaque())).isNull();
	}

	@Test
	void anUnknownIdWithThePlaceOfAnotherFindsNothing() {
		PendingRequest<?> only = add();
		assertThat(this.requests.get(1 << 20)).isNull();
		assertThat(this.requests.get(Integer.MIN_VALUE)).isNull();
		assertThat(this.requests.get(-1)).isNull();
		assertThat(this.requests.get(only.opaque())).isSameAs(only);
	}

	@Test
	void whoeverStaysIsPassedOver() {
		PendingRequest<?> stays = add();
		Deque<PendingRequest<?>> others = new ArrayDeque<>();
		for (int i = 0; i < 1_000; i++) {
			others.add(add());
			if (others.size() > 5) {
				this.requests.remove(others.remove());
			}
		}
		assertThat(this.requests.get(stays.opaque())).isSameAs(stays);
		assertThat(this.requests.all()).hasSize(6).contains(stays).containsAll(others);
	}

	@Test
	void removingTwiceRemovesOnce() {
		PendingRequest<?> one = add();
		add();
		this.requests.remove(one);
		this.requests.remove(one);
		assertThat(this.requests.isEmpty()).isFalse();
		assertThat(this.requests.all()).hasSize(1);
	}

	@Test
	void agreesWithAMapWhateverComes() {
		Random random = new Random(7);
		Map<Integer, PendingRequest<?>> model = new HashMap<>();
		this.requests.continueWith(Integer.MAX_VALUE - 2_000);
		for (int step = 0; step < 20_000; step++) {
			if (random.nextInt(1_000) < 500 + 100 * ((step / 2_000) % 2)) {
				PendingRequest<?> added = add();
				assertThat(added.opaque()).isNotNegative();
				assertThat(model.put(added.opaque(), added)).isNull();
			}
			else if (!model.isEmpty()) {
				List<Integer> ids = new ArrayList<>(model.keySet());
				int id = ids.get(random.nextInt(ids.size()));
				this.requests.remove(model.remove(id));
				assertThat(this.requests.get(id)).isNull();
			}
			assertThat(this.requests.isEmpty()).isEqualTo(model.isEmpty());
		}
		model.forEach((id, request) -> assertThat(this.requests.get(id)).isSameAs(request));
		assertThat(this.requests.all()).containsExactlyInAnyOrderElementsOf(model.values());
		this.requests.clear();
		assertThat(this.requests.isEmpty()).isTrue();
		assertThat(this.requests.all()).isEmpty();
	}

	private PendingRequest<?> add() {
		PendingRequest<String> request = PendingRequest.twoWay("broker:1", new Echo("text"),
				Deadline.after(Duration.ofMinutes(1)), this.tally);
		int opaque = this.requests.add(request);
		assertThat(request.opaque()).isEqualTo(opaque);
		return request;
	}

}
