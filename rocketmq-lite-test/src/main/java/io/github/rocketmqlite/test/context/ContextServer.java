package io.github.rocketmqlite.test.context;

import io.github.rocketmqlite.test.EmbeddedRocketMQServer;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Finds the server in the Spring context of a test. Apart from the extension so that the
 * extension loads without Spring.
 */
final class ContextServer {

	private ContextServer() {
	}

	static EmbeddedRocketMQServer of(ExtensionContext context) {
		return SpringExtension.getApplicationContext(context).getBean(EmbeddedRocketMQServer.class);
	}

}
