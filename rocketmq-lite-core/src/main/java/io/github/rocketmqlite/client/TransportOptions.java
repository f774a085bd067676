package io.github.rocketmqlite.client;

import io.github.rocketmqlite.internal.remoting.SocketSettings;
import org.jspecify.annotations.Nullable;

/**
 * How the sockets of a client are set up. Which transport carries them, and on how many
 * threads, are {@link RocketClientBuilder#transport} and
 * {@link RocketClientBuilder#ioThreads}.
 * <p>
 * Threading: immutable.
 *
 * @param tcpNoDelay whether small writes leave at once (TCP_NODELAY)
 * @param keepAlive whether the system probes idle connections (SO_KEEPALIVE)
 * @param sendBufferBytes the system's send buffer (SO_SNDBUF), 0 for the system's choice
 * @param receiveBufferBytes the system's receive buffer (SO_RCVBUF), 0 for the system's
 * choice
 * @param writeResumeBytes how little must wait to be written until a connection takes
 * more requests again
 * @param writePauseBytes from how many bytes that wait to be written on a connection
 * takes no more requests
 * @param localAddress the address of this machine from which connections are opened, a
 * literal one; {@code null} for the system's choice
 */
public record TransportOptions(boolean tcpNoDelay, boolean keepAlive, int sendBufferBytes, int receiveBufferBytes,
		int writeResumeBytes, int writePauseBytes, @Nullable String localAddress) {

	/** The defaults. */
	public static final TransportOptions DEFAULT = builder().build();

	/**
	 * Checks the options.
	 * @throws IllegalArgumentException naming the option that is wrong
	 */
	public TransportOptions {
		require(sendBufferBytes >= 0, "sendBufferBytes", "must not be negative, but is " + sendBufferBytes);
		require(receiveBufferBytes >= 0, "receiveBufferBytes", "must not be negative, but is " + receiveBufferBytes);
		require(writeResumeBytes >= 0, "writeResumeBytes", "must not be negative, but is " + writeResumeBytes);
		require(writePauseBytes > 0 && writePauseBytes >= writeResumeBytes, "writePauseBytes",
				"must be positive and not less than writeResumeBytes, " + writeResumeBytes + ", but is "
						+ writePauseBytes);
		require(localAddress == null || SocketSettings.literal(localAddress) != null, "localAddress",
				"must be a literal address, but is '" + localAddress + "'");
	}

	public static Builder builder() {
		return new Builder();
	}

	private static void require(boolean valid, String option, String problem) {
		if (!valid) {
			throw new IllegalArgumentException("Transport option '" + option + "' " + problem);
		}
	}

	SocketSettings toSettings() {
		return new SocketSettings(this.tcpNoDelay, this.keepAlive, this.sendBufferBytes, this.receiveBufferBytes,
				this.writeResumeBytes, this.writePauseBytes,
				(this.localAddress != null) ? SocketSettings.literal(this.localAddress) : null);
	}

	/**
	 * Collects {@link TransportOptions}. Not thread-safe.
	 */
	public static final class Builder {

		private boolean tcpNoDelay = true;

		private boolean keepAlive;

		private int sendBufferBytes;

		private int receiveBufferBytes;

		private int writeResumeBytes = 512 * 1_024;

		private int writePauseBytes = 1_024 * 1_024;

		private @Nullable String localAddress;

		private Builder() {
		}

		/**
		 * Whether small writes leave at once. Default: true.
		 */
		public Builder tcpNoDelay(boolean tcpNoDelay) {
			this.tcpNoDelay = tcpNoDelay;
			return this;
		}

		/**
		 * Whether the system probes idle connections. Default: false; heartbeats and the
		 * watch for missing answers notice a dead peer sooner.
		 */
		public Builder keepAlive(boolean keepAlive) {
			this.keepAlive = keepAlive;
			return this;
		}

		/**
		 * The size of the system's send buffer, in bytes. Default: 0, the system's
		 * choice, which adapts itself on most systems.
		 */
		public Builder sendBufferBytes(int sendBufferBytes) {
			this.sendBufferBytes = sendBufferBytes;
			return this;
		}

		/**
		 * The size of the system's receive buffer, in bytes. Default: 0, the system's
		 * choice, which adapts itself on most systems.
		 */
		public Builder receiveBufferBytes(int receiveBufferBytes) {
			this.receiveBufferBytes = receiveBufferBytes;
			return this;
		}

		/**
		 * Between which marks of bytes that wait to be written a connection stops and
		 * goes on to take requests. Defaults: 512 KiB and 1 MiB.
		 * @param resume below which it goes on
		 * @param pause from which on it stops
		 */
		public Builder writeBufferBytes(int resume, int pause) {
			this.writeResumeBytes = resume;
			this.writePauseBytes = pause;
			return this;
		}

		/**
		 * The address of this machine from which connections are opened, an IPv4 or IPv6
		 * literal. Default: the system's choice.
		 */
		public Builder localAddress(@Nullable String localAddress) {
			this.localAddress = localAddress;
			return this;
		}

		/**
		 * Checks the options.
		 * @throws IllegalArgumentException naming the option that is wrong
		 */
		public TransportOptions build() {
			return new TransportOptions(this.tcpNoDelay, this.keepAlive, this.sendBufferBytes, this.receiveBufferBytes,
					this.writeResumeBytes, this.writePauseBytes, this.localAddress);
		}

	}

}
