package io.headwater.loadtests.soak;

import io.headwater.api.server.HeadwaterServer;
import io.headwater.api.server.ServerSettings;
import io.headwater.loadtests.rival.TemporaryFolder;
import io.headwater.persistence.store.SegmentStore;
import io.headwater.persistence.store.StoreSettings;
import io.headwater.persistence.testing.ShadowDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A server in this JVM whose machine loses its power: the next start finds only what a sync had
 * confirmed. Each start has a data directory of its own, the shadow of the one before.
 */
public final class PowerCutServer implements CrashTarget {
  private final Path folder;
  private final Path configurationFile;

  /** Null if nothing survives but what was synced. */
  private final @Nullable RandomGenerator survivors;

  private int startCount;
  private @Nullable HeadwaterServer server;
  private @Nullable ShadowDirectory power;

  private PowerCutServer(Path folder, Path configurationFile, @Nullable RandomGenerator survivors) {
    this.folder = folder;
    this.configurationFile = configurationFile;
    this.survivors = survivors;
  }

  /**
   * A server that is not started yet.
   *
   * @param folder gets the data directories and the configuration file
   * @param configuration HOCON over Headwater's defaults
   * @param survivors decides which pages survive that were not synced; null if none does
   */
  public static PowerCutServer create(
      Path folder, String configuration, @Nullable RandomGenerator survivors) {
    Path file = folder.resolve("headwater.conf");
    try {
      Files.writeString(file, configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new PowerCutServer(folder, file, survivors);
  }

  @Override
  public void start() {
    Path directory = dataDirectory(startCount);
    var newPower = new ShadowDirectory(directory, dataDirectory(startCount + 1));
    var flags = Map.of("headwater.http.port", 0, "headwater.store.directory", directory.toString());
    var settings = ServerSettings.load(configurationFile, flags);
    var store =
        SegmentStore.open(
            StoreSettings.from(settings.config().getConfig("headwater.store")), newPower);
    store.sync().toCompletableFuture().join(); // The shadow now has what the start found.
    server = HeadwaterServer.start(settings, store);
    power = newPower;
    startCount++;
  }

  @Override
  public InetSocketAddress endpoint() {
    if (server == null) {
      throw new IllegalStateException("The server does not run");
    }
    return server.address();
  }

  @Override
  public void crash() {
    if (power == null) {
      throw new IllegalStateException("The server does not run");
    }
    if (survivors == null) {
      power.cut();
    } else {
      power.cutInAnyOrder(survivors);
    }
    close();
    new TemporaryFolder(dataDirectory(startCount - 1)).close();
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop();
      server = null;
    }
  }

  private Path dataDirectory(int start) {
    return folder.resolve("headwater-data-" + start);
  }
}
