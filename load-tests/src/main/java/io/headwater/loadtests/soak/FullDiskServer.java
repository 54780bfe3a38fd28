package io.headwater.loadtests.soak;

import io.headwater.loadtests.rival.SmallDisk;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A server process on a small disk that somebody else fills to the last byte while it writes. Then
 * there is room again, and the process is killed.
 */
public final class FullDiskServer implements CrashTarget {
  private static final Duration REFUSAL_DEADLINE = Duration.ofSeconds(30);
  private static final Duration ACCEPTANCE_DEADLINE = Duration.ofSeconds(5);

  private final KilledServer server;
  private final SmallDisk disk;
  private final Consumer<String> out;

  private FullDiskServer(KilledServer server, SmallDisk disk, Consumer<String> out) {
    this.server = server;
    this.disk = disk;
    this.out = out;
  }

  /**
   * Headwater from the runnable jar, with everything on the small disk.
   *
   * @param configuration HOCON over Headwater's defaults
   * @param out is told how each fault went
   */
  public static FullDiskServer ofHeadwater(
      SmallDisk disk, String configuration, Consumer<String> out) {
    return new FullDiskServer(KilledServer.ofHeadwater(disk.path(), configuration), disk, out);
  }

  @Override
  public void start() {
    server.start();
  }

  @Override
  public InetSocketAddress endpoint() {
    return server.endpoint();
  }

  @Override
  public List<String> awaitFault(Duration load) throws IOException {
    try (var probe = RefusalProbe.prepare(endpoint())) {
      LockSupport.parkNanos(load.toNanos());
      disk.fill();
      if (!probe.awaitRefusal(REFUSAL_DEADLINE)) {
        return List.of("the disk is full, and writes went on for " + REFUSAL_DEADLINE);
      }
      List<String> violations = probe.violations();
      disk.makeRoom();
      out.accept(
          probe.awaitAcceptance(ACCEPTANCE_DEADLINE)
              ? "disk full: writes were refused, and accepted when there was room again"
              : "disk full: writes were refused, and need a restart now that there is room again");
      return violations;
    } finally {
      disk.makeRoom();
    }
  }

  @Override
  public void crash() {
    server.crash();
  }

  @Override
  public void close() {
    server.close();
  }
}
