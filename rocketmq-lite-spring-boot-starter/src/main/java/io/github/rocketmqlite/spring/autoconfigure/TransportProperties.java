package io.github.rocketmqlite.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.github.rocketmqlite.client.ClientOptions;
import io.github.rocketmqlite.client.ClientOptions.HeaderFormat;

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

}
