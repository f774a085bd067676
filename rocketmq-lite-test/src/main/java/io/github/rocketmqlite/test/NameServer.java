package io.github.rocketmqlite.test;

import java.nio.file.Path;
import java.util.Optional;

import org.apache.rocketmq.common.namesrv.NamesrvConfig;
import org.apache.rocketmq.namesrv.NamesrvController;
import org.apache.rocketmq.remoting.netty.NettyServerConfig;
import org.apache.rocketmq.remoting.protocol.route.TopicRouteData;

/**
 * One real name server in this JVM, on the loopback interface.
 * <p>
 * Threading: thread-safe.
 */
final class NameServer {

	/** Lets the operating system choose the port. */
	static final int ANY_PORT = 0;

	private final NamesrvController controller;

	private NameServer(NamesrvController controller) {
		this.controller = controller;
	}

	static NameServer start(int port, Path directory) {
		RemotingVersion.declare();
		NamesrvConfig config = new NamesrvConfig();
		config.setRocketmqHome(directory.toString());
		config.setKvConfigPath(directory.resolve("kvConfig.json").toString());
		config.setConfigStorePath(directory.resolve("namesrv.properties").toString());
		NettyServerConfig network = new NettyServerConfig();
		network.setBindAddress("127.0.0.1");
		network.setListenPort(port);
		NamesrvController controller = new NamesrvController(config, network);
		try {
			if (!controller.initialize()) {
				throw new IllegalStateException("The name server refused its configuration");
			}
			controller.start();
		}
		catch (Exception ex) {
			Daemons.start("stop-name-server", controller::shutdown);
			throw new IllegalStateException("The name server did not start on port " + port, ex);
		}
		return new NameServer(controller);
	}

	String address() {
		return "127.0.0.1:" + this.controller.getNettyServerConfig().getListenPort();
	}

	Optional<TopicRouteData> route(String topic) {
		return Optional.ofNullable(this.controller.getRouteInfoManager().pickupTopicRouteData(topic));
	}

	boolean knowsBroker(String brokerAddress) {
		return Routes.containsBroker(this.controller.getRouteInfoManager().getAllClusterInfo(), brokerAddress);
	}

	void forget(String topic) {
		this.controller.getRouteInfoManager().deleteTopic(topic);
	}

	/**
	 * Stops the name server; its threads end in the background.
	 */
	void shutDown() {
		Daemons.start("stop-name-server", this.controller::shutdown);
	}

}
