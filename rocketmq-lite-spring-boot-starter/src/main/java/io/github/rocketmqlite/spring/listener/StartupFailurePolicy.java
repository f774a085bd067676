package io.github.rocketmqlite.spring.listener;

/**
 * What becomes of a listener whose cluster cannot be reached when it starts.
 */
public enum StartupFailurePolicy {

	/**
	 * The start fails, and with it that of the application.
	 */
	FAIL,

	/**
	 * The application starts without the listener, which is tried again in the background
	 * until the cluster is there. Health tells what is missing.
	 */
	RETRY,

	/**
	 * The application starts without waiting for the cluster: listeners join their groups
	 * in the background, and try again until the cluster is there.
	 */
	LAZY

}
