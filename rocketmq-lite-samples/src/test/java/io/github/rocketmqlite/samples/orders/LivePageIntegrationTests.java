package io.github.rocketmqlite.samples.orders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.rocketmqlite.test.context.EmbeddedRocketMQ;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.Select;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The page of the order service in a real browser. Leaves a picture of it in
 * {@code target/live-page.png}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@EmbeddedRocketMQ(topics = OrderController.TOPIC)
class LivePageIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	@LocalServerPort
	private int port;

	private ChromeDriver browser;

	@BeforeEach
	void open() {
		this.browser = Chromium.start();
		this.browser.get("http://localhost:" + this.port + "/");
		await().atMost(PATIENCE).until(() -> texts("#stream").equals(List.of("live")));
	}

	@AfterEach
	void close() {
		if (this.browser != null) {
			this.browser.quit();
		}
	}

	@Test
	void anOrderTravelsAndArrivesAfterARetryOrAsADeadLetter() throws IOException {
		String grinder = place("coffee grinder", "0");
		await().atMost(PATIENCE).until(() -> way(grinder).size() == 3);
		assertThat(way(grinder)).first().asString().startsWith("stored in orders@");
		assertThat(way(grinder)).contains("done by billing delivery 1", "done by shipping delivery 1");
		String frother = place("milk frother", "1");
		String machine = place("espresso machine", "100");
		await().atMost(PATIENCE).until(() -> way(frother).contains("done by billing delivery 2"));
		assertThat(way(frother)).contains("will be retried by billing delivery 1: the printer is out of paper");
		await().atMost(PATIENCE)
			.until(() -> way(machine).contains("dead letter of billing delivery 3: the printer is out of paper"));
		assertThat(way(machine)).contains("done by shipping delivery 1");
		await().atMost(PATIENCE).until(() -> way(machine).contains("done by billing-dlt as a dead letter"));
		Files.write(Path.of("target", "live-page.png"), this.browser.getScreenshotAs(OutputType.BYTES));
	}

	@Test
	void aListenerIsPausedAndResumed() {
		await().atMost(PATIENCE).until(() -> texts("#group-billing td").contains("running"));
		click("#group-billing button");
		await().atMost(PATIENCE).until(() -> texts("#group-billing td").contains("paused"));
		click("#group-billing button");
		await().atMost(PATIENCE).until(() -> texts("#group-billing td").contains("running"));
	}

	@Test
	void whatHappenedBeforeIsThereAfterAReload() {
		String kettle = place("kettle", "0");
		await().atMost(PATIENCE).until(() -> way(kettle).size() == 3);
		this.browser.navigate().refresh();
		await().atMost(PATIENCE).until(() -> way(kettle).size() == 3);
	}

	/** Fills in the form; returns the id of the order once the page shows it. */
	private String place(String item, String billingFailures) {
		WebElement field = this.browser.findElement(By.name("item"));
		field.clear();
		field.sendKeys(item);
		new Select(this.browser.findElement(By.name("billingFailures"))).selectByValue(billingFailures);
		click("#place button");
		await().atMost(PATIENCE).until(() -> texts("#orders > li:first-child strong").equals(List.of(item)));
		return texts("#orders > li:first-child code").get(0);
	}

	private List<String> way(String orderId) {
		return texts("[id='" + orderId + "'] .way li");
	}

	private void click(String selector) {
		this.browser.executeScript("document.querySelector(arguments[0]).click()", selector);
	}

	/** The texts of all elements, read at one moment: the page changes all the time. */
	@SuppressWarnings("unchecked")
	private List<String> texts(String selector) {
		return (List<String>) this.browser.executeScript(
				"return [...document.querySelectorAll(arguments[0])].map((element) => element.textContent)", selector);
	}

}
