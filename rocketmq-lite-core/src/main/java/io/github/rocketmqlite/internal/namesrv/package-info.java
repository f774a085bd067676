/**
 * Where topics live: the name servers and the immutable routes they answer with. Knows
 * nothing of producers and consumers.
 */
@NullMarked
package io.github.rocketmqlite.internal.namesrv;

import org.jspecify.annotations.NullMarked;
