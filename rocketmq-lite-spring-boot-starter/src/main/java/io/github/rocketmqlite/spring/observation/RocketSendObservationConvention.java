package io.github.rocketmqlite.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names observations of sends and their keys. Declare a bean of this type to replace
 * {@link DefaultRocketSendObservationConvention}.
 */
public interface RocketSendObservationConvention extends ObservationConvention<RocketSendContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof RocketSendContext;
	}

}
