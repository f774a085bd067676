package io.github.rocketmqlite.samples.orders;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The machine's own headless Chromium, with a fresh profile that its driver makes and
 * removes.
 */
final class Chromium {

	private Chromium() {
	}

	/**
	 * Starts the browser, or skips the test where there is none, unless
	 * {@code -Dbrowser=required} says that there must be one.
	 */
	static ChromeDriver start() {
		Optional<Path> browser = onPath("chromium");
		Optional<Path> driver = onPath("chromedriver");
		boolean present = browser.isPresent() && driver.isPresent();
		if ("required".equals(System.getProperty("browser"))) {
			assertThat(present).as("chromium and chromedriver on the path").isTrue();
		}
		assumeTrue(present, "needs chromium and chromedriver on the path");
		ChromeOptions options = new ChromeOptions();
		options.setBinary(browser.orElseThrow().toFile());
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
				"--disable-dev-shm-usage", "--disable-component-update", "--disable-sync", "--no-first-run");
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(driver.get().toFile())
			.usingAnyFreePort()
			.build();
		ChromeDriver chromium = new ChromeDriver(service, options);
		chromium.manage().window().setSize(new Dimension(1280, 900));
		return chromium;
	}

	private static Optional<Path> onPath(String program) {
		return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
			.map((directory) -> Path.of(directory, program))
			.filter(Files::isExecutable)
			.findFirst();
	}

}
