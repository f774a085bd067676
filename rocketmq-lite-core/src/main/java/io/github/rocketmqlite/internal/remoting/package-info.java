/**
 * Connections to servers: who is connected, which requests await an answer and until
 * when. Knows nothing of topics, groups or messages.
 */
@NullMarked
package io.github.rocketmqlite.internal.remoting;

import org.jspecify.annotations.NullMarked;
