package io.github.rocketmqlite.guard;

import java.util.List;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that leaves a Netty buffer unreleased. Registered for all of them.
 * <p>
 * Threading: confined to the thread that runs tests.
 */
public final class LeakGuard implements BeforeAllCallback, AfterAllCallback {

	@Override
	public void beforeAll(ExtensionContext context) {
		LeakRecorder.instance();
	}

	@Override
	public void afterAll(ExtensionContext context) throws InterruptedException {
		List<String> leaks = LeakRecorder.instance().drain();
		if (!leaks.isEmpty()) {
			throw new AssertionError(leaks.size() + " buffers were not released by " + context.getDisplayName()
					+ " or a class before it:\n" + String.join("\n", leaks));
		}
	}

}
