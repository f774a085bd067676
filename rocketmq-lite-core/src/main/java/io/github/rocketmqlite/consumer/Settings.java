package io.github.rocketmqlite.consumer;

/**
 * The check of a push consumer's settings.
 * <p>
 * Threading: stateless.
 */
final class Settings {

	private Settings() {
	}

	/**
	 * Refuses a setting.
	 * @throws IllegalArgumentException naming it, if it is not valid
	 */
	static void require(boolean valid, String setting, String problem) {
		if (!valid) {
			throw new IllegalArgumentException("Push consumer option '" + setting + "' " + problem);
		}
	}

}
