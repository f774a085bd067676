/**
 * The administration of a cluster: asks brokers and name servers and puts their answers
 * together. Knows nothing of producers, consumers and the client's own routes.
 */
@NullMarked
package io.github.rocketmqlite.internal.admin;

import org.jspecify.annotations.NullMarked;
