package io.github.rocketmqlite.samples.transactional;

import io.github.rocketmqlite.spring.core.RocketTemplate;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Sells what is in stock.
 */
@Service
class Shop {

	private final JdbcClient database;

	private final RocketTemplate rocketTemplate;

	Shop(JdbcClient database, RocketTemplate rocketTemplate) {
		this.database = database;
		this.rocketTemplate = rocketTemplate;
	}

	/**
	 * Sells pieces of an item and tells of it. If there are too few, the transaction is
	 * rolled back, and nobody ever sees the message.
	 * @throws IllegalStateException when there are too few
	 */
	@Transactional
	void sell(String item, int pieces) {
		this.rocketTemplate.send(ShopSample.TOPIC, new ShopSample.Sale(item, pieces));
		int rows = this.database
			.sql("update stock set pieces = pieces - :pieces where item = :item and pieces >= :pieces")
			.param("item", item)
			.param("pieces", pieces)
			.update();
		if (rows == 0) {
			throw new IllegalStateException("There are no " + pieces + " pieces of " + item);
		}
	}

	int stock(String item) {
		return this.database.sql("select pieces from stock where item = :item")
			.param("item", item)
			.query(Integer.class)
			.single();
	}

}
