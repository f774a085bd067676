package io.github.rocketmqlite.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an answer as long as it is small.
 * <p>
 * Threading: called as subscribers are, one call after the other.
 */
final class BoundedBody implements BodySubscriber<byte[]> {

	static final int MAX_BYTES = 64 * 1024;

	private final CompletableFuture<byte[]> body = new CompletableFuture<>();

	private final ByteArrayOutputStream read = new ByteArrayOutputStream();

	private Flow.@Nullable Subscription subscription;

	@Override
	public CompletionStage<byte[]> getBody() {
		return this.body;
	}

	@Override
	public void onSubscribe(Flow.Subscription bytes) {
		this.subscription = bytes;
		bytes.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		for (ByteBuffer buffer : buffers) {
			if (this.read.size() + buffer.remaining() > MAX_BYTES) {
				if (this.subscription != null) {
					this.subscription.cancel();
				}
				this.body.completeExceptionally(
						new IOException("the answer has more than the " + MAX_BYTES + " bytes allowed"));
				return;
			}
			byte[] bytes = new byte[buffer.remaining()];
			buffer.get(bytes);
			this.read.writeBytes(bytes);
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.body.completeExceptionally(failure);
	}

	@Override
	public void onComplete() {
		this.body.complete(this.read.toByteArray());
	}

}
