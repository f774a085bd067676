package io.github.rocketmqlite.benchmarks.comparison;

import java.util.Locale;

/**
 * The two clients that are compared.
 */
enum Side {

	OFFICIAL, LITE;

	/**
	 * A client of this side that has no connection yet.
	 */
	Contender open(String nameServers) {
		return (this == OFFICIAL) ? new OfficialContender(nameServers) : new LiteContender(nameServers);
	}

	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
