/**
 * Two clusters in one application: what arrives in one is copied to the other.
 */
@NullMarked
package io.github.rocketmqlite.samples.clusters;

import org.jspecify.annotations.NullMarked;
