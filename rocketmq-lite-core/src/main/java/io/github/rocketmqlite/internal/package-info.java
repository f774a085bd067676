/**
 * What the parts of the client share and no user sees. Holds no type of its own.
 */
@NullMarked
package io.github.rocketmqlite.internal;

import org.jspecify.annotations.NullMarked;
