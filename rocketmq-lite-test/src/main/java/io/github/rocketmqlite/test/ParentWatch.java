package io.github.rocketmqlite.test;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends a child JVM together with the one that started it.
 * <p>
 * Threading: one daemon thread, which only reads.
 */
public final class ParentWatch {

	private ParentWatch() {
	}

	/**
	 * Halts this JVM when its standard input ends, which is how a child notices that its
	 * parent is gone.
	 */
	public static void haltWithParent() {
		Daemons.start("parent-watch", () -> {
			try (InputStream parent = System.in) {
				while (parent.read() >= 0) {
					// the parent sends nothing: only the end matters
				}
			}
			catch (IOException ex) {
				// as good as the end
			}
			Runtime.getRuntime().halt(0);
		});
	}

}
