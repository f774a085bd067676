package io.github.rocketmqlite.internal.admin;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.github.rocketmqlite.admin.ByBroker;
import io.github.rocketmqlite.admin.LiteAdmin;
import io.github.rocketmqlite.admin.LiteBrokerInfo;
import io.github.rocketmqlite.admin.LiteClientInfo;
import io.github.rocketmqlite.admin.LiteGroupInfo;
import io.github.rocketmqlite.admin.LiteParentInfo;
import io.github.rocketmqlite.admin.LiteTopicInfo;
import io.github.rocketmqlite.admin.LiteTopicLag;
import io.github.rocketmqlite.internal.codec.Names;
import io.github.rocketmqlite.internal.codec.command.LiteBrokerInfoRequest;
import io.github.rocketmqlite.internal.codec.command.LiteClientInfoRequest;
import io.github.rocketmqlite.internal.codec.command.LiteDispatchRequest;
import io.github.rocketmqlite.internal.codec.command.LiteGroupInfoRequest;
import io.github.rocketmqlite.internal.codec.command.LiteParentInfoRequest;
import io.github.rocketmqlite.internal.codec.command.LiteTopicInfoRequest;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * The blocking edge of the administration of lite topics.
 * <p>
 * Threading: thread-safe.
 */
final class DefaultLiteAdmin implements LiteAdmin {

	private final DefaultAdmin admin;

	private final AdminCalls calls;

	DefaultLiteAdmin(DefaultAdmin admin, AdminCalls calls) {
		this.admin = admin;
		this.calls = calls;
	}

	@Override
	public ByBroker<LiteBrokerInfo> brokers() {
		return read("The look-up of lite topics",
				(deadline) -> this.calls.callMasters(null, new LiteBrokerInfoRequest(), deadline),
				DefaultLiteAdmin::broker);
	}

	private static LiteBrokerInfo broker(LiteBrokerInfoRequest.Info info) {
		Map<String, Duration> expirations = new TreeMap<>();
		info.expirations().forEach((topic, minutes) -> {
			Duration expiration = expiration(minutes);
			if (expiration != null) {
				expirations.put(topic, expiration);
			}
		});
		return new LiteBrokerInfo(info.storeType(), info.maxQueues(), info.queues(), info.subscriptions(),
				info.orderStates(), info.consumeQueues(), info.offsets(), info.eventQueues(),
				new TreeSet<>(info.expirations().keySet()), new TreeMap<>(expirations), new TreeMap<>(info.groups()));
	}

	private static @Nullable Duration expiration(int minutes) {
		return (minutes > 0) ? Duration.ofMinutes(minutes) : null;
	}

	@Override
	public ByBroker<LiteParentInfo> topic(String topic) {
		Names.checkTopic(topic);
		return read("The look-up of the lite topics of topic '" + topic + "'",
				(deadline) -> this.calls.callBrokersOf(topic, (broker) -> new LiteParentInfoRequest(topic), deadline),
				(info) -> new LiteParentInfo(topic, expiration(info.expirationMinutes()), info.groups(),
						info.liteTopics(), info.queues()));
	}

	@Override
	public ByBroker<LiteTopicInfo> liteTopic(String topic, String liteTopic) {
		Names.checkTopic(topic);
		Names.checkLiteTopic(liteTopic);
		return read("The look-up of lite topic '" + liteTopic + "' of topic '" + topic + "'",
				(deadline) -> this.calls.callBrokersOf(topic, (broker) -> new LiteTopicInfoRequest(topic, liteTopic),
						deadline),
				(info) -> new LiteTopicInfo(topic, liteTopic,
						info.subscribers()
							.stream()
							.map((one) -> new LiteTopicInfo.Subscriber(one.group(), one.clientId()))
							.toList(),
						info.minOffset(), info.maxOffset(), Times.orNull(info.lastStoreTime()), info.belongsHere()));
	}

