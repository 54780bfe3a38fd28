package io.headwater.loadtests.soak;

import io.headwater.loadtests.rival.DiskFaults;
import io.headwater.loadtests.rival.TemporaryFolder;
import io.headwater.loadtests.soak.RebuildMain.Tables;
import io.headwater.persistence.inspect.ContentCheck;
import io.headwater.persistence.inspect.Verification;
import io.headwater.persistence.inspect.VerifyReport;
import io.headwater.persistence.store.RebuildTrials;
import io.headwater.persistence.store.RebuildTrials.Cause;
import io.headwater.persistence.store.StoreOpenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a store's index unusable and kills the process that rebuilds it at a random moment, again
 * and again. After some kills a start is left to be complete, and every item must be there; after
 * some the directory is verified.
 */
public final class RebuildTest {
  /** As a mean. */
  private static final int KILLS_PER_COMPLETE_START = 8;

  /** Every so many kills the directory is verified, which takes as long as a rebuild or two. */
  private static final int KILLS_PER_VERIFICATION = 20;

  private static final int KILLS_PER_LINE = 100;

  private final RebuildOptions options;
  private final Path folder;
  private final @Nullable DiskFaults powerCuts;
  private final Consumer<String> out;
  private final SplittableRandom random;
  private final int groups;
  private final Violations violations = new Violations();

  /** Whether the index has been opened since it was made unusable. */
  private boolean complete = true;

  private int kills;
  private int killsInRebuild;
  private int completeStarts;

  /**
   * A test that is not run yet.
   *
   * @param folder gets the data directory and the processes' log
   * @param powerCuts if not null, only what was synced survives a process
   */
  public RebuildTest(
      RebuildOptions options, Path folder, @Nullable DiskFaults powerCuts, Consumer<String> out) {
    this.options = options;
    this.folder = folder;
    this.powerCuts = powerCuts;
    this.out = out;
    this.random = new SplittableRandom(options.seed());
    this.groups = options.items() / RebuildTrials.ROWS_PER_GROUP;
  }

  private Path data() {
    return folder.resolve("data");
  }

  private RebuildTrials trials() {
    return new RebuildTrials(data(), groups);
  }

  /** Runs until the number of kills is reached or something is missing. */
  public RebuildReport run() throws IOException {
    RebuildTrials.fill(data(), groups);
    long rebuildNanos = startCompletely(Tables.MANY);
    out.accept(
        "A start that rebuilds the index of %,d items takes %,d ms"
            .formatted(options.items(), rebuildNanos / 1_000_000));
    while (kills < options.kills() && violations.isEmpty()) {
      startAndKill(random.nextLong(rebuildNanos));
      if (random.nextInt(KILLS_PER_COMPLETE_START) == 0) {
        startCompletely(Tables.ONE);
      }
    }
    startCompletely(Tables.ONE);
    return new RebuildReport(kills, killsInRebuild, completeStarts, violations.list());
  }

  /** Starts a process that has to rebuild the index, or to repeat a rebuild. */
  private RebuildProcess start(Tables tables) throws IOException {
    if (complete) {
      complete = false;
      Cause[] causes = Cause.values();
      trials().makeUnusable(causes[random.nextInt(causes.length)]);
    }
    Map<String, String> environment =
        powerCuts == null ? Map.of() : powerCuts.shadow(data(), folder.resolve("shadow"));
    return RebuildProcess.start(data(), groups, tables, environment, folder.resolve("rebuild.log"));
  }

  private void startAndKill(long afterNanos) throws IOException {
    try (var process = start(Tables.MANY)) {
      require(RebuildMain.OPENING, process.nextLine());
      LockSupport.parkNanos(afterNanos);
      process.kill();
      String line = process.nextLine();
      if (line != null) {
        require(RebuildMain.OPEN, line);
        complete = true;
      }
    }
    cutPower();
    if (!complete) {
      countKill();
    }
  }

  private void countKill() throws IOException {
    kills++;
    killsInRebuild += trials().isRebuildBegun() ? 1 : 0;
    if (kills % KILLS_PER_VERIFICATION == 0) {
      verify();
    }
    if (kills % KILLS_PER_LINE == 0) {
      out.accept(
          "%,d kills, %,d of them in a rebuild; %,d complete starts"
              .formatted(kills, killsInRebuild, completeStarts));
    }
  }

  /** Returns how long the opening took. */
  private long startCompletely(Tables tables) throws IOException {
    long nanos;
    try (var process = start(tables)) {
      require(RebuildMain.OPENING, process.nextLine());
      long begin = System.nanoTime();
      require(RebuildMain.OPEN, process.nextLine());
      nanos = System.nanoTime() - begin;
      require(RebuildMain.COMPLETE, process.nextLine());
    }
    cutPower();
    complete = true;
    completeStarts++;
    return nanos;
  }

  private void require(String expected, @Nullable String line) {
    if (!expected.equals(line)) {
      violations.add(
          "After %,d kills (seed %d) a start printed \"%s\" instead of \"%s\""
              .formatted(kills, options.seed(), line, expected));
    }
  }

  /** Puts what a power cut leaves in the place of the data directory. */
  private void cutPower() throws IOException {
    if (powerCuts != null) {
      delete(data());
      Files.move(folder.resolve("shadow").resolve("tree"), data(), StandardCopyOption.ATOMIC_MOVE);
      delete(folder.resolve("shadow"));
    }
  }

  private static void delete(Path path) {
    new TemporaryFolder(path).close();
  }

  /** The segments must be whole and hold everything; that the index is unusable is no damage. */
  private void verify() throws IOException {
    VerifyReport report;
    try {
      report = Verification.run(data(), _ -> new NoCheck(), (_, _) -> {});
    } catch (StoreOpenException e) {
      violations.add("After %,d kills: %s".formatted(kills, e.getMessage()));
      return;
    }
    for (String finding : report.findings()) {
      if (!finding.startsWith("The index cannot be used, a start")) {
        violations.add("After %,d kills verify found: %s".formatted(kills, finding));
      }
    }
    Long rows = report.counts().get("rows");
    if (rows == null || rows != (long) groups * RebuildTrials.ROWS_PER_GROUP) {
      violations.add("After %,d kills verify counted %d rows".formatted(kills, rows));
    }
  }

  /** Accepts everything; the rows are counted by the verification itself. */
  private static final class NoCheck implements ContentCheck {
    @Override
    public void log(String logId, long lowestNr, long highestNr) {}

    @Override
    public void logEntry(String logId, long nr, byte[] bytes) {}

    @Override
    public void row(byte[] key, byte[] value) {}

    @Override
    public void end() {}

    @Override
    public SequencedMap<String, Long> counts() {
      return new LinkedHashMap<>();
    }
  }
}
