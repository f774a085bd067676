package io.github.rocketmqlite;

/**
 * What a failed request may have done at the broker.
 */
public enum Outcome {

	/**
	 * The broker did not execute the request: repeating it cannot create a duplicate.
	 */
	NOT_SENT,

	/**
	 * The request left, but no answer came: the broker may have executed it, and
	 * repeating it may create a duplicate.
	 */
	UNKNOWN

}
