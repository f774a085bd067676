package io.github.rocketmqlite.spring.autoconfigure;

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

}
