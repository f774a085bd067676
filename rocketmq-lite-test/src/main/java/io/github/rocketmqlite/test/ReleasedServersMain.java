package io.github.rocketmqlite.test;

/**
 * The main class of the child JVM that {@link ReleasedServers} starts: it runs the main
 * classes of a RocketMQ release, of whatever version is on the class path, and says
 * {@link #READY} when both have started.
 * <p>
 * It knows them by name only, and nothing but this package and the JDK besides.
 */
final class ReleasedServersMain {

	/** The line that tells the parent that both servers have started. */
	static final String READY = "ROCKETMQ-LITE-TEST-SERVERS-READY";

	private ReleasedServersMain() {
	}

	public static void main(String[] arguments) {
		try {
			ParentWatch.haltWithParent();
			start("org.apache.rocketmq.namesrv.NamesrvStartup", arguments[0]);
			start("org.apache.rocketmq.broker.BrokerStartup", arguments[1]);
			System.out.println(READY);
		}
		catch (Exception | LinkageError ex) {
			ex.printStackTrace(System.out);
			Runtime.getRuntime().halt(1);
		}
	}

	private static void start(String mainClass, String configurationFile) throws ReflectiveOperationException {
		String[] arguments = { "-c", configurationFile };
		Class.forName(mainClass).getMethod("main", String[].class).invoke(null, (Object) arguments);
	}

}
