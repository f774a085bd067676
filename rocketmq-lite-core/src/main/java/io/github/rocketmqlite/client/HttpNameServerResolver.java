package io.github.rocketmqlite.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.rocketmqlite.internal.namesrv.NameServers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a web server for the name servers: the first line of its answer is a list
 * separated by semicolons. What it answered last can be kept in a file, for a start while
 * the web server is down.
 * <p>
 * No redirect is followed, at most 64 KiB are read, and all of it takes 3 seconds at
 * most.
 * <p>
 * Threading: confined to the thread that resolves.
 */
public final class HttpNameServerResolver implements NameServerResolver {

	private static final Logger logger = LoggerFactory.getLogger(HttpNameServerResolver.class);

	private static final int OK = 200;

	private final URI uri;

	private final Duration timeout;

	private final @Nullable NameServerSnapshot snapshot;

	private final HttpClient http;

	private @Nullable List<String> last;

	private HttpNameServerResolver(Builder builder) {
		this.uri = builder.unitUri();
		this.timeout = builder.timeout;
		this.snapshot = (builder.snapshot != null) ? new NameServerSnapshot(builder.snapshot) : null;
		this.http = HttpClient.newBuilder()
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(this.timeout)
			.build();
	}

	/**
	 * Starts a resolver.
	 * @param url the whole address, such as
	 * {@code https://config.example.com/rocketmq/nsaddr}
	 */
	public static Builder builder(String url) {
		return new Builder(url);
	}

	@Override
	public List<String> resolve() throws IOException, InterruptedException {
		List<String> found;
		try {
			found = ask();
		}
		catch (IOException ex) {
			if (this.last != null || this.snapshot == null) {
				throw ex;
			}
			found = fromSnapshot(this.snapshot, ex);
			this.last = found;
			return found;
		}
		if (!found.equals(this.last)) {
			this.last = found;
			if (this.snapshot != null) {
				this.snapshot.write(found);
			}
		}
		return found;
	}

	private List<String> ask() throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(this.uri).timeout(this.timeout).GET().build();
		CompletableFuture<HttpResponse<byte[]>> answer = this.http.sendAsync(request, (head) -> new BoundedBody());
		try {
			return read(answer.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (TimeoutException ex) {
			throw new IOException(
					"No name servers from " + this.uri + ": no whole answer within " + this.timeout.toMillis() + " ms",
					ex);
		}
		catch (ExecutionException ex) {
			throw new IOException("No name servers from " + this.uri + ": " + ex.getCause(), ex.getCause());
		}
		finally {
			answer.cancel(true);
		}
	}

	private List<String> read(HttpResponse<byte[]> answer) throws IOException {
		if (answer.statusCode() != OK) {
			throw new IOException("No name servers from " + this.uri + ": it answered " + answer.statusCode()
					+ answer.headers()
						.firstValue("Location")
						.map((to) -> ", and redirects are not followed")
						.orElse(""));
		}
		String first = new String(answer.body(), StandardCharsets.UTF_8).lines().findFirst().orElse("");
		try {
			return NameServers.parse(first);
		}
		catch (IllegalArgumentException ex) {
			throw new IOException("No name servers from " + this.uri + ": its answer is not a list of them: "
					+ shortened(String.valueOf(ex.getMessage())), ex);
		}
	}

	private static String shortened(String text) {
		String clean = text.replaceAll("\\p{Cntrl}", "?");
		return (clean.length() > 200) ? clean.substring(0, 200) + "…" : clean;
	}

	private static List<String> fromSnapshot(NameServerSnapshot snapshot, IOException failure) throws IOException {
		try {
			List<String> kept = snapshot.read();
			logger.warn("Name servers {} come from file {}, because: {}", kept, snapshot.path(), failure.getMessage());
			return kept;
		}
		catch (IOException ex) {
			failure.addSuppressed(ex);
			throw new IOException(failure.getMessage() + "; and " + ex.getMessage(), failure);
		}
	}

	/**
	 * Names the web server.
	 */
	@Override
	public String toString() {
		return "HttpNameServerResolver[" + this.uri + "]";
	}

	/**
	 * Collects the settings of an {@link HttpNameServerResolver}. Not thread-safe.
	 */
	public static final class Builder {

		private final String url;

		private boolean allowHttp;

		private @Nullable String unitName;

		private @Nullable Path snapshot;

		private Duration timeout = Duration.ofSeconds(3);

		private Builder(String url) {
			this.url = Objects.requireNonNull(url, "url");
		}

		/**
		 * Allows plain {@code http}, which anybody on the way can change. Default: only
		 * {@code https}.
		 */
		public Builder allowHttp(boolean allowHttp) {
			this.allowHttp = allowHttp;
			return this;
		}

		/**
		 * Asks for the name servers of one unit: {@code -unit?nofix=1} is appended to the
		 * address. Default: none.
		 */
		public Builder unitName(@Nullable String unitName) {
			this.unitName = unitName;
			return this;
		}

		/**
		 * Keeps the last answer in this file. Default: nowhere.
		 */
		public Builder snapshot(@Nullable Path snapshot) {
			this.snapshot = snapshot;
			return this;
		}

		/**
		 * The most time that one question may take. Default: 3 seconds.
		 */
		public Builder timeout(Duration timeout) {
			this.timeout = Objects.requireNonNull(timeout, "timeout");
			return this;
		}

		/**
		 * Checks the settings and makes the resolver, which asks nothing yet.
		 * @throws IllegalArgumentException naming the setting that is wrong
		 */
		public HttpNameServerResolver build() {
			if (this.timeout.toMillis() <= 0) {
				throw new IllegalArgumentException(
						"The timeout of name server discovery must be at least 1 ms, but is " + this.timeout);
			}
			return new HttpNameServerResolver(this);
		}

		private URI unitUri() {
			URI uri = URI.create((this.unitName != null) ? this.url + "-" + this.unitName + "?nofix=1" : this.url);
			String scheme = String.valueOf(uri.getScheme());
			if (uri.getHost() == null || uri.getUserInfo() != null) {
				throw new IllegalArgumentException("Not the address of a web server: '" + this.url + "'");
			}
			if (!scheme.equalsIgnoreCase("https") && !(this.allowHttp && scheme.equalsIgnoreCase("http"))) {
				throw new IllegalArgumentException("The address for name server discovery must begin with https://"
						+ (this.allowHttp ? " or http://" : " (http:// must be allowed explicitly)") + ", but is '"
						+ this.url + "'");
			}
			return uri;
		}

	}

}
