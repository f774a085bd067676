package io.github.rocketmqlite.internal.remoting;

import java.time.Duration;

import io.github.rocketmqlite.internal.codec.DecodeLimits;
import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.github.rocketmqlite.internal.codec.RequestScope;

/**
 * What connections need to know.
 * <p>
 * Threading: immutable.
 *
 * @param connectTimeout the longest that one connect may take, name resolution and all
 * addresses of the host included
 * @param maxFrameBytes the largest frame accepted, its length field included
 * @param headerFormat how request headers are written where the command allows a choice
 * @param reconnectBackoffMax the longest pause between two connects to one address
 * @param scope what every request says about its client
 * @param security signatures and TLS
 * @param limits how much of a frame is taken in
 * @param network the way to the servers
 */
public record RemotingOptions(Duration connectTimeout, int maxFrameBytes, HeaderFormat headerFormat,
		Duration reconnectBackoffMax, RequestScope scope, RemotingSecurity security, DecodeLimits limits,
		NetworkSettings network) {

	public RemotingOptions {
		if (connectTimeout.isNegative() || connectTimeout.isZero()) {
			throw new IllegalArgumentException("connectTimeout must be positive: " + connectTimeout);
		}
		if (maxFrameBytes < 1024) {
			throw new IllegalArgumentException("maxFrameBytes must be at least 1024: " + maxFrameBytes);
		}
		if (reconnectBackoffMax.isNegative()) {
			throw new IllegalArgumentException("reconnectBackoffMax must not be negative: " + reconnectBackoffMax);
		}
	}

	/**
	 * Options of direct connections with the default limits, without a scope, signatures
	 * and TLS.
	 */
	public RemotingOptions(Duration connectTimeout, int maxFrameBytes, HeaderFormat headerFormat,
			Duration reconnectBackoffMax) {
		this(connectTimeout, maxFrameBytes, headerFormat, reconnectBackoffMax, RequestScope.NONE, RemotingSecurity.NONE,
				DecodeLimits.DEFAULTS, NetworkSettings.DIRECT);
	}

	/**
	 * The same options with another way to the servers.
	 */
	public RemotingOptions with(NetworkSettings network) {
		return new RemotingOptions(this.connectTimeout, this.maxFrameBytes, this.headerFormat, this.reconnectBackoffMax,
				this.scope, this.security, this.limits, network);
	}

}
