package io.github.rocketmqlite.internal.pop;

import java.util.ArrayList;
import java.util.List;

import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.internal.codec.command.PopMessageResponse;
import io.github.rocketmqlite.internal.pop.Popping.Catch;

/**
 * Sorts out what a pop brought: what is wanted, what the filter does not want, which is
 * acknowledged, and what was delivered too often, which goes to the dead-letter topic.
 * <p>
 * Threading: immutable.
 *
 * @param leases what becomes of the messages
 * @param calls acknowledges what is not wanted
 */
record PopSorting(Leases leases, PopCalls calls) {

	/** What of a pop is wanted; nobody holds it yet. */
	Catch caught(PopTarget target, PopMessageResponse response, long sentNanos) {
		return new Catch(List.copyOf(wanted(target, response, sentNanos)), response.undecodable(),
				!response.messages().isEmpty());
	}

	/** The messages that are wanted; nobody holds them yet. */
	List<HeldMessage> wanted(PopTarget target, PopMessageResponse response, long sentNanos) {
		List<HeldMessage> wanted = new ArrayList<>();
		List<HeldMessage> unwanted = new ArrayList<>();
		for (PopMessageResponse.Popped popped : response.messages()) {
			HeldMessage message = this.leases.leased(target, popped, sentNanos);
			if (!isWanted(target, message)) {
				unwanted.add(message);
			}
			else if (this.leases.isOverdue(message)) {
				this.leases.bury(message);
			}
			else {
				wanted.add(message);
			}
		}
		if (!unwanted.isEmpty()) {
			this.calls.ack(unwanted);
		}
		return wanted;
	}

	/** Brokers compare only hash codes. */
	private static boolean isWanted(PopTarget target, HeldMessage message) {
		try {
			return target.filter().accepts(message.tag());
		}
		catch (ProtocolException ex) {
			// cannot be read: no reason to lose those that came along with it
			return true;
		}
	}

}
