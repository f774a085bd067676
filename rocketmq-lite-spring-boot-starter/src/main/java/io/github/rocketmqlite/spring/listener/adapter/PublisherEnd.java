package io.github.rocketmqlite.spring.listener.adapter;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Waits for the end of a publisher: its elements are requested without a limit, and only
 * a single one is kept.
 * <p>
 * Threading: called by the publisher, one signal after the other.
 */
final class PublisherEnd implements Subscriber<Object> {

	private final CompletableFuture<@Nullable Object> result = new CompletableFuture<>();

	private final boolean keep;

	private volatile @Nullable Object kept;

	/**
	 * Makes a subscriber.
	 * @param keep whether the element is the result
	 */
	PublisherEnd(boolean keep) {
		this.keep = keep;
	}

	CompletableFuture<@Nullable Object> result() {
		return this.result;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(Object element) {
		if (this.keep) {
			this.kept = element;
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.result.completeExceptionally(failure);
	}

	@Override
	public void onComplete() {
		this.result.complete(this.kept);
	}

}
