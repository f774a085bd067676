package io.github.rocketmqlite.internal.producer;

import java.util.concurrent.atomic.AtomicLong;

import io.github.rocketmqlite.BackPressureException;
import io.github.rocketmqlite.producer.TransactionDecision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TransactionTableTests {

	private final AtomicLong clock = new AtomicLong();

	private final TransactionTable table = new TransactionTable(2, this.clock::get);

	@Test
	void anOpenTransactionIsUndecidedForWhoeverAsks() {
		this.table.open("a");
		assertThat(answer("a", "broker")).isEqualTo(TransactionDecision.UNKNOWN);
		assertThat(this.table.answer("b", "broker")).isNull();
	}

	@Test
	void openTransactionsAreLimitedUntilTheyEnd() {
		this.table.open("a");
		this.table.open("b");
		assertThatExceptionOfType(BackPressureException.class).isThrownBy(() -> this.table.open("c"))
			.withMessageContaining("2");
		this.table.ending("a", TransactionDecision.COMMIT, "broker");
		this.table.open("c");
		this.table.forget("b");
		assertThat(this.table.openCount()).isEqualTo(1);
	}

	@Test
	void aDecisionOnItsWayIsNotSentTwice() {
		this.table.open("a");
		this.table.ending("a", TransactionDecision.COMMIT, "broker");
		assertThat(answer("a", "broker")).isEqualTo(TransactionDecision.UNKNOWN);
	}

	@Test
	void aDecisionThatDidNotArriveIsTheAnswer() {
		this.table.open("a");
		this.table.ending("a", TransactionDecision.COMMIT, "broker");
		this.table.decided("a", TransactionDecision.COMMIT, "broker");
		assertThat(answer("a", "broker")).isEqualTo(TransactionDecision.COMMIT);
		assertThat(answer("a", "")).isEqualTo(TransactionDecision.COMMIT);
	}

	@Test
	void aCommitThatTheBrokerHasIsNotRepeatedUntilMuchLater() {
		this.table.confirmed("a", TransactionDecision.COMMIT, "broker");
		this.clock.set(TransactionTable.NOTING_NANOS - 1);
		assertThat(this.table.answer("a", "broker"))
			.isEqualTo(new TransactionTable.Answer(TransactionDecision.ROLLBACK, true));
		this.clock.set(TransactionTable.NOTING_NANOS);
		assertThat(this.table.answer("a", "broker"))
			.isEqualTo(new TransactionTable.Answer(TransactionDecision.COMMIT, false));
	}

	@Test
	void aCopyAtAnotherBrokerIsRolledBack() {
		this.table.decided("a", TransactionDecision.COMMIT, "broker");
		assertThat(this.table.answer("a", "other"))
			.isEqualTo(new TransactionTable.Answer(TransactionDecision.ROLLBACK, true));
		assertThat(this.table.answer("a", "broker"))
			.isEqualTo(new TransactionTable.Answer(TransactionDecision.COMMIT, false));
	}

	@Test
	void aTransactionThatNeverRanIsRolledBackEverywhere() {
		this.table.open("a");
		this.table.decided("a", TransactionDecision.ROLLBACK, null);
		assertThat(answer("a", "broker")).isEqualTo(TransactionDecision.ROLLBACK);
		assertThat(answer("a", "other")).isEqualTo(TransactionDecision.ROLLBACK);
	}

	@Test
	void theOldestDecisionsAreForgotten() {
		for (int i = 0; i <= TransactionTable.MAX_DECISIONS; i++) {
			this.table.decided("id-" + i, TransactionDecision.ROLLBACK, "broker");
		}
		assertThat(this.table.answer("id-0", "broker")).isNull();
		assertThat(answer("id-1", "broker")).isEqualTo(TransactionDecision.ROLLBACK);
	}

	private @Nullable TransactionDecision answer(String id, String brokerName) {
		TransactionTable.Answer answer = this.table.answer(id, brokerName);
		return (answer != null) ? answer.decision() : null;
	}

}
