package io.github.rocketmqlite.spring.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import io.github.rocketmqlite.client.RocketClient;
import io.github.rocketmqlite.spring.autoconfigure.RocketAutoConfiguration;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.spring.docs.ListenerExamples.Order;
import io.github.rocketmqlite.spring.docs.ListenerExamples.Transactions;
import io.github.rocketmqlite.spring.fakes.FakeRocketClient;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of the references of listeners and sending are those that are compiled,
 * and they start.
 */
class ListenersDocumentTests {

	private static final Pattern EXAMPLE = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

	@Test
	void everyExampleIsCompiled() throws IOException {
		String document = Files.readString(Path.of("../docs/LISTENERS.md"))
				+ Files.readString(Path.of("../docs/SENDING.md"));
		String compiled = plain(Files
			.readString(Path.of("src/test/java", ListenerExamples.class.getName().replace('.', '/') + ".java")));
		List<String> examples = EXAMPLE.matcher(document).results().map((match) -> plain(match.group(1))).toList();
		assertThat(examples).hasSizeGreaterThan(8).allSatisfy((example) -> assertThat(compiled).contains(example));
	}

	/** Without white space, and with the names that only the document can write short. */
	private static String plain(String source) {
		return source.replace("org.springframework.core.annotation.Order(", "Order(").replaceAll("\\s+", "");
	}

	@Test
	void theExamplesStart() {
		FakeRocketClient client = new FakeRocketClient();
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RocketAutoConfiguration.class))
			.withBean(RocketClient.class, () -> client)
			.withUserConfiguration(ListenerExamples.Beans.class)
			.withBean(ListenerExamples.Listeners.class)
			.withBean(ListenerExamples.Failing.class)
			.withBean(ListenerExamples.Shipping.class)
			.withBean(Transactions.class)
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(RocketTemplate.class);
				assertThat(client.runningGroups()).containsExactlyInAnyOrder("billing", "ledger", "invoicing",
						"billing-eu", "billing-eu-dlt", "shipping", "accounting");
				assertThat(context.getBean(Transactions.class).place(new Order("7")).isCommitted()).isTrue();
			});
	}

}
