package io.github.rocketmqlite.benchmarks.harness;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Repeats work in rounds of a second or more, until the JVM spends hardly any of a round
 * on compiling it. Without that, the compiler takes more CPU than a client does, and what
 * is measured is how fast a JVM gets warm.
 * <p>
 * Threading: used by one thread.
 */
public final class WarmUp {

	private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** A warm JVM compiles a twentieth of the time, for a while. */
	private static final double MOST_COMPILING = 0.05;

	private final CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();

	private final long mostNanos;

	/**
	 * Makes a warm-up.
	 * @param mostSeconds after which it ends, warm or not; 0 for one round
	 */
	public WarmUp(int mostSeconds) {
		this.mostNanos = TimeUnit.SECONDS.toNanos(mostSeconds);
	}

	/**
	 * Does a piece of work again and again.
	 * @return what all pieces came to
	 */
	public long run(Work work) throws Exception {
		long sum = 0;
		long began = System.nanoTime();
		long compiling;
		long took;
		do {
			long round = System.nanoTime();
			long compiledMillis = this.compiler.getTotalCompilationTime();
			do {
				sum += work.run();
				took = System.nanoTime() - round;
			}
			while (took < ROUND_NANOS);
			compiling = TimeUnit.MILLISECONDS.toNanos(this.compiler.getTotalCompilationTime() - compiledMillis);
		}
		while (compiling > took * MOST_COMPILING && System.nanoTime() - began < this.mostNanos);
		return sum;
	}

	/** A piece of work. */
	@FunctionalInterface
	public interface Work {

		/** Returns how many messages it was. */
		long run() throws Exception;

	}

}
