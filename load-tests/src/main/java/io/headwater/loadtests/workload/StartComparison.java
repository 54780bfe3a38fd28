package io.headwater.loadtests.workload;

import io.headwater.loadtests.rival.DynamoDbLocal;
import io.headwater.loadtests.rival.HeadwaterJar;
import io.headwater.loadtests.rival.ProcessFigures;
import io.headwater.loadtests.rival.Rival;
import io.headwater.loadtests.rival.TemporaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * From the start of the process to the first answered request, and the memory of a server that then
 * has nothing to do: Headwater on an empty directory, on one with items after a clean stop and
 * after a kill under load, and DynamoDB Local on an empty directory, in turn. The first start of
 * each fills the page cache and is not counted.
 */
public final class StartComparison {
  private static final int FILL_CONNECTIONS = 8;
  private static final int ITEM_BYTES = 1024;
  private static final long SEED = 20_120_810;

  /** Put before a kill, so that what was not yet sorted into tables is in the log. */
  private static final int ITEMS_BEFORE_KILL = 20_000;

  /** What is started. */
  private enum Start {
    EMPTY("Headwater, empty"),
    STOPPED("Headwater, after a stop"),
    KILLED("Headwater, after kill -9"),
    DYNAMODB_LOCAL("DynamoDB Local, empty");

    private final String title;

    Start(String title) {
      this.title = title;
    }
  }

  private final int rounds;
  private final int items;
  private final Duration idle;
  private final PrintStream out;
  private final Map<Start, List<Figures>> figures = new EnumMap<>(Start.class);

  /** What one start showed; memory is 0 if it was not measured. */
  private record Figures(long millis, long residentMegabytes) {}

  /**
   * A comparison that is not run yet.
   *
   * @param items in the directory of the second and third kind of start; 0 leaves those two out
   * @param idle after which the memory is looked at; 0 for not at all
   */
  public StartComparison(int rounds, int items, Duration idle, PrintStream out) {
    this.rounds = rounds;
    this.items = items;
    this.idle = idle;
    this.out = out;
  }

  public void run() throws IOException {
    try (var folder = TemporaryFolder.create("start");
        var empty = new HeadwaterJar(folder.subfolder("empty"), List.of());
        var full = new HeadwaterJar(folder.subfolder("full"), List.of());
        var theirs = DynamoDbLocal.onDisk(folder.subfolder("dynamodb-local"))) {
      if (items > 0) {
        fill(full);
      }
      runRound(0, empty, full, theirs);
      figures.clear();
      for (int round = 1; round <= rounds; round++) {
        runRound(round, empty, full, theirs);
      }
    }
    printMedians();
  }

  private void fill(Rival full) throws IOException {
    out.printf(Locale.ROOT, "putting %,d items of %,d bytes ...%n", items, ITEM_BYTES);
    full.start();
    LoadTest.createTable(full);
    put(full, 0, items);
    full.stop();
  }

  private static void put(Rival rival, int fromKey, int toKey) {
    var options =
        new LoadOptions(Set.of(), 1, toKey, ITEM_BYTES, Duration.ZERO, Duration.ZERO, false, SEED);
    new LoadTest(options).fillFrom(rival, fromKey, FILL_CONNECTIONS);
  }

  private void runRound(int round, Rival empty, Rival full, Rival theirs) {
    measure(Start.EMPTY, empty, round);
    if (items > 0) {
      measure(Start.STOPPED, full, round);
      full.start();
      put(full, Math.max(0, items - ITEMS_BEFORE_KILL), items);
      full.kill();
      measure(Start.KILLED, full, round);
    }
    measure(Start.DYNAMODB_LOCAL, theirs, round);
  }

  private void measure(Start start, Rival rival, int round) {
    Duration time = rival.start();
    LockSupport.parkNanos(idle.toNanos());
    long resident = idle.isZero() ? 0 : ProcessFigures.residentBytes(rival.processId()) >> 20;
    rival.stop();
    figures
        .computeIfAbsent(start, _ -> new ArrayList<>())
        .add(new Figures(time.toMillis(), resident));
    out.printf(
        Locale.ROOT,
        "%s: %-26s %,6d ms %,6d MiB%n",
        round == 0 ? "not counted" : "round %d of %d".formatted(round, rounds),
        start.title,
        time.toMillis(),
        resident);
  }

  private void printMedians() {
    var theirs = medians(Start.DYNAMODB_LOCAL);
    out.printf(
        Locale.ROOT,
        "%nmedians of %d, %,d items where there are some, memory after %d s%n%n"
            + "%-26s %13s %6s %10s %6s%n",
        rounds,
        items,
        idle.toSeconds(),
        "",
        "first answer",
        "ratio",
        "memory",
        "ratio");
    for (Start start : figures.keySet()) {
      var ours = medians(start);
      out.printf(
          Locale.ROOT,
          "%-26s %,10d ms %6.2f %,6d MiB %6.2f%n",
          start.title,
          ours.millis(),
          (double) ours.millis() / theirs.millis(),
          ours.residentMegabytes(),
          (double) ours.residentMegabytes() / Math.max(1, theirs.residentMegabytes()));
    }
  }

  private Figures medians(Start start) {
    var all = figures.getOrDefault(start, List.of());
    return new Figures(
        median(all.stream().map(Figures::millis).toList()),
        median(all.stream().map(Figures::residentMegabytes).toList()));
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
