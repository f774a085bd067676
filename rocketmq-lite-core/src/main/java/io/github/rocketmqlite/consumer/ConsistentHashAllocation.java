package io.github.rocketmqlite.consumer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.rocketmqlite.MessageQueue;

/**
 * Gives a queue to the member whose place on a ring of hashes comes next. The hashes are
 * the first four bytes of MD5, and what is hashed are the texts that the official client
 * hashes.
 * <p>
 * Threading: stateless.
 *
 * @param places how many places each member has
 */
record ConsistentHashAllocation(int places) implements AllocationStrategy {

	private static final int MOST_PLACES = 10_000;

	ConsistentHashAllocation {
		if (places < 1 || places > MOST_PLACES) {
			throw new IllegalArgumentException(
					"Consistent hashing takes 1 to " + MOST_PLACES + " places for each member, not " + places);
		}
	}

	@Override
	public String name() {
		return "CONSISTENT_HASH";
	}

	@Override
	public List<MessageQueue> allocate(String group, String clientId, List<MessageQueue> queues,
			List<String> clientIds) {
		MessageDigest md5 = md5();
		TreeMap<Long, String> ring = new TreeMap<>();
		for (String member : clientIds) {
			for (int i = 0; i < this.places; i++) {
				ring.put(hash(md5, member + "-" + i), member);
			}
		}
		return queues.stream().filter((queue) -> clientId.equals(owner(ring, hash(md5, text(queue))))).toList();
	}

	private static String owner(TreeMap<Long, String> ring, long hash) {
		Map.Entry<Long, String> next = ring.ceilingEntry(hash);
		return ((next != null) ? next : ring.firstEntry()).getValue();
	}

	private static String text(MessageQueue queue) {
		return "MessageQueue [topic=" + queue.topic() + ", brokerName=" + queue.brokerName() + ", queueId="
				+ queue.queueId() + "]";
	}

	private static long hash(MessageDigest md5, String text) {
		byte[] digest = md5.digest(text.getBytes(StandardCharsets.UTF_8));
		long hash = 0;
		for (int i = 0; i < 4; i++) {
			hash = (hash << 8) | (digest[i] & 0xFF);
		}
		return hash;
	}

	private static MessageDigest md5() {
		try {
			return MessageDigest.getInstance("MD5");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java runtime has MD5", ex);
		}
	}

	@Override
	public String toString() {
		return name();
	}

}
