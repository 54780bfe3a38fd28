package io.headwater.api.testing;

import io.headwater.api.server.HeadwaterServer;
import io.headwater.api.server.ServerSettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server in this JVM on a free port, with a data directory of its own. */
public final class TestServer implements AutoCloseable {
  private final HeadwaterServer server;

  private TestServer(HeadwaterServer server) {
    this.server = server;
  }

  public static TestServer start(Path dataDirectory) {
    return start(dataDirectory, Map.of());
  }

  public static TestServer start(Path dataDirectory, Map<String, ?> furtherSettings) {
    var flags = new HashMap<String, Object>();
    flags.put("headwater.http.port", 0);
    flags.put("headwater.store.directory", dataDirectory.toString());
    // A test has no power cut.
    flags.put("headwater.journal.sync", "INTERVAL");
    flags.putAll(furtherSettings);
    return new TestServer(HeadwaterServer.start(ServerSettings.load((@Nullable Path) null, flags)));
  }

  public InetSocketAddress address() {
    return server.address();
  }

  public URI endpoint() {
    return endpointOf(server.address());
  }

  static URI endpointOf(InetSocketAddress address) {
    return URI.create("http://" + address.getHostString() + ":" + address.getPort());
  }

  @Override
  public void close() {
    server.stop();
  }
}
