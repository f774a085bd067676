package io.github.rocketmqlite.spring.config;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.rocketmqlite.spring.annotation.DltListener;
import io.github.rocketmqlite.spring.annotation.RocketHandler;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.listener.DeadLetterCauses;
import io.github.rocketmqlite.spring.listener.ListenerConfigurationException;
import io.github.rocketmqlite.spring.listener.ListenerHandler;
import io.github.rocketmqlite.spring.listener.adapter.HandlerMethods.Handler;
import io.github.rocketmqlite.spring.listener.adapter.ListenerMethodAdapters;
import io.github.rocketmqlite.spring.listener.adapter.PayloadTypes;
import io.github.rocketmqlite.spring.listener.adapter.RocketHandlerMethodFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * Describes annotated beans as endpoints.
 * <p>
 * Threading: thread-safe.
 */
public final class MethodRocketListenerEndpointFactory {

	private final RocketHandlerMethodFactory methods;

	private final ListenerMethodAdapters adapters;

	private final DeadLetterCauses causes;

	private final ConfigurableBeanFactory beanFactory;

	private final ListenerSettingsResolver settings;

	private final Map<String, Integer> generatedIds = new ConcurrentHashMap<>();

	/**
	 * Makes a factory.
	 * @param methods makes methods callable
	 * @param adapters chooses the adapter that fits a method
	 * @param causes knows why messages were given up
	 */
	public MethodRocketListenerEndpointFactory(RocketHandlerMethodFactory methods, ListenerMethodAdapters adapters,
			DeadLetterCauses causes, ConfigurableBeanFactory beanFactory) {
		this.methods = methods;
		this.adapters = adapters;
		this.causes = causes;
		this.beanFactory = beanFactory;
		this.settings = new ListenerSettingsResolver(beanFactory);
	}

	/**
	 * The listeners of a bean, but for those of dead letters.
	 */
	List<RocketListenerEndpoint> listeners(AnnotatedBean bean) {
		bean.check();
		List<RocketListenerEndpoint> endpoints = new ArrayList<>();
		bean.listeners()
			.forEach((method, annotations) -> annotations
				.forEach((annotation) -> endpoints.add(ofMethod(bean, method, annotation))));
		bean.ofClass().forEach((annotation) -> endpoints.add(ofClass(bean, annotation)));
		return endpoints;
	}

	private RocketListenerEndpoint ofMethod(AnnotatedBean bean, Method method, RocketListener annotation) {
		String place = bean.place(method);
		ListenerSettings resolved = this.settings.resolve(annotation, nextId(bean.beanName() + "." + method.getName()),
				place);
		InvocableHandlerMethod invocable = invocable(bean, method, resolved.id());
		ListenerMethodAdapters fitting = adapters(resolved.cluster());
		ListenerHandler handler = this.settings.isBatch(annotation, place) ? fitting.ofBatch(invocable)
				: fitting.ofSingle(invocable, sendTo(bean, method));
		return new MethodRocketListenerEndpoint(resolved, handler, place);
	}

	/**
	 * A listener that is a method without an annotation, for a
	 * {@link RocketListenerConfigurer} to register. It takes and returns what an
	 * annotated one may.
	 * @param bean the bean, perhaps a proxy
	 * @param method a method that the bean, or the proxy, has; type variables are what
	 * the bean's class makes of them
	 * @param description where the listener comes from, for people
	 * @throws IllegalArgumentException naming the method when its return type makes no
	 * sense
	 */
	public RocketListenerEndpoint endpoint(ListenerSettings settings, Object bean, Method method, String description) {
		InvocableHandlerMethod invocable = this.methods.createInvocableHandlerMethod(bean, method);
		return new MethodRocketListenerEndpoint(settings, adapters(settings.cluster()).ofSingle(invocable, null),
				description);
	}

	/** Those that reply to the requests of a cluster. */
	private ListenerMethodAdapters adapters(@Nullable String cluster) {
		return (cluster != null) ? this.adapters.ofCluster(cluster) : this.adapters;
	}

	private RocketListenerEndpoint ofClass(AnnotatedBean bean, RocketListener annotation) {
		ListenerSettings resolved = this.settings.resolve(annotation, nextId(bean.beanName()), bean.place());
		if (this.settings.isBatch(annotation, bean.place())) {
			throw new ListenerConfigurationException("@RocketListener on class " + bean.place()
					+ " asks for batches, which cannot be divided among methods");
		}
		ListenerMethodAdapters fitting = adapters(resolved.cluster());
		List<Handler> handlers = bean.handlers()
			.entrySet()
			.stream()
			.map((entry) -> handler(bean, entry.getKey(), entry.getValue(), resolved.id(), fitting))
			.sorted(Comparator.comparing(Handler::description))
			.toList();
		return new MethodRocketListenerEndpoint(resolved, fitting.ofHandlers(bean.place(), handlers), bean.place());
	}

