/**
 * What every test class is checked for at its end, whatever it tests. Must not know any
 * test.
 */
@NullMarked
package io.github.rocketmqlite.guard;

import org.jspecify.annotations.NullMarked;
