package io.github.rocketmqlite.internal.producer;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.github.rocketmqlite.producer.TransactionInterceptor;
import io.github.rocketmqlite.producer.TransactionReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the client's observer of the ends of transactions at once, and the application's
 * interceptors on threads that may run them.
 * <p>
 * Threading: thread-safe and never blocking.
 */
final class TransactionHooks implements TransactionObserver {

	private static final Logger logger = LoggerFactory.getLogger(TransactionHooks.class);

	private final TransactionObserver observer;

	private final List<TransactionInterceptor> interceptors;

	private final Executor callbacks;

	TransactionHooks(TransactionObserver observer, List<TransactionInterceptor> interceptors, Executor callbacks) {
		this.observer = observer;
		this.interceptors = interceptors;
		this.callbacks = callbacks;
	}

	@Override
	public void ended(End end) {
		this.observer.ended(end);
		if (this.interceptors.isEmpty()) {
			return;
		}
		try {
			this.callbacks.execute(() -> tell(end.report()));
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The client is closed: interceptors do not hear of the end of transaction {}",
					end.report().transactionId(), ex);
		}
	}

	private void tell(TransactionReport report) {
		for (TransactionInterceptor interceptor : this.interceptors) {
			try {
				interceptor.afterEnd(report);
			}
			catch (Exception | LinkageError ex) {
				logger.warn("Interceptor {} failed after the end of transaction {}", interceptor,
						report.transactionId(), ex);
			}
		}
	}

}
