package io.github.rocketmqlite.samples.clusters;

import java.time.Duration;

import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import io.github.rocketmqlite.test.context.EmbeddedRocketMQ;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.awaitility.Awaitility.await;

@SpringBootTest(webEnvironment = WebEnvironment.NONE)
@EmbeddedRocketMQ(topics = BackupSample.TOPIC)
class BackupSampleIntegrationTests {

	private static EmbeddedRocketMQServer backup;

	@Autowired
	private BackupSample sample;

	@BeforeAll
	static void startBackup() {
		backup = EmbeddedRocketMQServer.builder().start();
		backup.createTopic(BackupSample.TOPIC, 4);
	}

	@AfterAll
	static void stopBackup() {
		backup.close();
	}

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add(BackupSample.BACKUP, () -> backup.nameServers());
	}

	@Test
	void whatIsSentToOneClusterArrivesInTheOther() {
		await().atMost(Duration.ofSeconds(60)).until(() -> this.sample.kept().contains("21 degrees"));
	}

}
