package io.github.rocketmqlite.spring.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image must know beyond what annotations and bean definitions tell: the
 * LZ4 library finds its implementations by their names. Listener methods and what they
 * take are known by their annotation; what an application sends and never receives is
 * not, and takes a {@code @RegisterReflectionForBinding} of its own.
 */
class RocketRuntimeHints implements RuntimeHintsRegistrar {

	private static final List<String> LZ4 = List.of("LZ4JavaSafeCompressor", "LZ4HCJavaSafeCompressor",
			"LZ4JavaSafeFastDecompressor", "LZ4JavaSafeSafeDecompressor");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		LZ4.forEach((name) -> hints.reflection()
			.registerTypeIfPresent(classLoader, "net.jpountz.lz4." + name, MemberCategory.ACCESS_DECLARED_FIELDS,
					MemberCategory.INVOKE_DECLARED_CONSTRUCTORS));
	}

}
