package io.github.rocketmqlite.spring.config;

/**
 * Registers listeners that are not annotated methods. Beans of this type are called once,
 * before the annotated methods are registered.
 */
@FunctionalInterface
public interface RocketListenerConfigurer {

	void configure(RocketListenerEndpointRegistrar registrar);

}
