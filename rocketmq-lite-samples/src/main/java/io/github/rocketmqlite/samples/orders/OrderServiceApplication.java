package io.github.rocketmqlite.samples.orders;

import io.github.rocketmqlite.samples.EmbeddedBroker;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts the order service, on a real broker inside this JVM unless
 * {@code rocketmq-lite.name-servers} names a cluster.
 */
@SpringBootApplication
public class OrderServiceApplication {

	/**
	 * Runs the application.
	 */
	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(OrderServiceApplication.class);
		application.addInitializers(new EmbeddedBroker(OrderController.TOPIC));
		application.run(args);
	}

}
