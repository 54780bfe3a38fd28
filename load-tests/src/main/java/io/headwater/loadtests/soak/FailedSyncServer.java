package io.headwater.loadtests.soak;

import io.headwater.loadtests.rival.DiskFaults;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A server process for which one sync fails, and then its machine loses its power: the next start
 * finds neither what that sync should have confirmed nor what came after. In each start it is one
 * sync later: the first after the fault is armed, then the second, and so on.
 */
public final class FailedSyncServer implements CrashTarget {
  private static final Duration FAULT_DEADLINE = Duration.ofSeconds(60);
  private static final Duration REFUSAL_DEADLINE = Duration.ofSeconds(10);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

  private final ShadowedServer server;
  private final DiskFaults faults;
  private final Path folder;
  private final Consumer<String> out;
  private int syncNr;

  private FailedSyncServer(
      Path folder, String configuration, DiskFaults faults, int firstSyncNr, Consumer<String> out) {
    this.folder = folder;
    this.faults = faults;
    this.syncNr = firstSyncNr - 1;
    this.out = out;
    this.server = new ShadowedServer(folder, configuration, this::environment, (_, _) -> {});
  }

  /**
   * Headwater from the runnable jar.
   *
   * @param folder gets the data directories, the configuration file and the logs
   * @param configuration HOCON over Headwater's defaults
   * @param firstSyncNr which sync fails in the first start
   * @param out gets a line for each failed sync
   */
  public static FailedSyncServer ofHeadwater(
      Path folder, String configuration, DiskFaults faults, int firstSyncNr, Consumer<String> out) {
    return new FailedSyncServer(folder, configuration, faults, firstSyncNr, out);
  }

  private Map<String, String> environment(Path dataDirectory, Path shadow) {
    return faults.failingSync(dataDirectory, shadow, syncNr, armFile());
  }

  @Override
  public void start() {
    syncNr++;
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
      Files.createFile(armFile());
      Path happened = folder.resolve("armed-" + syncNr + ".happened");
      if (!awaitFile(happened)) {
        return List.of("sync %d did not come within %s".formatted(syncNr, FAULT_DEADLINE));
      }
      String failed = "sync %d failed: %s".formatted(syncNr, Files.readString(happened).strip());
      out.accept(failed);
      if (!probe.awaitRefusal(REFUSAL_DEADLINE)) {
        return List.of(failed + "; writes went on for " + REFUSAL_DEADLINE);
      }
      var violations = new ArrayList<String>();
      probe.violations().forEach(violation -> violations.add(failed + "; " + violation));
      return violations;
    }
  }

  private static boolean awaitFile(Path file) {
    long endNanos = System.nanoTime() + FAULT_DEADLINE.toNanos();
    while (!Files.exists(file)) {
      if (System.nanoTime() > endNanos) {
        return false;
      }
      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
    }
    return true;
  }

  private Path armFile() {
    return folder.resolve("armed-" + syncNr);
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
