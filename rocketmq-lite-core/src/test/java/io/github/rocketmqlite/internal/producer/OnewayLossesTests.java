package io.github.rocketmqlite.internal.producer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.RocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OnewayLosses}.
 */
class OnewayLossesTests {

	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);

	private final OnewayLosses losses = new OnewayLosses("payments", this.clock::get);

	private final Logger logger = (Logger) LoggerFactory.getLogger(OnewayLosses.class);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	@BeforeEach
	void listen() {
		this.log.start();
		this.logger.setLevel(Level.WARN);
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void stop() {
		this.logger.detachAppender(this.log);
		this.logger.setLevel(null);
	}

	@Test
	void tellsOfTheFirstAtOnceAndOfOthersTogether() {
		lose("first");
		lose("second");
		this.clock.addAndGet(Duration.ofSeconds(9).toNanos());
		lose("third");
		assertThat(this.log.list).extracting(ILoggingEvent::getFormattedMessage)
			.containsExactly("Producer payments gave up 1 one-way messages since it last said so; the last: first");
		this.clock.addAndGet(Duration.ofSeconds(1).toNanos());
		lose("fourth");
		assertThat(this.log.list).hasSize(2)
			.last()
			.extracting(ILoggingEvent::getFormattedMessage)
			.isEqualTo("Producer payments gave up 3 one-way messages since it last said so; the last: fourth");
	}

	private void lose(String why) {
		this.losses.gaveUp(new RocketTimeoutException(why, Outcome.NOT_SENT, null));
	}

}
