package io.github.rocketmqlite.internal.codec;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class UniqueIdsTests {

	private static final int THREADS = 4;

	private static final int IDS_PER_THREAD = 250_000;

	@Test
	void aMillionIdsOfFourThreadsAreAllDifferent() throws Exception {
		UniqueIds ids = new UniqueIds();
		assertThat(distinct(List.of(ids, ids, ids, ids))).isEqualTo(THREADS * IDS_PER_THREAD);
	}

	@Test
	void instancesOfOneProcessDoNotClash() throws Exception {
		assertThat(distinct(List.of(new UniqueIds(), new UniqueIds(), new UniqueIds(), new UniqueIds())))
			.isEqualTo(THREADS * IDS_PER_THREAD);
	}

	private static int distinct(List<UniqueIds> instances) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			List<Callable<String[]>> tasks = instances.stream().map(UniqueIdsTests::task).toList();
			Set<String> all = new HashSet<>(2 * THREADS * IDS_PER_THREAD);
			for (Future<String[]> made : threads.invokeAll(tasks)) {
				all.addAll(Arrays.asList(made.get()));
			}
			return all.size();
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static Callable<String[]> task(UniqueIds ids) {
		return () -> IntStream.range(0, IDS_PER_THREAD).mapToObj((i) -> ids.next()).toArray(String[]::new);
	}

	@Test
	void followsTheLayoutThatToolsRead() {
		String id = new UniqueIds().next();
		assertThat(id).matches("[0-9A-F]{32}");
		// milliseconds since the month began in local time; the official reader of this
		// field takes an id of
		// the current millisecond for one of last month
		Instant month = LocalDate.now().withDayOfMonth(1).atStartOfDay(ZoneId.systemDefault()).toInstant();
		Instant time = month.plusMillis(Long.parseLong(id.substring(20, 28), 16));
		assertThat(time).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
		assertThat(id.substring(8, 12)).isEqualTo(String.format("%04X", ProcessHandle.current().pid() & 0xFFFF));
	}

	@Test
	void idsOfOneThreadGrow() {
		UniqueIds ids = new UniqueIds();
		String before = ids.next().substring(20);
		for (int i = 0; i < 100_000; i++) {
			String next = ids.next().substring(20);
			assertThat(next.compareTo(before)).isPositive();
			before = next;
		}
	}

}
