package io.github.rocketmqlite.consumer;

/**
 * Refuses options that make no sense, in words that name them.
 */
final class OptionCheck {

	private OptionCheck() {
	}

	static void require(boolean valid, String kind, String setting, String problem) {
		if (!valid) {
			throw new IllegalArgumentException(kind + " option '" + setting + "' " + problem);
		}
	}

}
