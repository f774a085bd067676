package io.github.rocketmqlite.internal.codec;

import org.apache.rocketmq.remoting.protocol.NamespaceUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Namespace}.
 */
class NamespaceTests {

	private final Namespace namespace = new Namespace("shop");

	@ParameterizedTest
	@CsvSource({ "orders, shop%orders", "%RETRY%billing, %RETRY%shop%billing", "%DLQ%billing, %DLQ%shop%billing",
			"shop, shop%shop", "shopping, shop%shopping" })
	void wrapsOnceAndUnwrapsAgain(String bare, String wrapped) {
		assertThat(this.namespace.wrap(bare)).isEqualTo(wrapped);
		assertThat(this.namespace.wrap(wrapped)).isEqualTo(wrapped);
		assertThat(this.namespace.unwrap(wrapped)).isEqualTo(bare);
		assertThat(this.namespace.unwrap(bare)).isEqualTo(bare);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "TBW102", "SCHEDULE_TOPIC_XXXX", "BenchmarkTest", "RMQ_SYS_TRANS_HALF_TOPIC",
			"RMQ_SYS_TRACE_TOPIC", "rmq_sys_wheel_timer", "CID_RMQ_SYS_TRANS" })
	void leavesNamesOfTheSystemAlone(String name) {
		assertThat(this.namespace.wrap(name)).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "orders", "%RETRY%billing", "%DLQ%billing", "shop%orders", "%RETRY%shop%billing", "TBW102",
			"other%orders", "rmq_sys_x", "CID_RMQ_SYS_x", "OFFSET_MOVED_EVENT", "shop" })
	void agreesWithTheOfficialClient(String name) {
		assertThat(this.namespace.wrap(name)).isEqualTo(NamespaceUtil.wrapNamespace("shop", name));
		assertThat(this.namespace.unwrap(this.namespace.wrap(name)))
			.isEqualTo(NamespaceUtil.withoutNamespace(NamespaceUtil.wrapNamespace("shop", name), "shop"));
	}

	@Test
	void noNamespaceChangesNothing() {
		assertThat(Namespace.NONE.wrap("orders")).isEqualTo("orders");
		assertThat(Namespace.NONE.unwrap("shop%orders")).isEqualTo("shop%orders");
		assertThat(Namespace.NONE.unwrapAll("shop%orders")).isEqualTo("shop%orders");
	}

	@Test
	void textsForPeopleShowBareNames() {
		assertThat(this.namespace.unwrapAll("topic[shop%orders] of workshop%x and %RETRY%shop%billing"))
			.isEqualTo("topic[orders] of workshop%x and %RETRY%billing");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a%b", "a b", "ä", "%" })
	void refusesWhatCannotBePartOfAName(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Namespace(name)).withMessageContaining(name);
	}

}
