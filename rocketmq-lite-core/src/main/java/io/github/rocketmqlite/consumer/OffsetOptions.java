package io.github.rocketmqlite.consumer;

import java.nio.file.Path;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Where a consumer keeps its progress, and where it goes when that does not help.
 * <p>
 * Threading: immutable.
 *
 * @param startTime where {@link StartPosition#TIMESTAMP} begins
 * @param illegalOffset what is done when the broker does not have an offset
 * @param directory the directory of the file with the progress; {@code null} for another
 * place
 * @param repository the application's own place; {@code null} for another place
 */
public record OffsetOptions(@Nullable Instant startTime, IllegalOffsetPolicy illegalOffset, @Nullable Path directory,
		@Nullable OffsetRepository repository) {

	/** As the message model wants it. */
	public static final OffsetOptions DEFAULT = new OffsetOptions(null, IllegalOffsetPolicy.NEAREST, null, null);

}