	private Handler handler(AnnotatedBean bean, Method method, RocketHandler annotation, String id,
			ListenerMethodAdapters fitting) {
		InvocableHandlerMethod invocable = invocable(bean, method, id);
		List<String> names = new AttributeReader(this.beanFactory, "@RocketHandler on " + bean.place(method))
			.names("tags", annotation.tags());
		return new Handler(Set.copyOf(names), PayloadTypes.of(invocable), annotation.isDefault(),
				fitting.ofSingle(invocable, sendTo(bean, method)), bean.place(method));
	}

	/**
	 * The dead-letter listeners of a bean.
	 * @param groups the groups of its other listeners
	 * @param clusters the clusters of its other listeners, that of the name {@code null}
	 * being the default one
	 */
	List<RocketListenerEndpoint> deadLetters(AnnotatedBean bean, Set<String> groups, Set<@Nullable String> clusters) {
		List<RocketListenerEndpoint> endpoints = new ArrayList<>();
		bean.deadLetters().forEach((method, annotation) -> {
			String place = bean.place(method);
			List<String> named = this.settings.deadLetterGroups(annotation, place);
			List<String> all = named.isEmpty() ? groups.stream().sorted().toList() : named;
			if (all.isEmpty() && bean.listeners().isEmpty() && bean.ofClass().isEmpty()) {
				throw new ListenerConfigurationException("@DltListener on " + place
						+ " has no dead letters to receive: its class has no listeners, and 'of' names no group");
			}
			String cluster = cluster(annotation, place, clusters);
			if (!all.isEmpty() && this.settings.hasOwnGroup(annotation, place)) {
				endpoints.add(ofDeadLetters(bean, method, annotation, all, cluster));
			}
			else {
				all.forEach((group) -> endpoints.add(ofDeadLetters(bean, method, annotation, List.of(group), cluster)));
			}
		});
		return endpoints;
	}

	private @Nullable String cluster(DltListener annotation, String place, Set<@Nullable String> clusters) {
		String named = this.settings.cluster(annotation, place);
		if (named == null && clusters.size() > 1) {
			throw new ListenerConfigurationException("@DltListener on " + place
					+ " needs a 'cluster': the listeners of its class are of " + clusters.size() + " clusters");
		}
		return (named != null || clusters.isEmpty()) ? named : clusters.iterator().next();
	}

	private RocketListenerEndpoint ofDeadLetters(AnnotatedBean bean, Method method, DltListener annotation,
			List<String> groups, @Nullable String cluster) {
		String place = bean.place(method);
		ListenerSettings resolved = this.settings.resolve(annotation, groups, cluster,
				nextId(bean.beanName() + "." + method.getName()), place);
		return new MethodRocketListenerEndpoint(resolved, adapters(cluster)
			.ofDeadLetters(invocable(bean, method, resolved.id()), sendTo(bean, method), groups, this.causes), place);
	}

	/**
	 * Adds the transaction checkers of a bean to the others.
	 */
	void addCheckers(AnnotatedBean bean, TransactionCheckers checkers) {
		bean.checkers().forEach((method, annotation) -> {
			List<String> topics = new AttributeReader(this.beanFactory,
					"@RocketTransactionChecker on " + bean.place(method))
				.names("topics", annotation.topics());
			checkers.add(topics, this.adapters.ofTransactions(invocable(bean, method)), bean.place(method));
		});
	}

	private InvocableHandlerMethod invocable(AnnotatedBean bean, Method method, String id) {
		return this.methods.createInvocableHandlerMethod(bean.bean(), bean.invocable(method),
				() -> this.beanFactory.getBean(RocketListenerEndpointRegistry.class).getContainer(id));
	}

	private InvocableHandlerMethod invocable(AnnotatedBean bean, Method method) {
		return this.methods.createInvocableHandlerMethod(bean.bean(), bean.invocable(method));
	}

	/** Where a method's values go that answer no request. */
	private @Nullable String sendTo(AnnotatedBean bean, Method method) {
		SendTo annotation = AnnotatedElementUtils.findMergedAnnotation(method, SendTo.class);
		if (annotation == null) {
			annotation = AnnotatedElementUtils.findMergedAnnotation(AopUtils.getTargetClass(bean.bean()), SendTo.class);
			if (annotation == null || method.getReturnType() == void.class) {
				return null;
			}
		}
		AttributeReader attributes = new AttributeReader(this.beanFactory, "@SendTo on " + bean.place(method));
		List<String> destinations = attributes.names("value", annotation.value());
		if (destinations.size() > 1) {
			throw attributes.bad("value", "there must be one destination, but there are " + destinations, null);
		}
		return destinations.isEmpty() ? null : destinations.get(0);
	}

	private String nextId(String name) {
		int number = this.generatedIds.merge(name, 1, Integer::sum);
		return (number == 1) ? name : name + "#" + number;
	}

}
