/**
 * Messages of one key, in order: each account's movements are handled in the order in
 * which they were sent.
 */
@NullMarked
package io.github.rocketmqlite.samples.ordered;

import org.jspecify.annotations.NullMarked;
