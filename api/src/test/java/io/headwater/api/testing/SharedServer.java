package io.headwater.api.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one server of a test run: a start costs a second, and tests keep apart by their tables'
 * names. With the system property {@code headwater.test.endpoint} it is a server that runs already.
 */
public final class SharedServer {
  private static final String ENDPOINT_PROPERTY = "headwater.test.endpoint";
  private static final AtomicInteger NEXT_TABLE = new AtomicInteger();

  private SharedServer() {}

  /** Started when it is first asked for; ends with the JVM. */
  private static final class Holder {
    static final URI ENDPOINT = endpoint();

    private static URI endpoint() {
      String given = System.getProperty(ENDPOINT_PROPERTY);
      return given == null ? start() : URI.create(given);
    }

    private static URI start() {
      try {
        Path directory = Files.createTempDirectory(Path.of("target"), "shared-server-");
        TestServer server = TestServer.start(directory);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server.endpoint();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public static URI endpoint() {
    return Holder.ENDPOINT;
  }

  /** A name that no other test of the run uses. */
  public static String newTableName(String prefix) {
    return prefix + "-" + NEXT_TABLE.incrementAndGet();
  }
}
