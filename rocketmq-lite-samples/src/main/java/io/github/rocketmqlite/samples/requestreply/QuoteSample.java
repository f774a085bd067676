package io.github.rocketmqlite.samples.requestreply;

import java.math.BigDecimal;
import java.time.Duration;

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
 * Asks for a price through a topic and waits for the answer.
 */
@SpringBootApplication
class QuoteSample implements ApplicationRunner {

	static final String TOPIC = "quotes";

	private static final Logger logger = LoggerFactory.getLogger(QuoteSample.class);

	private final RocketTemplate rocketTemplate;

	QuoteSample(RocketTemplate rocketTemplate) {
		this.rocketTemplate = rocketTemplate;
	}

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(QuoteSample.class);
		application.addInitializers(new EmbeddedBroker(TOPIC));
		application.run(args);
	}

	@Override
	public void run(ApplicationArguments arguments) {
		logger.info("Three kettles cost {}", priceOf("kettle", 3).total());
	}

	Quote priceOf(String item, int pieces) {
		return this.rocketTemplate.message(new QuoteRequest(item, pieces))
			.topic(TOPIC)
			.timeout(Duration.ofSeconds(20))
			.request(Quote.class);
	}

	@RocketListener(topics = TOPIC, group = "pricing")
	Quote quote(QuoteRequest request) {
		return new Quote(request.item(), new BigDecimal("19.90").multiply(BigDecimal.valueOf(request.pieces())));
	}

	/**
	 * The question.
	 *
	 * @param item what is wanted
	 * @param pieces how many
	 */
	record QuoteRequest(String item, int pieces) {
	}

	/**
	 * The answer.
	 *
	 * @param item what was asked for
	 * @param total what all pieces cost together
	 */
	record Quote(String item, BigDecimal total) {
	}

}
