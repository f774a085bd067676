package io.github.rocketmqlite.samples.orders;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.rocketmqlite.Message;
import io.github.rocketmqlite.ReceivedMessage;
import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.spring.core.SendObserver;
import io.github.rocketmqlite.spring.listener.ProcessObserver;
import io.github.rocketmqlite.spring.listener.RocketMessageListenerContainer;
import io.github.rocketmqlite.spring.support.RocketHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Follows each order: sees every send and every delivery, and writes them down. The
 * template and the listeners know nothing of it.
 */
@Component
class OrderJourney implements SendObserver, ProcessObserver {

	private final OrderJournal journal;

	OrderJourney(OrderJournal journal) {
		this.journal = journal;
	}

	@Override
	public void onSent(Message message, Duration elapsed, @Nullable SendResult result, @Nullable Throwable error) {
		if (result != null) {
			write(message.keys(), Step.Kind.STORED, "order service",
					result.queue() + ", offset " + result.queueOffset());
		}
		else {
			write(message.keys(), Step.Kind.NOT_SENT, "order service", String.valueOf(error));
		}
	}

	@Override
	public void onProcessed(RocketMessageListenerContainer container, ReceivedMessage message, Processed processed) {
		int delivery = message.reconsumeTimes() + 1;
		Exception error = processed.error();
		if (error == null) {
			String detail = RocketHeaders.isDeadLetterTopic(message.topic()) ? "as a dead letter"
					: "delivery " + delivery;
			write(message.keys(), Step.Kind.CONSUMED, container.getGroup(), detail);
			return;
		}
		boolean last = message.reconsumeTimes() >= container.getProperties().consumerOptions().maxReconsumeTimes();
		write(message.keys(), last ? Step.Kind.DEAD_LETTERED : Step.Kind.RETRIED, container.getGroup(),
				"delivery " + delivery + ": " + error.getMessage());
	}

	private void write(List<String> keys, Step.Kind kind, String who, String detail) {
		if (!keys.isEmpty()) {
			this.journal.add(new Step(keys.get(0), Instant.now(), kind, who, detail));
		}
	}

}
