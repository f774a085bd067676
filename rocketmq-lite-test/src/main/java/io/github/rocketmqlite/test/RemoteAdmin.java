package io.github.rocketmqlite.test;

import java.util.List;
import java.util.Optional;

import org.apache.rocketmq.common.constant.PermName;
import org.apache.rocketmq.remoting.CommandCustomHeader;
import org.apache.rocketmq.remoting.RPCHook;
import org.apache.rocketmq.remoting.exception.RemotingException;
import org.apache.rocketmq.remoting.netty.NettyClientConfig;
import org.apache.rocketmq.remoting.netty.NettyRemotingClient;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.RemotingSerializable;
import org.apache.rocketmq.remoting.protocol.RequestCode;
import org.apache.rocketmq.remoting.protocol.ResponseCode;
import org.apache.rocketmq.remoting.protocol.body.ClusterInfo;
import org.apache.rocketmq.remoting.protocol.body.KVTable;
import org.apache.rocketmq.remoting.protocol.header.CreateTopicRequestHeader;
import org.apache.rocketmq.remoting.protocol.header.namesrv.GetRouteInfoRequestHeader;
import org.apache.rocketmq.remoting.protocol.route.TopicRouteData;
import org.jspecify.annotations.Nullable;

/**
 * Talks to servers of another JVM with the official remoting client.
 * <p>
 * Threading: thread-safe.
 */
final class RemoteAdmin implements AutoCloseable {

	private static final int REQUEST_MILLIS = 5_000;

	private final NettyRemotingClient client = new NettyRemotingClient(new NettyClientConfig());

	/**
	 * An administrator that servers do not ask for credentials.
	 */
	RemoteAdmin() {
		this(List.of());
	}

	/**
	 * @param hooks what signs its requests, for example
	 */
	RemoteAdmin(List<RPCHook> hooks) {
		RemotingVersion.declare();
		hooks.forEach(this.client::registerRPCHook);
		this.client.start();
	}

	void createTopic(String brokerAddress, String topic, int queues) {
		CreateTopicRequestHeader header = new CreateTopicRequestHeader();
		header.setTopic(topic);
		header.setDefaultTopic("TBW102");
		header.setReadQueueNums(queues);
		header.setWriteQueueNums(queues);
		header.setPerm(PermName.PERM_READ | PermName.PERM_WRITE);
		header.setTopicFilterType("SINGLE_TAG");
		header.setTopicSysFlag(0);
		header.setOrder(false);
		RemotingCommand response = call(brokerAddress, RequestCode.UPDATE_AND_CREATE_TOPIC, header);
		if (response.getCode() != ResponseCode.SUCCESS) {
			throw new IllegalStateException("The broker at " + brokerAddress + " did not create topic " + topic
					+ ": code " + response.getCode() + ", " + response.getRemark());
		}
	}

	Optional<TopicRouteData> route(String nameServer, String topic) {
		GetRouteInfoRequestHeader header = new GetRouteInfoRequestHeader();
		header.setTopic(topic);
		RemotingCommand response = call(nameServer, RequestCode.GET_ROUTEINFO_BY_TOPIC, header);
		if (response.getCode() != ResponseCode.SUCCESS) {
			return Optional.empty();
		}
		return Optional.of(RemotingSerializable.decode(response.getBody(), TopicRouteData.class));
	}

	boolean knowsBroker(String nameServer, String brokerAddress) {
		RemotingCommand response = call(nameServer, RequestCode.GET_BROKER_CLUSTER_INFO, null);
		ClusterInfo cluster = RemotingSerializable.decode(response.getBody(), ClusterInfo.class);
		return Routes.containsBroker(cluster, brokerAddress);
	}

	/**
	 * What the broker calls its own version, in the form {@code V5_3_3}.
	 */
	String brokerVersion(String brokerAddress) {
		RemotingCommand response = call(brokerAddress, RequestCode.GET_BROKER_RUNTIME_INFO, null);
		if (response.getCode() != ResponseCode.SUCCESS) {
			throw new IllegalStateException("The broker at " + brokerAddress + " did not tell its version: code "
					+ response.getCode() + ", " + response.getRemark());
		}
		KVTable table = RemotingSerializable.decode(response.getBody(), KVTable.class);
		return table.getTable().getOrDefault("brokerVersionDesc", "unknown");
	}

	private RemotingCommand call(String address, int code, @Nullable CommandCustomHeader header) {
		RemotingCommand request = RemotingCommand.createRequestCommand(code, header);
		try {
			return this.client.invokeSync(address, request, REQUEST_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while asking " + address + " with code " + code, ex);
		}
		catch (RemotingException ex) {
			throw new IllegalStateException("No answer of " + address + " to a request of code " + code, ex);
		}
	}

	@Override
	public void close() {
		Daemons.start("stop-admin", this.client::shutdown);
	}

}
