package io.github.rocketmqlite.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.github.rocketmqlite.client.ClientOptions;
import io.github.rocketmqlite.client.ClientOptions.HeaderFormat;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Sockets and frames.
 */
public class TransportProperties {

	/**
	 * Way to the operating system's sockets.
	 */
	private ClientOptions.Transport type = ClientOptions.Transport.AUTO;

	/**
	 * Number of event loops that carry all connections.
	 */
	private int ioThreads = 1;

	/**
	 * Number of threads that complete the futures of asynchronous sends.
	 */
	private int callbackThreads = 2;

	/**
	 * Largest frame accepted from a server.
	 */
	private DataSize maxFrameSize = DataSize.ofMegabytes(16);

	/**
	 * How request headers are written where the command allows it.
	 */
	private HeaderFormat headerFormat = HeaderFormat.BINARY;

	/**
	 * Whether messages are sent to the second ("VIP") port of brokers, two below the
	 * usual one.
	 */
	private boolean vipChannel = false;

	/**
	 * Whether heartbeats leave out what a broker has confirmed before.
	 */
	private boolean compactHeartbeats = false;

	/**
	 * Comma-separated list of the only brokers that may be connected to: networks such as
	 * 10.0.0.0/8 and host patterns such as *.example.org. All if empty.
	 */
	private List<String> allowedBrokers = new ArrayList<>();

	/**
	 * Whether small writes leave at once.
	 */
	private boolean tcpNoDelay = true;

	/**
	 * Whether the system probes idle connections.
	 */
	private boolean keepAlive = false;

	/**
	 * Size of the system's send buffer. Its own choice if not set.
	 */
	private @Nullable DataSize sendBufferSize;

	/**
	 * Size of the system's receive buffer. Its own choice if not set.
	 */
	private @Nullable DataSize receiveBufferSize;

	/**
	 * Size of what waits to be written below which a connection takes requests again.
	 */
	private DataSize writeBufferLow = DataSize.ofKilobytes(512);

	/**
	 * Size of what waits to be written from which on a connection takes no requests.
	 */
	private DataSize writeBufferHigh = DataSize.ofMegabytes(1);

	/**
	 * Address of this machine from which connections are opened, a literal. Chosen by the
	 * system if not set.
	 */
	private @Nullable String localAddress;

	public ClientOptions.Transport getType() {
		return this.type;
	}

	public void setType(ClientOptions.Transport type) {
		this.type = type;
	}

	public int getIoThreads() {
		return this.ioThreads;
	}

	public void setIoThreads(int ioThreads) {
		this.ioThreads = ioThreads;
	}

	public int getCallbackThreads() {
		return this.callbackThreads;
	}

	public void setCallbackThreads(int callbackThreads) {
		this.callbackThreads = callbackThreads;
	}

	public DataSize getMaxFrameSize() {
		return this.maxFrameSize;
	}

	public void setMaxFrameSize(DataSize maxFrameSize) {
		this.maxFrameSize = maxFrameSize;
	}

	public HeaderFormat getHeaderFormat() {
		return this.headerFormat;
	}

	public void setHeaderFormat(HeaderFormat headerFormat) {
		this.headerFormat = headerFormat;
	}

	public boolean isVipChannel() {
		return this.vipChannel;
	}

	public void setVipChannel(boolean vipChannel) {
		this.vipChannel = vipChannel;
	}

	public boolean isCompactHeartbeats() {
		return this.compactHeartbeats;
	}

	public void setCompactHeartbeats(boolean compactHeartbeats) {
		this.compactHeartbeats = compactHeartbeats;
	}

	public List<String> getAllowedBrokers() {
		return this.allowedBrokers;
	}

	public void setAllowedBrokers(List<String> allowedBrokers) {
		this.allowedBrokers = allowedBrokers;
	}

	public boolean isTcpNoDelay() {
		return this.tcpNoDelay;
	}

	public void setTcpNoDelay(boolean tcpNoDelay) {
		this.tcpNoDelay = tcpNoDelay;
	}

	public boolean isKeepAlive() {
		return this.keepAlive;
	}

	public void setKeepAlive(boolean keepAlive) {
		this.keepAlive = keepAlive;
	}

	public @Nullable DataSize getSendBufferSize() {
		return this.sendBufferSize;
	}

	public void setSendBufferSize(@Nullable DataSize sendBufferSize) {
		this.sendBufferSize = sendBufferSize;
	}

	public @Nullable DataSize getReceiveBufferSize() {
		return this.receiveBufferSize;
	}

	public void setReceiveBufferSize(@Nullable DataSize receiveBufferSize) {
		this.receiveBufferSize = receiveBufferSize;
	}

	public DataSize getWriteBufferLow() {
		return this.writeBufferLow;
	}

	public void setWriteBufferLow(DataSize writeBufferLow) {
		this.writeBufferLow = writeBufferLow;
	}

	public DataSize getWriteBufferHigh() {
		return this.writeBufferHigh;
	}

	public void setWriteBufferHigh(DataSize writeBufferHigh) {
		this.writeBufferHigh = writeBufferHigh;
	}

	public @Nullable String getLocalAddress() {
		return this.localAddress;
	}

	public void setLocalAddress(@Nullable String localAddress) {
		this.localAddress = localAddress;
	}

}
