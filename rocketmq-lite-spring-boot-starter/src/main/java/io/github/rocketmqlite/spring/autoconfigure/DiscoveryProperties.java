package io.github.rocketmqlite.spring.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Where the name servers are asked for, instead of a list.
 */
public class DiscoveryProperties {

	/**
	 * Address of a web server that answers with the list of name servers. Takes the place
	 * of 'rocketmq-lite.name-servers'.
	 */
	private @Nullable String url;

	/**
	 * Whether the address may begin with http://, so that anybody on the way can change
	 * the list.
	 */
	private boolean allowHttp = false;

	/**
	 * File that keeps the last list for a start while the web server is down.
	 */
	private @Nullable Path snapshot;

	/**
	 * Most time that one question may take.
	 */
	private Duration timeout = Duration.ofSeconds(3);

	/**
	 * How often the list is asked for again.
	 */
	private Duration interval = Duration.ofMinutes(2);

	public @Nullable String getUrl() {
		return this.url;
	}

	public void setUrl(@Nullable String url) {
		this.url = url;
	}

	public boolean isAllowHttp() {
		return this.allowHttp;
	}

	public void setAllowHttp(boolean allowHttp) {
		this.allowHttp = allowHttp;
	}

	public @Nullable Path getSnapshot() {
		return this.snapshot;
	}

	public void setSnapshot(@Nullable Path snapshot) {
		this.snapshot = snapshot;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public Duration getInterval() {
		return this.interval;
	}

	public void setInterval(Duration interval) {
		this.interval = interval;
	}

}
