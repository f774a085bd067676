package io.github.rocketmqlite.benchmarks.layer;

import java.util.Locale;

/**
 * The ways that are compared.
 */
enum LayerSide {

	BARE, SPRING, OBSERVED;

	Layer open(String nameServers) {
		return (this == BARE) ? new BareLayer(nameServers) : new SpringLayer(nameServers, this == OBSERVED);
	}

	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
