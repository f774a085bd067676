package io.github.rocketmqlite.internal.codec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Texts of every kind that a header has to carry, from a printed seed.
 */
final class RandomTexts {

	private final Random random;

	RandomTexts(Random random) {
		this.random = random;
	}

	/**
	 * The seed of this run, printed so that a failure can be run again.
	 */
	static long seed(String test) {
		long seed = Long.getLong("seed", System.nanoTime());
		System.out.println(test + ": run again with -Dseed=" + seed);
		return seed;
	}

	/**
	 * A text of 1 to 40 characters.
	 */
	String text() {
		StringBuilder text = new StringBuilder();
		int length = 1 + this.random.nextInt(40);
		for (int i = 0; i < length; i++) {
			text.appendCodePoint(codePoint());
		}
		return text.toString();
	}

	private int codePoint() {
		return switch (this.random.nextInt(8)) {
			case 0 -> this.random.nextInt(0x20);
			case 1 -> "\"\\/\u0001\u0002\u007f".codePointAt(this.random.nextInt(6));
			case 2 -> 0x80 + this.random.nextInt(0x700);
			case 3 -> 0x4E00 + this.random.nextInt(0x5000);
			case 4 -> 0x1F300 + this.random.nextInt(0x200);
			default -> 'a' + this.random.nextInt(26);
		};
	}

	/**
	 * Up to 20 fields with ASCII names.
	 */
	Map<String, String> fields() {
		Map<String, String> fields = new LinkedHashMap<>();
		int count = this.random.nextInt(20);
		for (int i = 0; i < count; i++) {
			fields.put("f" + Integer.toString(this.random.nextInt(1_000_000), 36), text());
		}
		return fields;
	}

	byte[] bytes(int maxLength) {
		byte[] bytes = new byte[this.random.nextInt(maxLength + 1)];
		this.random.nextBytes(bytes);
		return bytes;
	}

}
