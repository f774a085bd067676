package io.github.rocketmqlite.internal.session;

import org.apache.rocketmq.common.MQVersion;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BrokerVersionTests {

	@Test
	void namesEveryReleaseAsTheOfficialListDoes() {
		int named = 0;
		for (MQVersion.Version version : MQVersion.Version.values()) {
			if (version.name().startsWith("V4_") || version.name().startsWith("V5_")) {
				String expected = version.name().substring(1).replace("_SNAPSHOT", "-SNAPSHOT").replace('_', '.');
				assertThat(BrokerVersion.text(version.ordinal())).isEqualTo(expected);
				named++;
			}
		}
		assertThat(named).isGreaterThan(390);
		assertThat(BrokerVersion.text(MQVersion.Version.V3_5_9.ordinal())).isEqualTo("before 4.0.0");
		assertThat(BrokerVersion.text(MQVersion.Version.HIGHER_VERSION.ordinal())).isEqualTo("after 5.9.9");
		assertThat(BrokerVersion.text(Integer.MAX_VALUE)).isEqualTo("after 5.9.9");
		assertThat(BrokerVersion.text(Integer.MIN_VALUE / 2)).isEqualTo("before 4.0.0");
	}

	@Test
	void releasesBeforeTheRecommendedAreOld() {
		assertThat(BrokerVersion.RECOMMENDED).isEqualTo(MQVersion.Version.V5_3_0.ordinal());
		assertThat(BrokerVersion.isOld(MQVersion.Version.V5_2_0.ordinal())).isTrue();
		assertThat(BrokerVersion.isOld(MQVersion.Version.V5_3_0.ordinal())).isFalse();
		// a broker that does not say
		assertThat(BrokerVersion.isOld(0)).isFalse();
	}

	@Test
	void brokersFromFiveOnHaveATimerWheel() {
		assertThat(BrokerVersion.hasTimerWheel(MQVersion.Version.V5_0_0.ordinal())).isTrue();
		assertThat(BrokerVersion.hasTimerWheel(MQVersion.Version.V4_9_9.ordinal())).isFalse();
		assertThat(BrokerVersion.hasTimerWheel(0)).isFalse();
	}

}
