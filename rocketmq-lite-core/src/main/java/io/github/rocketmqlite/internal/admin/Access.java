package io.github.rocketmqlite.internal.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.rocketmqlite.Outcome;
import io.github.rocketmqlite.ProtocolException;
import io.github.rocketmqlite.admin.AccessPolicy;
import io.github.rocketmqlite.admin.AccessPolicy.Action;
import io.github.rocketmqlite.admin.AccessPolicy.Rule;
import io.github.rocketmqlite.admin.User;
import io.github.rocketmqlite.internal.codec.Request;
import io.github.rocketmqlite.internal.codec.command.AuthPolicy;
import io.github.rocketmqlite.internal.codec.command.AuthUser;
import io.github.rocketmqlite.internal.codec.command.DeletePolicyRequest;
import io.github.rocketmqlite.internal.codec.command.DeleteUserRequest;
import io.github.rocketmqlite.internal.codec.command.PoliciesRequest;
import io.github.rocketmqlite.internal.codec.command.SavePolicyRequest;
import io.github.rocketmqlite.internal.codec.command.SaveUserRequest;
import io.github.rocketmqlite.internal.codec.command.UsersRequest;
import io.github.rocketmqlite.internal.remoting.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Administers the users of brokers and what they may do.
 * <p>
 * Threading: thread-safe and never blocking.
 */
final class Access {

	private final AdminCalls calls;

	Access(AdminCalls calls) {
		this.calls = calls;
	}

	CompletableFuture<?> save(User user, boolean create, Deadline deadline) {
		return change("The change of user '" + user.name() + "'", new SaveUserRequest(create, user.name(),
				user.password(), word(user.type()), user.enabled() ? "enable" : "disable"), deadline);
	}

	CompletableFuture<?> deleteUser(String name, Deadline deadline) {
		return change("Deleting user '" + name + "'", new DeleteUserRequest(name), deadline);
	}

	CompletableFuture<Map<String, List<User>>> users(Deadline deadline) {
		return read("The users", new UsersRequest(null), Access::user, deadline);
	}

	CompletableFuture<?> save(AccessPolicy policy, boolean create, Deadline deadline) {
		AuthPolicy written = new AuthPolicy(policy.subject(), policy.rules().stream().map(Access::entry).toList());
		return change("The change of the policy of '" + policy.subject() + "'", new SavePolicyRequest(create, written),
				deadline);
	}

	CompletableFuture<?> deletePolicy(String subject, @Nullable String resource, Deadline deadline) {
		return change("Deleting the policy of '" + subject + "'", new DeletePolicyRequest(subject, resource), deadline);
	}

	CompletableFuture<Map<String, List<AccessPolicy>>> policies(Deadline deadline) {
		return read("The policies", new PoliciesRequest(null), Access::policy, deadline);
	}

	private CompletableFuture<?> change(String what, Request<Boolean> request, Deadline deadline) {
		return this.calls.callMasters(null, request, deadline).thenApply((answers) -> answers.requireAll(what));
	}

	private <T, R> CompletableFuture<Map<String, List<R>>> read(String what, Request<List<T>> request,
			Function<T, R> reader, Deadline deadline) {
		return this.calls.callMasters(null, request, deadline).thenApply((answers) -> {
			Map<String, List<R>> byBroker = new LinkedHashMap<>();
			answers.requireAll(what)
				.values()
				.forEach((broker, values) -> byBroker.put(broker, values.stream().map(reader).toList()));
			return Map.copyOf(byBroker);
		});
	}

	private static User user(AuthUser user) {
		return new User(user.username(), null, "Super".equals(user.type()) ? User.Type.SUPER : User.Type.NORMAL,
				!"disable".equals(user.status()));
	}

	private static AuthPolicy.Entry entry(Rule rule) {
		return new AuthPolicy.Entry(rule.fallback() ? "Default" : "Custom", rule.resource(),
				rule.actions().stream().sorted().map(Access::word).toList(), rule.sourceIps(),
				rule.allowed() ? "Allow" : "Deny");
	}

	private static AccessPolicy policy(AuthPolicy policy) {
		try {
			return new AccessPolicy(policy.subject(), policy.entries().stream().map(Access::rule).toList());
		}
		catch (IllegalArgumentException ex) {
			throw new ProtocolException("The policy of '" + policy.subject() + "' makes no sense: " + ex.getMessage(),
					Outcome.UNKNOWN, ex);
		}
	}

	private static Rule rule(AuthPolicy.Entry entry) {
		return new Rule(entry.resource(),
				entry.actions()
					.stream()
					.map((action) -> Action.valueOf(action.toUpperCase(Locale.ROOT)))
					.collect(Collectors.toUnmodifiableSet()),
				entry.sourceIps(), "Allow".equals(entry.decision()), "Default".equals(entry.policyType()));
	}

	/** The protocol begins its words with a capital letter. */
	private static String word(Enum<?> value) {
		return value.name().charAt(0) + value.name().substring(1).toLowerCase(Locale.ROOT);
	}

}
