package io.github.rocketmqlite.samples.clusters;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.rocketmqlite.samples.EmbeddedBroker;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * Copies measurements from the default cluster to the cluster {@code backup}, which is
 * set up under {@code rocketmq-lite.clusters.backup}.
 */
@SpringBootApplication
class BackupSample implements ApplicationRunner {

	static final String TOPIC = "measurements";

	static final String BACKUP = "rocketmq-lite.clusters.backup.name-servers";

	private static final Logger logger = LoggerFactory.getLogger(BackupSample.class);

	private final RocketTemplate rocketTemplate;

	private final RocketTemplate backupTemplate;

	private final List<String> kept = new CopyOnWriteArrayList<>();

	BackupSample(RocketTemplate rocketTemplate, @Qualifier("backup") RocketTemplate backupTemplate) {
		this.rocketTemplate = rocketTemplate;
		this.backupTemplate = backupTemplate;
	}

	public static void main(String[] args) {
		EmbeddedRocketMQServer backup = EmbeddedRocketMQServer.builder().start();
		backup.createTopic(TOPIC, 4);
		new SpringApplicationBuilder(BackupSample.class).initializers(new EmbeddedBroker(TOPIC))
			.properties(BACKUP + "=" + backup.nameServers())
			.run(args);
	}

	@Override
	public void run(ApplicationArguments arguments) {
		this.rocketTemplate.send(TOPIC, "21 degrees");
	}

	@RocketListener(topics = TOPIC, group = "copier")
	void copy(String measurement) {
		this.backupTemplate.send(TOPIC, measurement);
	}

	@RocketListener(topics = TOPIC, group = "archive", cluster = "backup")
	void keep(String measurement) {
		this.kept.add(measurement);
		logger.info("The backup has '{}'", measurement);
	}

	List<String> kept() {
		return List.copyOf(this.kept);
	}

}
