/**
 * The words shared by sending and receiving: header names, header mapping and payload
 * conversion. Knows nothing of templates, listeners or the application context.
 */
@NullMarked
package io.github.rocketmqlite.spring.support;

import org.jspecify.annotations.NullMarked;
