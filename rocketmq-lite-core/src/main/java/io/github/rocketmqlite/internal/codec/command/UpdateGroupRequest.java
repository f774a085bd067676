package io.github.rocketmqlite.internal.codec.command;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.github.rocketmqlite.internal.codec.Frame;
import io.github.rocketmqlite.internal.codec.RequestScope;

/**
 * Creates a consumer group on one broker or changes its settings
 * (UPDATE_AND_CREATE_SUBSCRIPTIONGROUP, 200).
 * <p>
 * Threading: immutable.
 *
 * @param config all settings but the attributes, which stay as they are
 * @param attributeChanges {@code +key} to a value, {@code -key} to an empty one
 */
public record UpdateGroupRequest(GroupConfig config,
		Map<String, String> attributeChanges) implements BodyRequest<Boolean> {

	public UpdateGroupRequest {
		Objects.requireNonNull(config, "config");
		attributeChanges = Collections.unmodifiableMap(new LinkedHashMap<>(attributeChanges));
		for (String key : attributeChanges.keySet()) {
			if (key.length() < 2 || (key.charAt(0) != '+' && key.charAt(0) != '-')) {
				throw new IllegalArgumentException("An attribute to change is +name or -name, but not '" + key + "'");
			}
		}
	}

	@Override
	public int code() {
		return 200;
	}

	@Override
	public byte[] body(RequestScope scope) {
		return GroupConfigBody.write(this.config, this.attributeChanges, scope.namespace());
	}

	@Override
	public Boolean decode(Frame answer) {
		answer.requireSuccess();
		return true;
	}

}
