/**
 * Sends as part of Spring's transactions, with a log in the application's database. Knows
 * nothing of listeners or configuration; needs spring-jdbc, which is optional.
 */
@NullMarked
package io.github.rocketmqlite.spring.transaction;

import org.jspecify.annotations.NullMarked;
