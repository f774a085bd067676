package io.github.rocketmqlite.test.context;

import io.github.rocketmqlite.test.EmbeddedRocketMQServer;

/**
 * Reads the annotation: starts or finds the server it asks for and creates its topics.
 */
final class AnnotatedServer {

	private AnnotatedServer() {
	}

	/**
	 * The server for the annotation, with its topics. Closing it has no effect if it is
	 * the shared one.
	 * @throws IllegalArgumentException if the annotation contradicts itself
	 */
	static EmbeddedRocketMQServer start(EmbeddedRocketMQ annotation) {
		if (annotation.shared() && annotation.brokerProperties().length > 0) {
			throw new IllegalArgumentException("@EmbeddedRocketMQ has 'brokerProperties' but the shared server "
					+ "keeps its defaults: set 'shared = false'");
		}
		EmbeddedRocketMQServer server = annotation.shared() ? EmbeddedRocketMQServer.shared() : startOwn(annotation);
		try {
			createTopics(annotation, server);
			return server;
		}
		catch (RuntimeException ex) {
			server.close();
			throw ex;
		}
	}

	private static EmbeddedRocketMQServer startOwn(EmbeddedRocketMQ annotation) {
		EmbeddedRocketMQServer.Builder builder = EmbeddedRocketMQServer.builder();
		for (String property : annotation.brokerProperties()) {
			int equals = property.indexOf('=');
			if (equals < 1) {
				throw new IllegalArgumentException(
						"@EmbeddedRocketMQ: broker property '" + property + "' is not of the form 'name=value'");
			}
			builder.brokerProperty(property.substring(0, equals).trim(), property.substring(equals + 1).trim());
		}
		return builder.start();
	}

	private static void createTopics(EmbeddedRocketMQ annotation, EmbeddedRocketMQServer server) {
		for (String topic : annotation.topics()) {
			int colon = topic.lastIndexOf(':');
			if (colon < 0) {
				server.createTopic(topic, annotation.queues());
			}
			else {
				server.createTopic(topic.substring(0, colon), queues(topic, colon));
			}
		}
	}

	private static int queues(String topic, int colon) {
		try {
			return Integer.parseInt(topic.substring(colon + 1));
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(
					"@EmbeddedRocketMQ: topic '" + topic + "' is not of the form 'name' or 'name:queues'", ex);
		}
	}

}
