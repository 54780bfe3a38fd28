package io.headwater.loadtests.differential;

import io.headwater.api.server.HeadwaterServer;
import io.headwater.api.server.ServerSettings;
import io.headwater.loadtests.rival.DynamoDbLocal;
import io.headwater.loadtests.rival.TemporaryFolder;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * Both servers, new and empty: Headwater in this JVM, DynamoDB Local in memory. Neither waits for a
 * disk, because only their answers count.
 */
public final class ServersUnderTest implements AutoCloseable {
  private final TemporaryFolder folder;
  private final HeadwaterServer headwater;
  private final DynamoDbLocal dynamoDbLocal;

  private ServersUnderTest(TemporaryFolder folder) {
    this.folder = folder;
    this.headwater =
        HeadwaterServer.start(
            ServerSettings.load(
                null,
                Map.of(
                    "headwater.http.port",
                    0,
                    "headwater.store.directory",
                    folder.path().resolve("headwater-data").toString(),
                    "headwater.journal.sync",
                    "interval")));
    this.dynamoDbLocal = DynamoDbLocal.inMemory(folder.path());
  }

  public static ServersUnderTest start() {
    var servers = new ServersUnderTest(TemporaryFolder.create("differential"));
    servers.dynamoDbLocal.start();
    return servers;
  }

  public InetSocketAddress headwater() {
    return headwater.address();
  }

  public InetSocketAddress dynamoDbLocal() {
    return dynamoDbLocal.endpoint();
  }

  @Override
  public void close() {
    dynamoDbLocal.close();
    headwater.close();
    folder.close();
  }
}
