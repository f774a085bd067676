package io.github.rocketmqlite.guard;

import java.util.List;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class during which an event loop or timer has blocked. Registered for all
 * of them.
 * <p>
 * Threading: confined to the thread that runs tests.
 */
public final class BlockingGuard implements BeforeAllCallback, AfterAllCallback {

	private static final int SHOWN = 5;

	@Override
	public void beforeAll(ExtensionContext context) {
		BlockingRecorder.instance();
	}

	@Override
	public void afterAll(ExtensionContext context) {
		List<String> calls = BlockingRecorder.instance().drain();
		if (!calls.isEmpty()) {
			throw new AssertionError(calls.size() + " blocking calls during " + context.getDisplayName() + ":\n"
					+ String.join("\n", calls.subList(0, Math.min(SHOWN, calls.size()))));
		}
	}

}
