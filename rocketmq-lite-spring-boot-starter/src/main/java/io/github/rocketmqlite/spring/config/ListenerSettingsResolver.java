package io.github.rocketmqlite.spring.config;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Set;

import io.github.rocketmqlite.consumer.Filter;
import io.github.rocketmqlite.consumer.MessageModel;
import io.github.rocketmqlite.consumer.StartPosition;
import io.github.rocketmqlite.spring.annotation.DltListener;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.listener.MessageRecoverer;
import io.github.rocketmqlite.spring.listener.RocketErrorHandler;
import io.github.rocketmqlite.spring.support.RocketHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * Makes settings of what an annotation says.
 * <p>
 * Threading: thread-safe.
 */
final class ListenerSettingsResolver {

	/** Behind a group's name, the group that reads its dead letters. */
	private static final String DLT_SUFFIX = "-dlt";

	private final ConfigurableBeanFactory beanFactory;

	ListenerSettingsResolver(ConfigurableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	ListenerSettings resolve(RocketListener annotation, String defaultId, String place) {
		AttributeReader attributes = reader(annotation, place);
		String id = attributes.text("id", annotation.id());
		List<String> topics = attributes.names("topics", annotation.topics());
		if (topics.isEmpty()) {
			throw attributes.bad("topics", "there is no topic in " + List.of(annotation.topics()), null);
		}
		Filter.Type type = attributes.oneOf("selectorType", annotation.selectorType(), Filter.Type.class);
		Filter filter = attributes.read("selector", annotation.selector(),
				(type == Filter.Type.SQL92) ? Filter::sql : Filter::parse);
		return new ListenerSettings((id != null) ? id : defaultId, topics, (filter != null) ? filter : Filter.all(),
				attributes.text("group", annotation.group()), consumer(attributes, annotation),
				attributes.flag("autoStartup", annotation.autoStartup()),
				attributes.text("containerFactory", annotation.containerFactory()),
				attributes.text("cluster", annotation.cluster()), failures(attributes, annotation));
	}

	/**
	 * Whether the method takes several messages at once.
	 */
	boolean isBatch(RocketListener annotation, String place) {
		return Boolean.TRUE.equals(reader(annotation, place).flag("batch", annotation.batch()));
	}

	private static ConsumerSettings consumer(AttributeReader attributes, RocketListener annotation) {
		return new ConsumerSettings(attributes.number("concurrency", annotation.concurrency()),
				attributes.number("maxReconsumeTimes", annotation.maxReconsumeTimes()),
				attributes.oneOf("startPosition", annotation.startPosition(), StartPosition.class),
				attributes.flag("ordered", annotation.ordered()),
				attributes.flag("orderedByKey", annotation.orderedByKey()),
				attributes.oneOf("messageModel", annotation.messageModel(), MessageModel.class),
				attributes.number("batchSize", annotation.batchSize()), null, null);
	}

	private static FailureSettings failures(AttributeReader attributes, RocketListener annotation) {
		return new FailureSettings(Set.of(annotation.notRetryable()),
				attributes.duration("backOff", annotation.backOff()),
				attributes.duration("maxBackOff", annotation.maxBackOff()),
				attributes.bean("errorHandler", annotation.errorHandler(), RocketErrorHandler.class),
				attributes.bean("recoverer", annotation.recoverer(), MessageRecoverer.class));
	}

	/**
	 * The groups whose dead letters an annotation asks for; none if it leaves that open.
	 */
	List<String> deadLetterGroups(DltListener annotation, String place) {
		return reader(annotation, place).names("of", annotation.of());
	}

	/**
	 * The cluster that it names, if it does.
	 */
	@Nullable String cluster(DltListener annotation, String place) {
		return reader(annotation, place).text("cluster", annotation.cluster());
	}

	/**
	 * Whether it names the one group that shall read them all.
	 */
	boolean hasOwnGroup(DltListener annotation, String place) {
		return reader(annotation, place).text("group", annotation.group()) != null;
	}

	/**
	 * The settings of a dead-letter listener.
	 * @param groups the groups whose dead letters it gets, at least one
	 * @param cluster where they are
	 */
	ListenerSettings resolve(DltListener annotation, List<String> groups, @Nullable String cluster, String defaultId,
			String place) {
		AttributeReader attributes = reader(annotation, place);
		String id = attributes.text("id", annotation.id());
		String group = attributes.text("group", annotation.group());
		ConsumerSettings consumer = new ConsumerSettings(attributes.number("concurrency", annotation.concurrency()),
				null, StartPosition.FIRST, null, null, null);
		return new ListenerSettings((id != null) ? id : defaultId,
				groups.stream().map((name) -> RocketHeaders.DEAD_LETTER_TOPIC_PREFIX + name).toList(), Filter.all(),
				(group != null) ? group : groups.get(0) + DLT_SUFFIX, consumer,
				attributes.flag("autoStartup", annotation.autoStartup()),
				attributes.text("containerFactory", annotation.containerFactory()), cluster, FailureSettings.NONE);
	}

	private AttributeReader reader(Annotation annotation, String place) {
		return new AttributeReader(this.beanFactory,
				"@" + annotation.annotationType().getSimpleName() + " on " + place);
	}

}
