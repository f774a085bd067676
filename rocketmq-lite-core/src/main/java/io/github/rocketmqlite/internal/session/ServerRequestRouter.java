package io.github.rocketmqlite.internal.session;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.command.ConsumerIdsChanged;
import io.github.rocketmqlite.internal.remoting.ServerRequestHandler;
import io.github.rocketmqlite.internal.session.GroupMember.Role;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The list of requests that brokers may send this client, and which member each one is
 * for. What is not listed here is answered "not supported".
 * <p>
 * Threading: called on event loops; thread-safe and never blocking.
 */
public final class ServerRequestRouter implements ServerRequestHandler {

	private static final Logger logger = LoggerFactory.getLogger(ServerRequestRouter.class);

	private static final Reply DONE = new Reply(0, "", new byte[0]);

	private final GroupMembers members;

	private final Map<Integer, ServerRequestHandler> handlers = new ConcurrentHashMap<>();

	public ServerRequestRouter(GroupMembers members) {
		this.members = members;
		allow(ConsumerIdsChanged.CODE, this::consumerIdsChanged);
	}

	/**
	 * Adds a kind of request to the list.
	 * @param code the request code
	 * @param handler called on event loops; must not block
	 * @throws IllegalStateException when the code has a handler already
	 */
	public void allow(int code, ServerRequestHandler handler) {
		if (this.handlers.putIfAbsent(code, handler) != null) {
			throw new IllegalStateException("Request code " + code + " has a handler already");
		}
	}

	@Override
	public @Nullable CompletableFuture<Reply> handle(Frame request) {
		ServerRequestHandler handler = this.handlers.get(request.code());
		return (handler != null) ? handler.handle(request) : null;
	}

	private CompletableFuture<Reply> consumerIdsChanged(Frame request) {
		String group = ConsumerIdsChanged.decode(request).group();
		GroupMember member = this.members.find(Role.CONSUMER, group);
		if (member == null) {
			logger.debug("{} reports a change in group {}, of which no consumer runs here", request.peer(), group);
		}
		else {
			member.onMembersChanged();
		}
		return CompletableFuture.completedFuture(DONE);
	}

}
