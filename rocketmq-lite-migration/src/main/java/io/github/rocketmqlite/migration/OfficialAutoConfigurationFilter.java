package io.github.rocketmqlite.migration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;

/**
 * Keeps the auto-configuration of rocketmq-spring off even where the official client is
 * on the class path for other reasons: its listeners would all exist twice.
 * <p>
 * Threading: stateless.
 */
final class OfficialAutoConfigurationFilter implements AutoConfigurationImportFilter {

	private static final String OFFICIAL = "org.apache.rocketmq.spring.autoconfigure.RocketMQAutoConfiguration";

	@Override
	public boolean[] match(@Nullable String[] autoConfigurationClasses, AutoConfigurationMetadata metadata) {
		boolean[] matches = new boolean[autoConfigurationClasses.length];
		for (int i = 0; i < matches.length; i++) {
			matches[i] = !OFFICIAL.equals(autoConfigurationClasses[i]);
		}
		return matches;
	}

}
