package io.github.rocketmqlite.samples.delayed;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.rocketmqlite.samples.EmbeddedBroker;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Sends reminders that arrive after two seconds, at a given time, and at once.
 */
@SpringBootApplication
class ReminderSample implements ApplicationRunner {

	static final String TOPIC = "reminders";

	static final Duration DELAY = Duration.ofSeconds(2);

	private static final Logger logger = LoggerFactory.getLogger(ReminderSample.class);

	private final RocketTemplate rocketTemplate;

	private final Map<String, Duration> waited = new ConcurrentHashMap<>();

	ReminderSample(RocketTemplate rocketTemplate) {
		this.rocketTemplate = rocketTemplate;
	}

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(ReminderSample.class);
		application.addInitializers(new EmbeddedBroker(TOPIC));
		application.run(args);
	}

	@Override
	public void run(ApplicationArguments arguments) {
		Instant now = Instant.now();
		this.rocketTemplate.message(new Reminder("stretch", now)).topic(TOPIC).delay(DELAY).send();
		this.rocketTemplate.message(new Reminder("drink", now)).topic(TOPIC).deliverAt(now.plus(DELAY)).send();
		this.rocketTemplate.send(TOPIC, new Reminder("breathe", now));
	}

	@RocketListener(topics = TOPIC, group = "phone")
	void ring(Reminder reminder) {
		Duration after = Duration.between(reminder.made(), Instant.now());
		this.waited.put(reminder.text(), after);
		logger.info("{}, {} ms later", reminder.text(), after.toMillis());
	}

	Map<String, Duration> waited() {
		return Map.copyOf(this.waited);
	}

	/**
	 * What to remember.
	 *
	 * @param text what
	 * @param made when it was written down
	 */
	record Reminder(String text, Instant made) {
	}

}
