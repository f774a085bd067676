/**
 * Messages and a database in one transaction: either both happen or neither.
 */
@NullMarked
package io.github.rocketmqlite.samples.transactional;

import org.jspecify.annotations.NullMarked;
