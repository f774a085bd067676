package io.github.rocketmqlite.samples.broadcast;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

import io.github.rocketmqlite.samples.EmbeddedBroker;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A cache of prices in each instance of an application. Whoever changes a price tells all
 * instances to forget it, the own one included.
 */
@SpringBootApplication
class CacheSample {

	static final String TOPIC = "price-changes";

	private static final Logger logger = LoggerFactory.getLogger(CacheSample.class);

	private final RocketTemplate rocketTemplate;

	private final Map<String, Integer> prices = new ConcurrentHashMap<>();

	CacheSample(RocketTemplate rocketTemplate) {
		this.rocketTemplate = rocketTemplate;
	}

	public static void main(String[] args) throws IOException {
		try (ConfigurableApplicationContext one = instance(Files.createTempDirectory("one"), args);
				ConfigurableApplicationContext two = instance(Files.createTempDirectory("two"), args)) {
			one.getBean(CacheSample.class).remember("kettle", 20);
			two.getBean(CacheSample.class).remember("kettle", 20);
			one.getBean(CacheSample.class).change("kettle");
			while (one.getBean(CacheSample.class).knows("kettle") || two.getBean(CacheSample.class).knows("kettle")) {
				LockSupport.parkNanos(1_000_000);
			}
			logger.info("Both instances have forgotten the price");
		}
	}

	/**
	 * Starts an instance.
	 * @param offsets where it keeps how far it has read; on a machine of its own the
	 * default would do
	 */
	static ConfigurableApplicationContext instance(Path offsets, String... args) {
		return new SpringApplicationBuilder(CacheSample.class).web(WebApplicationType.NONE)
			.initializers(new EmbeddedBroker(TOPIC))
			.properties("rocketmq-lite.consumer.offsets-directory=" + offsets)
			.run(args);
	}

	void remember(String item, int price) {
		this.prices.put(item, price);
	}

	boolean knows(String item) {
		return this.prices.containsKey(item);
	}

	void change(String item) {
		this.rocketTemplate.send(TOPIC, item);
	}

	@RocketListener(topics = TOPIC, group = "price-caches", messageModel = "broadcasting")
	void forget(String item) {
		this.prices.remove(item);
		logger.info("Forgot the price of {}", item);
	}

}
