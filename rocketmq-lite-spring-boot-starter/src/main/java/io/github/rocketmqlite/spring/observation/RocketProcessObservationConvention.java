package io.github.rocketmqlite.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names observations of listeners and their keys. Declare a bean of this type to replace
 * {@link DefaultRocketProcessObservationConvention}.
 */
public interface RocketProcessObservationConvention extends ObservationConvention<RocketProcessContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof RocketProcessContext;
	}

}
