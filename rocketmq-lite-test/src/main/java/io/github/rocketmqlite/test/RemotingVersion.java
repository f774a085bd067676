package io.github.rocketmqlite.test;

import org.apache.rocketmq.common.MQVersion;

/**
 * Declares the protocol version of this JVM's RocketMQ servers.
 * <p>
 * The servers read it from a system property which only their own main classes set.
 * Without it a broker calls itself version 0, and the name server then reads the
 * registration in an old format and stores no topics.
 */
final class RemotingVersion {

	private static final String PROPERTY = "rocketmq.remoting.version";

	private RemotingVersion() {
	}

	static void declare() {
		System.setProperty(PROPERTY, Integer.toString(MQVersion.CURRENT_VERSION));
	}

}
