package io.headwater.loadtests.workload;

import io.headwater.loadtests.rival.DynamoDbLocal;
import io.headwater.loadtests.rival.EchoServer;
import io.headwater.loadtests.rival.HeadwaterJar;
import io.headwater.loadtests.rival.Rival;
import io.headwater.loadtests.rival.TemporaryFolder;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The same load on Headwater, on HTTP alone, and on DynamoDB Local, one after the other on the same
 * machine.
 */
public final class LoadComparison {

  /** Who can be compared, in the order of a round. */
  private enum Contender {
    HEADWATER("Headwater"),
    ECHO("HTTP alone"),
    DYNAMODB_LOCAL("DynamoDB Local");

    private final String title;

    Contender(String title) {
      this.title = title;
    }

    Rival rival(Path folder) {
      return switch (this) {
        case HEADWATER -> new HeadwaterJar(folder, List.of());
        case ECHO -> new EchoServer(folder);
        case DYNAMODB_LOCAL -> DynamoDbLocal.onDisk(folder);
      };
    }
  }

  private final LoadOptions options;
  private final int rounds;
  private final @Nullable Path profileFolder;
  private final PrintStream out;

  /** The results of the rounds. */
  private final Map<Contender, List<Map<LoadOperation, LoadResult>>> results =
      new EnumMap<>(Contender.class);

  /** Of all rounds. */
  private final Map<Contender, IndexLagProbe> indexLags = new EnumMap<>(Contender.class);

  /**
   * A comparison that is not run yet.
   *
   * @param profileFolder an existing folder that gets a recording of Headwater for each operation;
   *     null for none
   */
  public LoadComparison(
      LoadOptions options, int rounds, @Nullable Path profileFolder, PrintStream out) {
    this.options = options;
    this.rounds = rounds;
    this.profileFolder = profileFolder;
    this.out = out;
  }

  /** Runs the rounds in turn and prints, of each figure, the round with the median throughput. */
  public void run() {
    for (int round = 1; round <= rounds; round++) {
      for (Contender contender : Contender.values()) {
        out.printf(Locale.ROOT, "round %d of %d: %s%n", round, rounds, contender.title);
        try (var folder = TemporaryFolder.create("load");
            Rival rival = contender.rival(folder.path())) {
          var test = new LoadTest(options, observers(contender, round));
          results.computeIfAbsent(contender, _ -> new ArrayList<>()).add(test.run(rival));
        }
      }
    }
    print();
  }

  private List<LoadTest.Observer> observers(Contender contender, int round) {
    var observers = new ArrayList<LoadTest.Observer>();
    if (contender != Contender.ECHO) { // It has no index.
      observers.add(indexLags.computeIfAbsent(contender, _ -> new IndexLagProbe()));
    }
    if (profileFolder != null && contender == Contender.HEADWATER) {
      observers.add(new LoadProfile(profileFolder, round, out));
    }
    return observers;
  }

  private void print() {
    out.printf(
        Locale.ROOT,
        "%n%d connections, %,d keys, items of %,d bytes, %d s measured, medians of %d%n%n",
        options.connections(),
        options.keys(),
        options.itemBytes(),
        options.measured().toSeconds(),
        rounds);
    out.printf(
        "%-20s %-15s %11s %11s %8s %8s %8s %12s %15s%n",
        "operation",
        "server",
        "requests/s",
        "items/s",
        "p50 ms",
        "p99 ms",
        "p99.9 ms",
        "half p99 ms",
        "CPU us/request");
    for (LoadOperation operation : LoadOperation.values()) {
      if (options.operations().contains(operation)) {
        print(operation);
      }
    }
    if (options.operations().contains(LoadOperation.INDEXED_PUT)) {
      printIndex();
    }
  }

  private void printIndex() {
    if (options.operations().contains(LoadOperation.PUT_ITEM)) {
      out.printf("%n%-20s %-15s %11s%n", "PutItem, one GSI", "server", "to PutItem");
      for (Contender contender : Contender.values()) {
        double indexed = median(contender, LoadOperation.INDEXED_PUT).requestsPerSecond();
        double plain = median(contender, LoadOperation.PUT_ITEM).requestsPerSecond();
        out.printf(Locale.ROOT, "%-20s %-15s %9.2f x%n", "", contender.title, indexed / plain);
      }
    }
    out.printf(
        "%n%-20s %-15s %11s %8s %8s %8s %11s%n",
        "lag of the index", "server", "probes", "p50 ms", "p99 ms", "max ms", "throttled");
    indexLags.forEach((contender, probe) -> {
      var micros = probe.lagMicros();
      out.printf(
          Locale.ROOT,
          "%-20s %-15s %,11d %8.2f %8.2f %8.2f %,11d%n",
          "",
          contender.title,
          micros.getTotalCount(),
          micros.getValueAtPercentile(50) / 1e3,
          micros.getValueAtPercentile(99) / 1e3,
          micros.getMaxValue() / 1e3,
          median(contender, LoadOperation.INDEXED_PUT).throttled());
    });
  }

  private void print(LoadOperation operation) {
    for (Contender contender : Contender.values()) {
      printRow(operation, contender.title, median(contender, operation));
    }
    double ours = median(Contender.HEADWATER, operation).requestsPerSecond();
    out.printf(
        Locale.ROOT,
        "%-20s %-15s %9.2f x %n%-20s %-15s %9.2f x %n",
        operation.title(),
        "to HTTP alone",
        ours / median(Contender.ECHO, operation).requestsPerSecond(),
        operation.title(),
        "to DynamoDB L.",
        ours / median(Contender.DYNAMODB_LOCAL, operation).requestsPerSecond());
  }

  private void printRow(LoadOperation operation, String server, LoadResult result) {
    var halfLoad = result.halfLoadMicros();
    out.printf(
        Locale.ROOT,
        "%-20s %-15s %,11.0f %,11.0f %8.2f %8.2f %8.2f %12s %15.0f%n",
        operation.title(),
        server,
        result.requestsPerSecond(),
        result.requestsPerSecond() * operation.itemsPerRequest(),
        result.percentileMillis(50),
        result.percentileMillis(99),
        result.percentileMillis(99.9),
        halfLoad == null
            ? "-"
            : String.format(Locale.ROOT, "%.2f", halfLoad.getValueAtPercentile(99) / 1e3),
        result.cpuMicrosPerRequest());
  }

  private LoadResult median(Contender contender, LoadOperation operation) {
    var sorted =
        results.getOrDefault(contender, List.of()).stream()
            .map(round -> round.get(operation))
            .sorted(Comparator.comparingDouble(LoadResult::requestsPerSecond))
            .toList();
    return sorted.get(sorted.size() / 2);
  }
}
