package io.github.rocketmqlite.internal.admin;

import java.time.Duration;

import io.github.rocketmqlite.internal.namesrv.NameServers;
import io.github.rocketmqlite.internal.remoting.RemotingClient;

/**
 * What the administration uses of its client.
 *
 * @param nameServers tell where topics and brokers are
 * @param brokers the connections to brokers
 * @param timeout how long a call may take unless said otherwise
 */
public record AdminResources(NameServers nameServers, RemotingClient brokers, Duration timeout) {
}
