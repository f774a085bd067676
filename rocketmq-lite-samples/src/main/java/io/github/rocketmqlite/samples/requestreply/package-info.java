/**
 * Questions and answers: the return value of a listener is the reply.
 */
@NullMarked
package io.github.rocketmqlite.samples.requestreply;

import org.jspecify.annotations.NullMarked;
