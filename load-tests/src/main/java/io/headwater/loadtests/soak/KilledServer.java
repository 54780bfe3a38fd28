package io.headwater.loadtests.soak;

import io.headwater.loadtests.rival.HeadwaterJar;
import io.headwater.loadtests.rival.Rival;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A server process that dies by {@code kill -9}: the page cache survives, the heap does not. */
public final class KilledServer implements CrashTarget {
  private final Rival rival;

  private KilledServer(Rival rival) {
    this.rival = rival;
  }

  /**
   * Headwater from the runnable jar.
   *
   * @param folder gets the data directory, the configuration file and the log
   * @param configuration HOCON over Headwater's defaults
   */
  public static KilledServer ofHeadwater(Path folder, String configuration) {
    Path file = folder.resolve("headwater.conf");
    try {
      Files.writeString(file, configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new KilledServer(new HeadwaterJar(folder, List.of("--config", file.toString())));
  }

  @Override
  public void start() {
    rival.start();
  }

  @Override
  public InetSocketAddress endpoint() {
    return rival.endpoint();
  }

  @Override
  public void crash() {
    rival.kill();
  }

  @Override
  public void close() {
    rival.close();
  }
}
