package io.github.rocketmqlite.internal.remoting;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import org.jspecify.annotations.Nullable;

/**
 * Says which servers are meant, by the addresses that routes and options give: networks
 * such as {@code 10.0.0.0/8} and {@code fd00::/8} for literal addresses, patterns such as
 * {@code *.example.org} for everything as it is written, where {@code *} stands for any
 * characters and {@code ?} for one. A host name is never resolved for a comparison, so a
 * network does not hold it; only {@code 0.0.0.0/0} holds everything, as in the official
 * client.
 * <p>
 * Threading: immutable.
 */
public final class AddressRules {

	/** No rule, which matches nothing. */
	public static final AddressRules NONE = new AddressRules(List.of());

	private static final String EVERYTHING = "0.0.0.0/0";

	private final List<Rule> rules;

	private AddressRules(List<Rule> rules) {
		this.rules = rules;
	}

	/**
	 * Reads rules.
	 * @throws IllegalArgumentException naming the rule that makes no sense
	 */
	public static AddressRules parse(Collection<String> texts) {
		return new AddressRules(texts.stream().map(Rule::parse).toList());
	}

	public boolean isEmpty() {
		return this.rules.isEmpty();
	}

	/**
	 * Whether one of the rules holds the server.
	 */
	public boolean match(ServerAddress server) {
		InetSocketAddress literal = literal(server.host());
		return this.rules.stream().anyMatch((rule) -> rule.matches(server.host(), literal));
	}

	// never asks a name server: what is no literal address is compared as a name
	private static @Nullable InetSocketAddress literal(String host) {
		InetAddress address = SocketSettings.literal(host);
		return (address != null) ? new InetSocketAddress(address, 0) : null;
	}

	@Override
	public String toString() {
		return this.rules.stream().map(Rule::text).toList().toString();
	}

	/**
	 * One rule.
	 *
	 * @param text how it is written
	 * @param network the network it means, if it means one
	 * @param pattern what hosts look like otherwise
	 */
	private record Rule(String text, @Nullable IpSubnetFilterRule network, @Nullable Pattern pattern) {

		static Rule parse(String text) {
			String rule = text.strip();
			int slash = rule.indexOf('/');
			if (slash >= 0) {
				return new Rule(rule, network(rule, rule.substring(0, slash), rule.substring(slash + 1)), null);
			}
			if (rule.isEmpty() || !rule.chars().allMatch((c) -> c > ' ' && c < 0x7f && "[]@,;".indexOf(c) < 0)) {
				throw new IllegalArgumentException(
						"Neither a network such as 10.0.0.0/8 nor a host pattern: '" + text + "'");
			}
			if (literal(rule) != null) {
				return new Rule(rule, network(rule, rule, (rule.indexOf(':') < 0) ? "32" : "128"), null);
			}
			return new Rule(rule, null, hostPattern(rule));
		}

		private static IpSubnetFilterRule network(String rule, String address, String bits) {
			InetSocketAddress literal = literal(address);
			boolean number = !bits.isEmpty() && bits.length() <= 3
					&& bits.chars().allMatch((c) -> c >= '0' && c <= '9');
			int prefix = number ? Integer.parseInt(bits) : -1;
			if (literal == null || prefix < 0 || prefix > literal.getAddress().getAddress().length * Byte.SIZE) {
				throw new IllegalArgumentException("Not a network such as 10.0.0.0/8 or fd00::/8: '" + rule + "'");
			}
			return new IpSubnetFilterRule(literal.getAddress(), prefix, IpFilterRuleType.ACCEPT);
		}

		private static Pattern hostPattern(String rule) {
			StringBuilder expression = new StringBuilder();
			for (char c : rule.toLowerCase(Locale.ROOT).toCharArray()) {
				expression.append((c == '*') ? ".*" : (c == '?') ? "." : Pattern.quote(String.valueOf(c)));
			}
			return Pattern.compile(expression.toString());
		}

		boolean matches(String host, @Nullable InetSocketAddress literal) {
			if (this.text.equals(EVERYTHING)) {
				return true;
			}
			if (this.network != null) {
				return literal != null && this.network.matches(literal);
			}
			return this.pattern != null && this.pattern.matcher(host.toLowerCase(Locale.ROOT)).matches();
		}

	}

}
