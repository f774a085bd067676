package io.github.rocketmqlite.spring.docs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.github.rocketmqlite.SendResult;
import io.github.rocketmqlite.producer.Producer;
import io.github.rocketmqlite.producer.TransactionDecision;
import io.github.rocketmqlite.producer.TransactionResult;
import io.github.rocketmqlite.spring.annotation.DltListener;
import io.github.rocketmqlite.spring.annotation.RocketHandler;
import io.github.rocketmqlite.spring.annotation.RocketListener;
import io.github.rocketmqlite.spring.annotation.RocketTransactionChecker;
import io.github.rocketmqlite.spring.core.RocketTemplate;
import io.github.rocketmqlite.spring.listener.Acknowledgment;
import io.github.rocketmqlite.spring.listener.DeadLetterPublishingRecoverer;
import io.github.rocketmqlite.spring.listener.ListenerInterceptor;
import io.github.rocketmqlite.spring.listener.MessageRecoverer;
import io.github.rocketmqlite.spring.support.RocketHeaders;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.transaction.annotation.Transactional;

/**
 * The examples of {@code docs/LISTENERS.md} and {@code docs/SENDING.md}.
 */
final class ListenerExamples {

	private ListenerExamples() {
	}

	record Order(String id) {
	}

	record Invoice(String id) {
	}

	record Payment(String id) {
	}

	record Booking(String account) {
	}

	record Created(String id) {
	}

	record Cancelled(String id) {
	}

	static class UnknownCustomerException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

	static class Listeners {

		private final Invoices invoices = new Invoices();

		private final Ledger ledger = new Ledger();

		private final Accounts accounts = new Accounts();

		@RocketListener(topics = "orders", group = "billing", selector = "created || paid", concurrency = "8")
		void on(Order order, @Header(RocketHeaders.KEYS) String key) {
			this.invoices.add(key, order);
		}

		@RocketListener(topics = "payments", group = "ledger")
		void on(Payment payment, Acknowledgment acknowledgment) {
			this.ledger.book(payment).thenRun(acknowledgment::acknowledge).exceptionally((error) -> {
				acknowledgment.nack(Duration.ofSeconds(30));
				return null;
			});
		}

		@RocketListener(topics = "bookings", group = "accounting", orderedByKey = "true", concurrency = "16")
		void book(Booking booking) {
			this.accounts.of(booking.account()).add(booking);
		}

		@RocketListener(topics = "orders", group = "invoicing")
		@SendTo("${invoices.topic:invoices}:created")
		Invoice invoice(Order order) {
			return new Invoice(order.id());
		}

	}

	static class Failing {

		@RocketListener(topics = "orders", group = "billing-eu", backOff = "1s", maxBackOff = "5m",
				maxReconsumeTimes = "8", notRetryable = UnknownCustomerException.class)
		void bill(Order order) {
		}

		@DltListener
		void dead(byte[] body, @Header(RocketHeaders.DLT_ORIGINAL_TOPIC) String topic,
				@Header(name = RocketHeaders.DLT_EXCEPTION_MESSAGE, required = false) String error) {
		}

	}

	@RocketListener(topics = "orders", group = "shipping")
	static class Shipping {

		@RocketHandler
		void created(Created created) {
		}

		@RocketHandler(tags = "cancelled")
		void cancelled(Cancelled cancelled) {
		}

		@RocketHandler(isDefault = true)
		void rest(byte[] body) {
		}

	}

	static class Transactions {

		private final RocketTemplate template;

		private final Orders orders = new Orders();

		Transactions(RocketTemplate template) {
			this.template = template;
		}

		TransactionResult place(Order order) {
			return this.template.sendInTransaction("orders:created", order, (id) -> {
				this.orders.save(order, id);
				return TransactionDecision.COMMIT;
			});
		}

		@RocketTransactionChecker(topics = "orders")
		TransactionDecision check(Order order, @Header(RocketHeaders.MESSAGE_ID) String id) {
			return this.orders.exists(id) ? TransactionDecision.COMMIT : TransactionDecision.ROLLBACK;
		}

	}

	static class Joining {

		private final RocketTemplate template;

		private final Database database = new Database();

		Joining(RocketTemplate template) {
			this.template = template;
		}

		@Transactional
		void place(Order order) {
			this.database.insert(order);
			this.template.send("orders:created", order);
		}

	}

	static class Sending {

		private final RocketTemplate template;

		Sending(RocketTemplate template) {
			this.template = template;
		}

		@SuppressWarnings("unused")
		void send(Order order) {
			SendResult sent = this.template.send("orders:created", order);
			this.template.message(order)
				.topic("orders")
				.tag("created")
				.key(order.id())
				.header("region", "eu")
				.delay(Duration.ofMinutes(5))
				.sendAsync();
			Invoice invoice = this.template.message(order).topic("invoicing").request(Invoice.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		MessageRecoverer deadLetters(Producer producer) {
			return new DeadLetterPublishingRecoverer(producer);
		}

		@Bean
		@org.springframework.core.annotation.Order(1)
		ListenerInterceptor skipTests() {
			return (listenerId, message) -> !"true".equals(message.property("test"));
		}

	}

	private static final class Invoices {

		private final Map<String, Order> orders = new HashMap<>();

		void add(String key, Order order) {
			this.orders.put(key, order);
		}

	}

	private static final class Database {

		private final Set<Order> orders = new HashSet<>();

		void insert(Order order) {
			this.orders.add(order);
		}

	}

	private static final class Accounts {

		private final Map<String, List<Booking>> bookings = new ConcurrentHashMap<>();

		List<Booking> of(String account) {
			return this.bookings.computeIfAbsent(account, (first) -> new ArrayList<>());
		}

	}

	private static final class Ledger {

		CompletableFuture<Void> book(Payment payment) {
			return CompletableFuture.completedFuture(null);
		}

	}

	private static final class Orders {

		private final Set<String> ids = new HashSet<>();

		void save(Order order, String id) {
			this.ids.add(id);
		}

		boolean exists(String id) {
			return this.ids.contains(id);
		}

	}

}
