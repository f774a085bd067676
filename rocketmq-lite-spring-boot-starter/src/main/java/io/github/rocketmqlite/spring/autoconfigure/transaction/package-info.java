/**
 * Sets up sends as part of Spring's transactions, if the application wants that and has a
 * database.
 */
@NullMarked
package io.github.rocketmqlite.spring.autoconfigure.transaction;

import org.jspecify.annotations.NullMarked;
