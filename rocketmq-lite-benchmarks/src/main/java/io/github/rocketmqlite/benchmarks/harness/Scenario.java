package io.github.rocketmqlite.benchmarks.harness;

import java.util.List;

/**
 * Something that is measured, and what is expected of it.
 */
public interface Scenario {

	/** Its name in results and on the command line. */
	String id();

	/** Its name in the table. */
	String title();

	/** What its figures should be. */
	List<Goal> goals();

}
