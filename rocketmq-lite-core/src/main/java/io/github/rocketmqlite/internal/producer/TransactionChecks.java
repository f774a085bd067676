package io.github.rocketmqlite.internal.producer;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.MessageProperties;
import io.github.rocketmqlite.internal.codec.Namespace;
import io.github.rocketmqlite.internal.codec.command.CheckTransactionState;
import io.github.rocketmqlite.internal.remoting.ServerRequestHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes the brokers' questions about half messages to the producer of their group; one
 * for each client.
 * <p>
 * Threading: called on event loops; thread-safe and never blocking.
 */
public final class TransactionChecks implements ServerRequestHandler {

	private static final Logger logger = LoggerFactory.getLogger(TransactionChecks.class);

	private static final Reply DONE = new Reply(0, "", new byte[0]);

	private final Namespace namespace;

	private final Map<String, Participant> participants = new ConcurrentHashMap<>();

	/**
	 * Makes the checks of a client.
	 * @param namespace part of the names that brokers use
	 */
	public TransactionChecks(Namespace namespace) {
		this.namespace = namespace;
	}

	void add(String group, Participant participant) {
		this.participants.put(group, participant);
	}

	void remove(String group, Participant participant) {
		this.participants.remove(group, participant);
	}

	@Override
	public CompletableFuture<Reply> handle(Frame request) {
		CheckTransactionState check = CheckTransactionState.decode(request, this.namespace);
		String group = check.message().property(MessageProperties.PRODUCER_GROUP);
		Participant participant = (group != null) ? this.participants.get(this.namespace.unwrap(group)) : null;
		if (participant == null) {
			logger.debug("{} asks about a transaction of group {}, of which no transactional producer runs here",
					request.peer(), group);
		}
		else {
			participant.onCheck(check, request.peer());
		}
		return CompletableFuture.completedFuture(DONE);
	}

	/**
	 * A producer that knows about transactions.
	 */
	interface Participant {

		/**
		 * A broker asks. Runs on an event loop and must not block.
		 * @param check the question
		 * @param peer the address it came from
		 */
		void onCheck(CheckTransactionState check, String peer);

	}

}
