package io.headwater.loadtests.soak;

import io.headwater.loadtests.rival.DiskFaults;
import io.headwater.loadtests.rival.HeadwaterJar;
import io.headwater.loadtests.rival.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A server process whose machine loses its power: it is killed, and the next start finds only what
 * a sync had confirmed. Each start has a folder of its own, and the one before is kept.
 */
public final class ShadowedServer implements CrashTarget {
  private static final String SHADOW = "shadow";

  /** Makes a process's environment from its data directory and its shadow. */
  interface Faults {
    Map<String, String> environment(Path dataDirectory, Path shadow);
  }

  /** Sees what a killed server left, before the next start finds the shadow. */
  interface Aftermath {
    void at(Path dataDirectory, Path shadow) throws IOException;
  }

  private final Path folder;
  private final Faults faults;
  private final Aftermath aftermath;
  private final Path configurationFile;
  private int startCount;
  private @Nullable HeadwaterJar server;

  ShadowedServer(Path folder, String configuration, Faults faults, Aftermath aftermath) {
    this.folder = folder;
    this.faults = faults;
    this.aftermath = aftermath;
    this.configurationFile = folder.resolve("headwater.conf");
    try {
      Files.writeString(configurationFile, configuration);
      Files.createDirectories(HeadwaterJar.dataDirectory(folderOfStart(1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Headwater from the runnable jar.
   *
   * @param folder gets the data directories, the configuration file and the logs
   * @param configuration HOCON over Headwater's defaults
   * @param seed decides which pages survive, where any may
   */
  public static ShadowedServer ofHeadwater(
      Path folder, String configuration, DiskFaults faults, long seed) {
    var random = new SplittableRandom(seed);
    Aftermath aftermath =
        (dataDirectory, shadow) -> {
          if (faults.isInAnyOrder()) {
            new SurvivingPages(shadow.resolve("inodes"), random).copyFrom(dataDirectory);
          }
        };
    return new ShadowedServer(folder, configuration, faults::shadow, aftermath);
  }

  @Override
  public void start() {
    startCount++;
    Path home = folderOfStart(startCount);
    var environment = faults.environment(HeadwaterJar.dataDirectory(home), home.resolve(SHADOW));
    var started =
        new HeadwaterJar(
            home, List.of("--config", configurationFile.toString()), List.of(), environment);
    server = started;
    started.start();
  }

  @Override
  public InetSocketAddress endpoint() {
    return running().endpoint();
  }

  /** The kill comes first: nothing is synced after the cut. */
  @Override
  public void crash() {
    running().kill();
    Path home = folderOfStart(startCount);
    Path next = folderOfStart(startCount + 1);
    Path shadow = home.resolve(SHADOW);
    try {
      aftermath.at(HeadwaterJar.dataDirectory(home), shadow);
      Files.createDirectories(next);
      Files.move(
          shadow.resolve("tree"), HeadwaterJar.dataDirectory(next), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path beforeLast = folderOfStart(startCount - 1);
    if (Files.exists(beforeLast)) {
      new TemporaryFolder(beforeLast).close();
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }

  private HeadwaterJar running() {
    if (server == null) {
      throw new IllegalStateException("The server does not run");
    }
    return server;
  }

  private Path folderOfStart(int start) {
    return folder.resolve("start-" + start);
  }
}
