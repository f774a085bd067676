package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.List;

import io.github.rocketmqlite.BrokerException;
import io.github.rocketmqlite.ClientClosedException;
import io.github.rocketmqlite.InvalidMessageException;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.RocketConnectionException;
import io.github.rocketmqlite.RocketTimeoutException;
import io.github.rocketmqlite.RouteNotFoundException;
import io.github.rocketmqlite.producer.ProducerOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RetryPolicyTests {

	private static final RetryPolicy POLICY = new RetryPolicy(ProducerOptions.builder("group").build().retry());

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 14, 16, 17, 204, 205, 215, 501, 1500 })
	void refusalsThatMeanNotStoredAreRetried(int code) {
		assertThat(POLICY.isRetryable(refusal(code, "the broker[b] sending message is forbidden"), false)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 13, 15, 26, 29, 604, 2017, 99999 })
	void refusalsThatWillNotChangeAreNotRetried(int code) {
		assertThat(POLICY.isRetryable(refusal(code, "illegal"), false)).isFalse();
	}

	@Test
	void aDenialOfAccessIsNotRetriedAlthoughItsCodeIsAGeneralOne() {
		for (BrokerException denial : List.of(
				refusal(1, "org.apache.rocketmq.acl.common.AclException: No accessKey is configured"),
				refusal(16, "check signature failed."), refusal(16, "User:mallory not found."))) {
			assertThat(POLICY.isRetryable(denial, false)).isFalse();
			assertThat(denial.isAccessDenied()).isTrue();
			assertThat(denial).hasMessageContaining("denied access").hasMessageContaining(denial.remark());
		}
	}

	@Test
	void aReadOnlyBrokerDeniesNobodyInParticular() {
		assertThat(refusal(16, "the broker[b] sending message is forbidden").isAccessDenied()).isFalse();
		assertThat(refusal(16, "").isAccessDenied()).isFalse();
		assertThat(refusal(1, "store error").isAccessDenied()).isFalse();
	}

	@Test
	void lostConnectionsAndTimeoutsAreRetried() {
		assertThat(POLICY.isRetryable(new RocketConnectionException("x", Outcome.UNKNOWN, null), false)).isTrue();
		assertThat(POLICY.isRetryable(new RocketTimeoutException("x", Outcome.UNKNOWN, null), false)).isTrue();
	}

	@Test
	void whatTheClientItselfRefusesIsNotRetried() {
		assertThat(POLICY.isRetryable(new InvalidMessageException("x"), false)).isFalse();
		assertThat(POLICY.isRetryable(new RouteNotFoundException("x"), false)).isFalse();
		assertThat(POLICY.isRetryable(new ClientClosedException("x", Outcome.NOT_SENT, null), false)).isFalse();
		assertThat(POLICY.isRetryable(new ProtocolException("x", Outcome.UNKNOWN, null), false)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 30, 1000 })
	void pausesGrowWithTheAttemptsAndStayBelowASecond(int attempt) {
		Duration most = Duration.ofMillis(Math.min(1000, 50L << Math.min(attempt - 1, 10)));
		for (int i = 0; i < 100; i++) {
			assertThat(RetryPolicy.pause(attempt)).isBetween(Duration.ofMillis(1), most);
		}
	}

	private static BrokerException refusal(int code, String remark) {
		return new BrokerException(code, remark, "127.0.0.1:10911");
	}

}
