package io.github.rocketmqlite.internal.codec;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Makes the ids that messages carry from their sender to every consumer, 32 upper-case
 * hex digits in the layout of the protocol (8.7): address, process, instance, time in the
 * month, counter.
 * <p>
 * Ids of one instance never repeat, even when the clock is set back: time and counter
 * together only grow. Instances, also those of one process, differ by a random number,
 * which changes with the month because the time starts again then.
 * <p>
 * Threading: thread-safe, lock-free.
 */
public final class UniqueIds {

	private static final int LENGTH = 32;

	private static final int TIME_AT = 20;

	private static final int COUNTER_BITS = 16;

	private static final int MONTH_STEP = 0x9E3779B9;

	private final byte[] origin = new byte[12];

	private final int instance;

	private final AtomicLong last = new AtomicLong();

	private final ThreadLocal<byte[]> digits = ThreadLocal.withInitial(() -> new byte[LENGTH]);

	private volatile Month month;

	public UniqueIds() {
		RandomGenerator random = new SecureRandom();
		byte[] address = localAddress();
		OffsetMessageId.writeHex(this.origin, 0, 8, BigEndian.getInt(address, 0));
		OffsetMessageId.writeHex(this.origin, 8, 4, ProcessHandle.current().pid());
		this.instance = random.nextInt();
		this.month = monthOf(System.currentTimeMillis());
	}

	/**
	 * A new id.
	 */
	public String next() {
		long tick = nextTick();
		long millis = tick >>> COUNTER_BITS;
		Month current = this.month;
		if (millis < current.start || millis >= current.end) {
			current = monthOf(millis);
			this.month = current;
		}
		byte[] id = this.digits.get();
		System.arraycopy(current.prefix, 0, id, 0, TIME_AT);
		OffsetMessageId.writeHex(id, TIME_AT, LENGTH - TIME_AT,
				((millis - current.start) << COUNTER_BITS) | (tick & 0xFFFF));
		return new String(id, StandardCharsets.ISO_8859_1);
	}

	private long nextTick() {
		long now = System.currentTimeMillis() << COUNTER_BITS;
		while (true) {
			long previous = this.last.get();
			long next = Math.max(previous + 1, now);
			if (this.last.compareAndSet(previous, next)) {
				return next;
			}
		}
	}

	private Month monthOf(long millis) {
		ZonedDateTime start = Instant.ofEpochMilli(millis)
			.atZone(ZoneId.systemDefault())
			.truncatedTo(ChronoUnit.DAYS)
			.withDayOfMonth(1);
		byte[] prefix = new byte[TIME_AT];
		System.arraycopy(this.origin, 0, prefix, 0, this.origin.length);
		int months = start.getYear() * 12 + start.getMonthValue();
		OffsetMessageId.writeHex(prefix, this.origin.length, 8, this.instance + months * MONTH_STEP);
		return new Month(start.toInstant().toEpochMilli(), start.plusMonths(1).toInstant().toEpochMilli(), prefix);
	}

	/**
	 * The first address that others may reach; it only helps a reader of an id, so no
	 * address is as good as any.
	 */
	private static byte[] localAddress() {
		try {
			for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
				for (InetAddress address : Collections.list(network.getInetAddresses())) {
					if (address instanceof Inet4Address && !address.isLoopbackAddress()) {
						return address.getAddress();
					}
				}
			}
		}
		catch (SocketException ex) {
			return new byte[] { 127, 0, 0, 1 };
		}
		return new byte[] { 127, 0, 0, 1 };
	}

	private static final class Month {

		private final long start;

		private final long end;

		private final byte[] prefix;

		private Month(long start, long end, byte[] prefix) {
			this.start = start;
			this.end = end;
			this.prefix = prefix;
		}

	}

}
