/**
 * What the samples share: the broker they run on.
 */
@NullMarked
package io.github.rocketmqlite.samples;

import org.jspecify.annotations.NullMarked;
