package io.github.rocketmqlite.internal.remoting;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.github.rocketmqlite.internal.codec.HeaderFormat;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the sockets of connections are really like.
 */
class SocketSettingsTests {

	@ParameterizedTest
	@EnumSource(names = { "NIO", "AUTO" })
	void theDefaultsAreThoseOfTheProtocol(IoThreads.Kind kind) throws Exception {
		connect(kind, SocketSettings.DEFAULT, SocketSettingsTests::assertDefaults);
	}

	private static void assertDefaults(Channel channel) {
		assertThat(channel.config().getOption(ChannelOption.TCP_NODELAY)).isTrue();
		assertThat(channel.config().getOption(ChannelOption.SO_KEEPALIVE)).isFalse();
		WriteBufferWaterMark marks = channel.config().getWriteBufferWaterMark();
		assertThat(List.of(marks.low(), marks.high())).containsExactly(512 * 1_024, 1_024 * 1_024);
		assertThat(channel.localAddress().toString()).startsWith("/127.0.0.1:");
	}

	@ParameterizedTest
	@EnumSource(names = { "NIO", "AUTO" })
	void everySettingReachesTheSocket(IoThreads.Kind kind) throws Exception {
		connect(kind, new SocketSettings(false, true, 20_000, 30_000, 10, 20, InetAddress.getByName("127.0.0.5")),
				SocketSettingsTests::assertSettings);
	}

	private static void assertSettings(Channel channel) {
		assertThat(channel.config().getOption(ChannelOption.TCP_NODELAY)).isFalse();
		assertThat(channel.config().getOption(ChannelOption.SO_KEEPALIVE)).isTrue();
		// systems may double what they are told, but their own choice is larger
		assertThat(channel.config().getOption(ChannelOption.SO_SNDBUF)).isBetween(20_000, 40_000);
		assertThat(channel.config().getOption(ChannelOption.SO_RCVBUF)).isBetween(30_000, 60_000);
		WriteBufferWaterMark marks = channel.config().getWriteBufferWaterMark();
		assertThat(List.of(marks.low(), marks.high())).containsExactly(10, 20);
		assertThat(channel.localAddress().toString()).startsWith("/127.0.0.5:");
	}

	@Test
	void onlyLiteralAddressesAreLiteral() throws Exception {
		assertThat(SocketSettings.literal("10.0.0.1")).isEqualTo(InetAddress.getByName("10.0.0.1"));
		assertThat(SocketSettings.literal("::1")).isEqualTo(InetAddress.getByName("::1"));
		assertThat(SocketSettings.literal("localhost")).isNull();
		assertThat(SocketSettings.literal("2130706433")).isNull();
		assertThat(SocketSettings.literal("")).isNull();
	}

	private static void connect(IoThreads.Kind kind, SocketSettings sockets, Consumer<Channel> check) throws Exception {
		NetworkSettings network = new NetworkSettings(sockets, List.of(), null, false);
		RemotingOptions options = new RemotingOptions(Duration.ofSeconds(5), 1_024, HeaderFormat.JSON, Duration.ZERO)
			.with(network);
		try (TinyServer server = TinyServer.silent(); IoThreads io = new IoThreads(kind, 1)) {
			ConnectionSettings settings = new ConnectionSettings("test", options, io, ServerRequestHandler.NONE,
					new ConnectionListener() {
					}, new TrafficCounters(), false);
			ConnectAttempt attempt = new ConnectAttempt(ServerAddress.parse(server.address()), settings, io.nextLoop(),
					new ChannelInboundHandlerAdapter());
			check.accept(RemotingFixture.get(attempt.start()));
		}
	}

}
