package io.github.rocketmqlite.internal.codec;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The entry for a fuzzer that is guided by coverage: one {@link FuzzTarget}, named by the
 * first argument.
 */
public final class CodecFuzzer {

	private static @Nullable FuzzTarget target;

	private CodecFuzzer() {
	}

	public static void fuzzerInitialize(String[] arguments) {
		target = FuzzTarget.valueOf(arguments[0]);
	}

	public static void fuzzerTestOneInput(byte[] data) {
		Objects.requireNonNull(target).run(data);
	}

}
