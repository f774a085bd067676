/**
 * Real and fake servers for tests: a RocketMQ name server and broker inside this JVM or
 * in a child JVM, a scripted broker and a fault proxy. Knows nothing of the client under
 * test, of Spring or of JUnit.
 */
@NullMarked
package io.github.rocketmqlite.test;

import org.jspecify.annotations.NullMarked;
