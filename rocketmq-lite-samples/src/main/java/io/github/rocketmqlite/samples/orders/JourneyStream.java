package io.github.rocketmqlite.samples.orders;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends the steps of all orders to browsers, as server-sent events.
 * <p>
 * Threading: a thread of its own writes, so that a slow browser holds up no listener. It
 * stops before the web server, which would wait for open streams.
 */
@RestController
class JourneyStream implements SmartLifecycle {

	private final OrderJournal journal;

	private final Set<SseEmitter> browsers = ConcurrentHashMap.newKeySet();

	private volatile ExecutorService writer = Executors.newSingleThreadExecutor();

	private volatile boolean running;

	JourneyStream(OrderJournal journal) {
		this.journal = journal;
	}

	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter events() {
		SseEmitter browser = new SseEmitter(0L);
		this.browsers.add(browser);
		// tells the browser at once that the stream is open
		this.writer.execute(() -> write(browser, SseEmitter.event().comment("open")));
		Runnable end = this.journal
			.subscribe((step) -> this.writer.execute(() -> write(browser, SseEmitter.event().name("step").data(step))));
		Runnable gone = () -> {
			end.run();
			this.browsers.remove(browser);
		};
		browser.onCompletion(gone);
		browser.onError((ex) -> gone.run());
		return browser;
	}

	private static void write(SseEmitter browser, SseEmitter.SseEventBuilder event) {
		try {
			browser.send(event);
		}
		catch (IOException | IllegalStateException ex) {
			// the browser has gone
			browser.completeWithError(ex);
		}
	}

	@Override
	public void start() {
		if (this.writer.isShutdown()) {
			this.writer = Executors.newSingleThreadExecutor();
		}
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.browsers.forEach(SseEmitter::complete);
		this.writer.shutdown();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