	@Override
	public ByBroker<LiteClientInfo> client(String topic, String group, String clientId, int maxLiteTopics) {
		Names.checkTopic(topic);
		Names.checkGroup(group);
		Objects.requireNonNull(clientId, "clientId");
		if (maxLiteTopics < 1 || maxLiteTopics > LiteClientInfoRequest.MAX_LITE_TOPICS) {
			throw new IllegalArgumentException("maxLiteTopics must be 1 to 10000, but is " + maxLiteTopics);
		}
		return read("The look-up of client '" + clientId + "' of group '" + group + "'",
				(deadline) -> this.calls.callBrokersOf(topic,
						(broker) -> new LiteClientInfoRequest(topic, group, clientId, maxLiteTopics), deadline),
				(info) -> (info.count() < 0) ? null
						: new LiteClientInfo(topic, group, clientId, info.count(), new TreeSet<>(info.liteTopics()),
								Times.orNull(info.lastAccessTime()), Times.orNull(info.lastConsumeTime())));
	}

	@Override
	public ByBroker<LiteGroupInfo> group(String group, int top) {
		Names.checkGroup(group);
		if (top < 1) {
			throw new IllegalArgumentException("top must be at least 1, but is " + top);
		}
		return read("The lag of group '" + group + "' in lite topics",
				(deadline) -> this.calls.callMasters(null, new LiteGroupInfoRequest(group, null, top), deadline),
				(info) -> new LiteGroupInfo(group, info.topic(), Math.max(0, info.lag()),
						Times.orNull(info.earliestStoreTime()), lags(info.largest()), lags(info.oldest())));
	}

	private static List<LiteGroupInfo.Lag> lags(List<LiteGroupInfoRequest.Lag> lags) {
		return lags.stream()
			.map((lag) -> new LiteGroupInfo.Lag(lag.liteTopic(), lag.count(), Times.orNull(lag.earliestStoreTime())))
			.toList();
	}

	@Override
	public ByBroker<LiteTopicLag> lag(String group, String liteTopic) {
		Names.checkGroup(group);
		Names.checkLiteTopic(liteTopic);
		return read("The lag of group '" + group + "' in lite topic '" + liteTopic + "'",
				(deadline) -> this.calls.callMasters(null, new LiteGroupInfoRequest(group, liteTopic, 1), deadline),
				(info) -> lag(group, liteTopic, info));
	}

	private static @Nullable LiteTopicLag lag(String group, String liteTopic, LiteGroupInfoRequest.Info info) {
		LiteGroupInfoRequest.Progress progress = info.progress();
		return (progress == null) ? null
				: new LiteTopicLag(group, info.topic(), liteTopic, progress.maxOffset(), progress.committedOffset(),
						Times.orNull(progress.lastTimestamp()), Times.orNull(info.earliestStoreTime()));
	}

	@Override
	public void dispatch(String group) {
		dispatch(group, null, "Handing out the lite topics of group '" + group + "'");
	}

	@Override
	public void dispatch(String group, String clientId) {
		Objects.requireNonNull(clientId, "clientId");
		dispatch(group, clientId, "Handing out the lite topics of client '" + clientId + "' of group '" + group + "'");
	}

	private void dispatch(String group, @Nullable String clientId, String what) {
		Names.checkGroup(group);
		this.admin.await(what,
				(deadline) -> this.calls.callMasters(null, new LiteDispatchRequest(group, clientId), deadline)
					.thenApply((answers) -> answers.requireAll(what)));
	}

	/**
	 * Asks several brokers.
	 * @param reader makes something of an answer; {@code null} when it says nothing
	 */
	private <R, T> ByBroker<T> read(String what, Function<Deadline, CompletableFuture<Answers<R>>> call,
			Function<R, @Nullable T> reader) {
		return this.admin.await(what, (deadline) -> call.apply(deadline).thenApply((answers) -> {
			TreeMap<String, T> byBroker = new TreeMap<>();
			answers.requireAny(what).values().forEach((broker, answer) -> {
				T read = reader.apply(answer);
				if (read != null) {
					byBroker.put(broker, read);
				}
			});
			return new ByBroker<>(byBroker, answers.failures());
		}));
	}

}
