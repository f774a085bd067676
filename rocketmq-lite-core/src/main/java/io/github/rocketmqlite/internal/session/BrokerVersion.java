package io.github.rocketmqlite.internal.session;

/**
 * The release that the version number of a broker's answers means (protocol 1.6): the
 * place in a list that has two entries, snapshot and release, for each of ten patches of
 * each minor release.
 * <p>
 * Threading: stateless.
 */
public final class BrokerVersion {

	/**
	 * 5.3.0, the first release without the known holes in the administration of brokers
	 * and name servers (CVE-2023-33246, CVE-2023-37582 and their kin).
	 */
	static final int RECOMMENDED = 473;

	private static final int V4_0_0_SNAPSHOT = 212;

	private static final int V5_0_0 = 413;

	private static final int HIGHEST = 612;

	private static final int PER_MINOR = 20;

	private BrokerVersion() {
	}

	/**
	 * The name of a release, such as {@code 5.3.2} or {@code 4.9.8-SNAPSHOT}.
	 */
	public static String text(int number) {
		int place = number - V4_0_0_SNAPSHOT;
		if (place < 0) {
			return "before 4.0.0";
		}
		if (number >= HIGHEST) {
			return "after 5.9.9";
		}
		int minor = place / PER_MINOR;
		String release = (4 + minor / 10) + "." + minor % 10 + "." + place % PER_MINOR / 2;
		return (place % 2 == 0) ? release + "-SNAPSHOT" : release;
	}

	/** Whether brokers of a release keep messages for any time, not only for levels. */
	public static boolean hasTimerWheel(int number) {
		return number >= V5_0_0;
	}

	static boolean isOld(int number) {
		return number > 0 && number < RECOMMENDED;
	}

}
