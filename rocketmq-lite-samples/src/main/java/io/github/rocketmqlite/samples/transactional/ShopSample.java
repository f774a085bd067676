package io.github.rocketmqlite.samples.transactional;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.rocketmqlite.samples.EmbeddedBroker;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Sells kettles: with each sale, the stock in the database and a message change together.
 * The profile {@code transactional} brings the database and
 * {@code rocketmq-lite.producer.join-transactions}.
 */
@SpringBootApplication
class ShopSample implements ApplicationRunner {

	static final String TOPIC = "sales";

	private static final Logger logger = LoggerFactory.getLogger(ShopSample.class);

	private final Shop shop;

	private final List<Sale> shipped = new CopyOnWriteArrayList<>();

	ShopSample(Shop shop) {
		this.shop = shop;
	}

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(ShopSample.class);
		application.setAdditionalProfiles("transactional");
		application.addInitializers(new EmbeddedBroker(TOPIC));
		application.run(args);
	}

	@Override
	public void run(ApplicationArguments arguments) {
		for (int pieces : new int[] { 2, 100, 1 }) {
			try {
				this.shop.sell("kettle", pieces);
			}
			catch (IllegalStateException ex) {
				logger.info("Not sold: {}", ex.getMessage());
			}
		}
		logger.info("{} kettles are left", this.shop.stock("kettle"));
	}

	@RocketListener(topics = TOPIC, group = "parcels")
	void ship(Sale sale) {
		this.shipped.add(sale);
		logger.info("Shipping {} x {}", sale.pieces(), sale.item());
	}

	List<Sale> shipped() {
		return List.copyOf(this.shipped);
	}

	/**
	 * Something was sold.
	 *
	 * @param item what
	 * @param pieces how many
	 */
	record Sale(String item, int pieces) {
	}

}
