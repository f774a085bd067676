package io.github.rocketmqlite.samples.ordered;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

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
 * Sends ten movements for each of three accounts. The ordering key brings those of one
 * account into one queue in their order, whatever is retried meanwhile; the ordered
 * listener handles a queue one message after another, different queues at the same time.
 */
@SpringBootApplication
class AccountSample implements ApplicationRunner {

	static final String TOPIC = "account-movements";

	static final List<String> ACCOUNTS = List.of("alice", "bob", "carol");

	static final int MOVEMENTS = 10;

	private static final Logger logger = LoggerFactory.getLogger(AccountSample.class);

	private final RocketTemplate rocketTemplate;

	private final Map<String, List<Integer>> booked = new ConcurrentHashMap<>();

	AccountSample(RocketTemplate rocketTemplate) {
		this.rocketTemplate = rocketTemplate;
	}

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(AccountSample.class);
		application.addInitializers(new EmbeddedBroker(TOPIC));
		application.run(args);
	}

	@Override
	public void run(ApplicationArguments arguments) {
		for (int number = 1; number <= MOVEMENTS; number++) {
			for (String account : ACCOUNTS) {
				this.rocketTemplate.message(new Movement(account, number))
					.topic(TOPIC)
					.orderingKey(account)
					.sendAsync();
			}
		}
	}

	@RocketListener(topics = TOPIC, group = "ledger", ordered = "true")
	void book(Movement movement) {
		this.booked.computeIfAbsent(movement.account(), (account) -> new CopyOnWriteArrayList<>())
			.add(movement.number());
		logger.info("Booked movement {} of {}", movement.number(), movement.account());
	}

	Map<String, List<Integer>> booked() {
		return Map.copyOf(this.booked);
	}

	/**
	 * Money in or out.
	 *
	 * @param account whose
	 * @param number the how-manieth movement of the account, from 1
	 */
	record Movement(String account, int number) {
	}

}
