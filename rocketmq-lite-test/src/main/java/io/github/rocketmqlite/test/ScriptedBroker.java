package io.github.rocketmqlite.test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import org.apache.rocketmq.remoting.protocol.RemotingCommand;
import org.apache.rocketmq.remoting.protocol.RequestCode;

/**
 * A fake broker or name server for the answers that a real one gives rarely: a test
 * scripts the reply to each request code and looks at the requests that came. Frames are
 * encoded and decoded by RocketMQ's own classes, independently of the client under test.
 * <p>
 * A code without a script is answered with code 3, "request code not supported". One-way
 * requests are recorded and their script is asked, but its answer is not sent.
 * <p>
 * Threading: thread-safe. Each connection has a thread of its own, which calls the
 * scripts; requests of one connection are therefore handled one after the other, and a
 * script that blocks holds up its connection only, and one that throws ends it.
 */
public final class ScriptedBroker implements AutoCloseable {

	/** The code that answers request codes without a script. */
	public static final int REQUEST_CODE_NOT_SUPPORTED = 3;

	private final Acceptor acceptor;

	private final Map<Integer, Function<Request, Reply>> scripts = new ConcurrentHashMap<>();

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private final List<ScriptedConnection> connections = new CopyOnWriteArrayList<>();

	private final ScriptedRoutes routes = new ScriptedRoutes();

	private ScriptedBroker() {
		this.acceptor = Acceptor.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), this::open);
	}

	/**
	 * Starts a fake server on a free port of the loopback interface.
	 * @return the running server, which the caller closes
	 */
	public static ScriptedBroker start() {
		RemotingVersion.declare();
		return new ScriptedBroker();
	}

	private void open(Socket socket) {
		ScriptedConnection connection = new ScriptedConnection(socket, this::reply);
		this.connections.add(connection);
		connection.start(() -> this.connections.remove(connection));
	}

	private Reply reply(Request request) {
		this.requests.add(request);
		if (request.response()) {
			return Reply.noAnswer();
		}
		Function<Request, Reply> script = this.scripts.get(request.code());
		return (script != null) ? script.apply(request) : Reply.answer(REQUEST_CODE_NOT_SUPPORTED,
				"request type " + request.code() + " not supported by the scripted broker");
	}

	/**
	 * The address, in the form {@code 127.0.0.1:port}.
	 */
	public String address() {
		return this.acceptor.address();
	}

	/**
	 * Scripts the replies to a request code, from now on and in place of an earlier
	 * script.
	 * @param requestCode the code of the requests
	 * @param script called for each request, on the thread of its connection
	 * @return this broker
	 */
	public ScriptedBroker on(int requestCode, Function<Request, Reply> script) {
		this.scripts.put(requestCode, script);
		return this;
	}

	/**
	 * Makes this server act as a name server that knows a route to the topic, on a
	 * scripted broker whose name is its address.
	 * @param topic the topic
	 * @param broker the broker that has its queues
	 * @param queues how many queues to read and to write
	 * @return this name server
	 * @see #routeTo(String, String, String, int)
	 */
	public ScriptedBroker routeTo(String topic, ScriptedBroker broker, int queues) {
		return routeTo(topic, broker.address(), broker.address(), queues);
	}

	/**
	 * Makes this server act as a name server that knows a route to the topic: one master
	 * broker with some queues. A second call for the topic replaces the route; other
	 * topics are answered with code 17, "no topic route".
	 * @param topic the topic
	 * @param brokerName the name of the broker
	 * @param brokerAddress where clients shall find it, for example the address of a
	 * {@link FaultProxy} in front of a real broker
	 * @param queues how many queues to read and to write
	 * @return this name server
	 */
	public ScriptedBroker routeTo(String topic, String brokerName, String brokerAddress, int queues) {
		return routeTo(topic, Map.of(brokerName, brokerAddress), queues);
	}

	/**
	 * Makes this server act as a name server that knows a route to the topic: some master
	 * brokers with some queues each.
	 * @param topic the topic
	 * @param brokers where clients shall find the brokers, by their names
	 * @param queues how many queues to read and to write on each of them
	 * @return this name server
	 * @see #routeTo(String, String, String, int)
	 */
	public ScriptedBroker routeTo(String topic, Map<String, String> brokers, int queues) {
		this.routes.put(topic, brokers, queues);
		return on(RequestCode.GET_ROUTEINFO_BY_TOPIC, this.routes::reply);
	}

	/**
	 * All requests that have come, oldest first; a snapshot.
	 */
	public List<Request> requests() {
		return List.copyOf(this.requests);
	}

	/**
	 * The requests of one code that have come, oldest first; a snapshot.
	 * @param requestCode the code of the requests
	 */
	public List<Request> requests(int requestCode) {
		return this.requests.stream().filter((request) -> request.code() == requestCode).toList();
	}

	/**
	 * Waits until a request of the code has come, now or earlier.
	 * @param requestCode the code of the request
	 * @param timeout how long to wait at most
	 * @return the first such request
	 * @throws IllegalStateException if none comes in time
	 */
	public Request awaitRequest(int requestCode, Duration timeout) {
		Await
			.until(timeout,
					() -> "a request of code " + requestCode + "; came: "
							+ this.requests.stream().map(Request::code).toList(),
					() -> !requests(requestCode).isEmpty());
		return requests(requestCode).get(0);
	}

	/**
	 * Sends a request of the server's own to all connected clients. What they answer is
	 * in {@link #requests()} with {@link Request#response()} true and the opaque that
	 * this method returns.
	 * @param code the code of the request
	 * @param ext its header fields
	 * @param body its body, possibly empty
	 * @param oneway whether the client must not answer
	 * @return the opaque of the request
	 * @throws IllegalStateException if no client is connected
	 */
	public int push(int code, Map<String, String> ext, byte[] body, boolean oneway) {
		RemotingCommand command = RemotingCommand.createRequestCommand(code, null);
		command.setExtFields(new HashMap<>(ext));
		if (body.length > 0) {
			command.setBody(body.clone());
		}
		if (oneway) {
			command.markOnewayRPC();
		}
		byte[] frame = Frames.encode(command);
		if (this.connections.isEmpty()) {
			throw new IllegalStateException("No client is connected to the scripted broker at " + address());
		}
		this.connections.forEach((connection) -> connection.send(frame));
		return command.getOpaque();
	}

	/**
	 * How many clients are connected now.
	 */
	public int connections() {
		return this.connections.size();
	}

	/**
	 * Closes the connections of all clients; new ones are accepted.
	 */
	public void closeConnections() {
		this.connections.forEach(ScriptedConnection::close);
	}

	/**
	 * Closes all connections and the port. Idempotent.
	 */
	@Override
	public void close() {
		this.acceptor.close();
		closeConnections();
	}

	/**
	 * One frame that came from a client.
	 *
	 * @param code the request code, or the response code of an answer to a push
	 * @param ext the header fields
	 * @param body the body, empty if there is none
	 * @param opaque the correlation id
	 * @param oneway whether the client expects no answer
	 * @param response whether it is the answer to a push
	 */
	@SuppressWarnings("ArrayRecordComponent") // the bytes are the point; nobody compares
												// them
	public record Request(int code, Map<String, String> ext, byte[] body, int opaque, boolean oneway,
			boolean response) {

		public Request {
			ext = Map.copyOf(ext);
		}

	}

}
