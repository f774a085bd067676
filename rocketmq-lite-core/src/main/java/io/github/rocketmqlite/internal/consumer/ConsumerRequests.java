package io.github.rocketmqlite.internal.consumer;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.github.rocketmqlite.consumer.BrokerCommand;
import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.RequestScope;
import io.github.rocketmqlite.internal.codec.command.ConsumerRunningInfo;
import io.github.rocketmqlite.internal.codec.command.ConsumerStatus;
import io.github.rocketmqlite.internal.codec.command.DirectConsumption;
import io.github.rocketmqlite.internal.codec.command.ResetOffset;
import io.github.rocketmqlite.internal.codec.command.UnsubscribeLite;
import io.github.rocketmqlite.internal.remoting.Blocking;
import io.github.rocketmqlite.internal.remoting.ServerRequestHandler.Reply;
import io.github.rocketmqlite.internal.session.GroupMember;
import io.github.rocketmqlite.internal.session.GroupMember.Role;
import io.github.rocketmqlite.internal.session.GroupMembers;
import io.github.rocketmqlite.internal.session.ServerRequestRouter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of brokers that are for one of the client's consumers: finds it, asks
 * whether it allows the request, and writes the answer.
 * <p>
 * Source: protocol 5.4 to 5.8.
 * <p>
 * Threading: called on event loops; thread-safe and never blocking.
 */
public final class ConsumerRequests {

	private static final Logger logger = LoggerFactory.getLogger(ConsumerRequests.class);

	private static final int SUCCESS = 0;

	private static final int SYSTEM_ERROR = 1;

	private static final int NO_PERMISSION = 16;

	private static final byte[] NO_BODY = new byte[0];

	private final GroupMembers members;

	private final RequestScope scope;

	/**
	 * Serves the consumers among some members.
	 * @param scope the scope that names on the wire belong to
	 */
	public ConsumerRequests(GroupMembers members, RequestScope scope) {
		this.members = members;
		this.scope = scope;
	}

	/** Adds these requests to those that brokers may send. */
	public void allowAt(ServerRequestRouter router) {
		router.allow(ResetOffset.CODE, this::resetOffset);
		router.allow(ConsumerStatus.CODE, this::status);
		router.allow(ConsumerRunningInfo.CODE, this::runningInfo);
		router.allow(DirectConsumption.CODE, this::consumeDirectly);
		router.allow(UnsubscribeLite.CODE, this::unsubscribeLite);
	}

	private CompletableFuture<Reply> unsubscribeLite(Frame request) {
		UnsubscribeLite lost = UnsubscribeLite.decode(request);
		LiteTopics lite = (this.members.find(Role.CONSUMER, lost.group()) instanceof ConsumerMember consumer)
				? consumer.lite() : null;
		if (lite == null) {
			return refused(SYSTEM_ERROR, "Group " + lost.group() + " has no consumer of lite topics in this client");
		}
		lite.taken(lost.liteTopic(), lost.clientId(), request.peer());
		return CompletableFuture.completedFuture(new Reply(SUCCESS, "", NO_BODY));
	}

	private CompletableFuture<Reply> resetOffset(Frame request) {
		ResetOffset reset = ResetOffset.decode(request, this.scope.namespace());
		String peer = request.peer();
		return to(reset.group(), BrokerCommand.RESET_OFFSET, peer, (control) -> {
			control.reset(reset.offsets(), peer);
			return CompletableFuture.completedFuture(NO_BODY);
		});
	}

	private CompletableFuture<Reply> status(Frame request) {
		ConsumerStatus question = ConsumerStatus.decode(request, this.scope.namespace());
		return to(question.group(), BrokerCommand.STATUS, request.peer(), (control) -> CompletableFuture
			.completedFuture(ConsumerStatus.body(control.status(question.topic()), this.scope.namespace())));
	}

	private CompletableFuture<Reply> runningInfo(Frame request) {
		ConsumerRunningInfo.Question question = ConsumerRunningInfo.Question.decode(request);
		return to(question.group(), BrokerCommand.RUNNING_INFO, request.peer(),
				(control) -> control.runningInfo(question.withStacks()).thenApply((info) -> info.body(this.scope)));
	}

	private CompletableFuture<Reply> consumeDirectly(Frame request) {
		DirectConsumption wanted = DirectConsumption.decode(request, this.scope.namespace());
		String peer = request.peer();
		return to(wanted.group(), BrokerCommand.CONSUME_DIRECTLY, peer,
				(control) -> control.consume(wanted.message(), peer).thenApply(DirectConsumption.Result::body));
	}

	private CompletableFuture<Reply> to(String group, BrokerCommand command, String peer,
			Function<RemoteControl, CompletableFuture<byte[]>> work) {
		GroupMember member = this.members.find(Role.CONSUMER, group);
		RemoteControl control = (member instanceof ConsumerMember consumer) ? consumer.control() : null;
		if (control == null) {
			return refused(SYSTEM_ERROR, "Consumer group " + group + " has no push consumer in this client");
		}
		if (!control.allows(command)) {
			logger.warn("{} asked group {} for {}, which its options do not allow", peer, group, command);
			return refused(NO_PERMISSION, "The options of consumer group " + group + " do not allow " + command);
		}
		return work.apply(control)
			.handle((body, failure) -> (failure == null) ? new Reply(SUCCESS, "", body)
					: new Reply(SYSTEM_ERROR, String.valueOf(Blocking.unwrap(failure).getMessage()), NO_BODY));
	}

	private static CompletableFuture<Reply> refused(int code, String remark) {
		return CompletableFuture.completedFuture(new Reply(code, remark, NO_BODY));
	}

}
