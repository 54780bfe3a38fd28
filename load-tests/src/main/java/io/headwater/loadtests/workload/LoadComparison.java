package io.headwater.loadtests.workload;

import io.headwater.loadtests.rival.DynamoDbLocal;
import io.headwater.loadtests.rival.HeadwaterJar;
import io.headwater.loadtests.rival.Rival;
import io.headwater.loadtests.rival.TemporaryFolder;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The same load on Headwater and on DynamoDB Local, one after the other on the same machine. */
public final class LoadComparison {
  private final LoadOptions options;
  private final int rounds;
  private final PrintStream out;

  public LoadComparison(LoadOptions options, int rounds, PrintStream out) {
    this.options = options;
    this.rounds = rounds;
    this.out = out;
  }

  /** Runs the rounds in turn and prints, of each figure, the round with the median throughput. */
  public void run() {
    var headwater = new ArrayList<Map<LoadOperation, LoadResult>>();
    var dynamoDbLocal = new ArrayList<Map<LoadOperation, LoadResult>>();
    for (int round = 1; round <= rounds; round++) {
      try (var folder = TemporaryFolder.create("load")) {
        headwater.add(measure(new HeadwaterJar(folder.subfolder("headwater"), List.of()), round));
        Path local = folder.subfolder("dynamodb-local");
        dynamoDbLocal.add(measure(new DynamoDbLocal(local), round));
      }
    }
    print(headwater, dynamoDbLocal);
  }

  private Map<LoadOperation, LoadResult> measure(Rival rival, int round) {
    out.printf(Locale.ROOT, "round %d of %d: %s%n", round, rounds, rival.name());
    try (rival) {
      return new LoadTest(options).run(rival);
    }
  }

  private void print(
      List<Map<LoadOperation, LoadResult>> headwater,
      List<Map<LoadOperation, LoadResult>> dynamoDbLocal) {
    out.printf(
        Locale.ROOT,
        "%n%d connections, %,d keys, items of %,d bytes, %d s measured, medians of %d%n%n",
        options.connections(),
        options.keys(),
        options.itemBytes(),
        options.measured().toSeconds(),
        rounds);
    out.println(
        "operation   server          requests/s    p50 ms    p99 ms  p99.9 ms  CPU us/request");
    for (LoadOperation operation : LoadOperation.values()) {
      var ours = median(headwater, operation);
      var theirs = median(dynamoDbLocal, operation);
      printRow(operation, "Headwater", ours);
      printRow(operation, "DynamoDB Local", theirs);
      out.printf(
          Locale.ROOT,
          "%-11s %-14s %10.2f x%n",
          operation.operationName(),
          "ratio",
          ours.requestsPerSecond() / theirs.requestsPerSecond());
    }
  }

  private void printRow(LoadOperation operation, String server, LoadResult result) {
    out.printf(
        Locale.ROOT,
        "%-11s %-14s %,11.0f %9.2f %9.2f %9.2f %15.0f%n",
        operation.operationName(),
        server,
        result.requestsPerSecond(),
        result.percentileMillis(50),
        result.percentileMillis(99),
        result.percentileMillis(99.9),
        result.cpuMicrosPerRequest());
  }

  private static LoadResult median(
      List<Map<LoadOperation, LoadResult>> rounds, LoadOperation operation) {
    var sorted =
        rounds.stream()
            .map(results -> results.get(operation))
            .sorted(Comparator.comparingDouble(LoadResult::requestsPerSecond))
            .toList();
    return sorted.get(sorted.size() / 2);
  }
}
