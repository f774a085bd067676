/**
 * One file per command of the protocol: an immutable value that writes its own header and
 * reads its own answer. Knows nothing of who sends it or where to.
 */
@NullMarked
package io.github.rocketmqlite.internal.codec.command;

import org.jspecify.annotations.NullMarked;
