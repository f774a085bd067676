package io.github.rocketmqlite.migration;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Lets the environment answer for the properties of rocketmq-spring under their names
 * here.
 * <p>
 * Threading: stateless.
 */
final class LegacyPropertiesEnvironmentPostProcessor implements EnvironmentPostProcessor {

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (!environment.getPropertySources().contains(LegacyPropertySource.NAME)) {
			environment.getPropertySources().addLast(new LegacyPropertySource(environment));
		}
	}

}
