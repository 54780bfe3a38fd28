package io.headwater.api.cli;

import io.headwater.api.server.HeadwaterServer;
import io.headwater.api.server.ServerSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code headwater serve}: starts a server, says where it listens, and runs until the process is
 * told to end (SIGTERM, SIGINT), which stops the server in order.
 */
@Command(
    name = "serve",
    description = "Starts a server and runs until the process is told to end.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Option(names = "--port", description = "The port to listen on; 0 takes a free one (8000).")
  private @Nullable Integer port;

  @Option(names = "--host", description = "The interface to listen on (127.0.0.1).")
  private @Nullable String host;

  @Option(names = "--data-dir", description = "Where the database lives (headwater-data).")
  private @Nullable String dataDirectory;

  @Option(names = "--config", description = "A file of settings in HOCON; flags win over it.")
  private @Nullable Path configFile;

  @Option(
      names = "--ephemeral",
      description = "Keep the data in a temporary directory, removed at exit; don't sync to disk.")
  private boolean ephemeral;

  @Override
  public Integer call() throws IOException, InterruptedException {
    EphemeralDirectory temporary = ephemeral ? EphemeralDirectory.create() : null;
    boolean started = false;
    try {
      ServerSettings settings = settings(temporary);
      HeadwaterServer server = HeadwaterServer.start(settings);
      started = true;
      announce(settings.http().host(), server.address());
      runUntilToldToEnd(server, temporary);
      return 0;
    } finally {
      if (!started && temporary != null) {
        temporary.remove();
      }
    }
  }

  private ServerSettings settings(@Nullable EphemeralDirectory temporary) {
    var flags = new HashMap<String, Object>();
    putIfGiven(flags, "headwater.http.port", port);
    putIfGiven(flags, "headwater.http.host", host);
    putIfGiven(flags, "headwater.store.directory", dataDirectory);
    if (temporary != null) {
      if (dataDirectory != null) {
        throw new IllegalArgumentException("--ephemeral and --data-dir exclude each other");
      }
      flags.putAll(temporary.settings());
    }
    return ServerSettings.load(configFile, flags);
  }

  private static void putIfGiven(
      Map<String, Object> flags, String setting, @Nullable Object value) {
    if (value != null) {
      flags.put(setting, value);
    }
  }

  private void announce(String host, InetSocketAddress address) {
    if (spec == null) {
      throw new IllegalStateException("not run by picocli");
    }
    if (!address.getAddress().isLoopbackAddress()) {
      print(
          spec.commandLine().getErr(),
          "headwater: anyone who reaches this address can read and write: authentication is off");
    }
    String printedHost = host.indexOf(':') < 0 ? host : "[" + host + "]";
    print(
        spec.commandLine().getOut(),
        "Headwater is ready at http://" + printedHost + ":" + address.getPort());
  }

  private static void print(PrintWriter writer, String line) {
    writer.println(line);
    writer.flush();
  }

  private static void runUntilToldToEnd(
      HeadwaterServer server, @Nullable EphemeralDirectory temporary) throws InterruptedException {
    stopAtExit(server, temporary);
    new CountDownLatch(1).await();
  }

  /** The JVM ends when its shutdown hooks have run, so the hook does all the work. */
  static void stopAtExit(HeadwaterServer server, @Nullable EphemeralDirectory temporary) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.stop();
                  if (temporary != null) {
                    temporary.remove();
                  }
                },
                "headwater-shutdown"));
  }
}
