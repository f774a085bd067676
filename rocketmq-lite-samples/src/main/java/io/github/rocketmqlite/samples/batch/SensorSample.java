package io.github.rocketmqlite.samples.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import io.github.rocketmqlite.consumer.ConsumeOutcome;
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
 * Sends a hundred readings in as few requests as brokers allow. The listener takes up to
 * 16 at once and answers for each: those below zero are set aside, the others are done.
 */
@SpringBootApplication
class SensorSample implements ApplicationRunner {

	static final String TOPIC = "readings";

	static final int READINGS = 100;

	private static final Logger logger = LoggerFactory.getLogger(SensorSample.class);

	private final RocketTemplate rocketTemplate;

	private final Queue<Integer> stored = new ConcurrentLinkedQueue<>();

	SensorSample(RocketTemplate rocketTemplate) {
		this.rocketTemplate = rocketTemplate;
	}

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(SensorSample.class);
		application.addInitializers(new EmbeddedBroker(TOPIC));
		application.run(args);
	}

	@Override
	public void run(ApplicationArguments arguments) {
		List<Reading> readings = IntStream.range(-1, READINGS - 1).mapToObj(Reading::new).toList();
		int acknowledged = this.rocketTemplate.sendBatch(TOPIC, readings).size();
		logger.info("{} readings are stored", acknowledged);
	}

	@RocketListener(topics = TOPIC, group = "weather", batch = "true", batchSize = "16")
	List<ConsumeOutcome> store(List<Reading> readings) {
		List<ConsumeOutcome> outcomes = new ArrayList<>();
		for (Reading reading : readings) {
			boolean plausible = reading.celsius() >= 0;
			if (plausible) {
				this.stored.add(reading.celsius());
			}
			outcomes.add(plausible ? ConsumeOutcome.SUCCESS : ConsumeOutcome.DEAD_LETTER);
		}
		logger.info("Handled {} readings at once", readings.size());
		return outcomes;
	}

	List<Integer> stored() {
		return List.copyOf(this.stored);
	}

	/**
	 * What a sensor measured.
	 *
	 * @param celsius the temperature in degrees
	 */
	record Reading(int celsius) {
	}

}
