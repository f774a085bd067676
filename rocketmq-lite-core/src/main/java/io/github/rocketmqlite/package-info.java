/**
 * The words everyone uses: messages, queues, results and errors. Knows nothing of the
 * network or of any other package.
 */
@NullMarked
package io.github.rocketmqlite;

import org.jspecify.annotations.NullMarked;
