package io.headwater.loadtests.workload;

import io.headwater.loadtests.rival.DynamoDbLocal;
import io.headwater.loadtests.rival.HeadwaterJar;
import io.headwater.loadtests.rival.Rival;
import io.headwater.loadtests.rival.TemporaryFolder;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * From the start of the process to the first answered request, Headwater and DynamoDB Local in
 * turn. The first start of each fills the page cache and is not counted.
 */
public final class StartComparison {
  private final int rounds;
  private final PrintStream out;

  public StartComparison(int rounds, PrintStream out) {
    this.rounds = rounds;
    this.out = out;
  }

  public void run() {
    var headwater = new ArrayList<Duration>();
    var dynamoDbLocal = new ArrayList<Duration>();
    try (var folder = TemporaryFolder.create("start");
        var ours = new HeadwaterJar(folder.subfolder("headwater"), List.of());
        var theirs = DynamoDbLocal.onDisk(folder.subfolder("dynamodb-local"))) {
      startAndStop(ours);
      startAndStop(theirs);
      for (int round = 1; round <= rounds; round++) {
        headwater.add(startAndStop(ours));
        dynamoDbLocal.add(startAndStop(theirs));
        out.printf(
            Locale.ROOT,
            "round %d of %d: Headwater %d ms, DynamoDB Local %d ms%n",
            round,
            rounds,
            headwater.getLast().toMillis(),
            dynamoDbLocal.getLast().toMillis());
      }
    }
    long ours = medianMillis(headwater);
    long theirs = medianMillis(dynamoDbLocal);
    out.printf(
        Locale.ROOT,
        "%nstart to first answer, medians of %d: Headwater %d ms, DynamoDB Local %d ms, ratio"
            + " %.2f%n",
        rounds,
        ours,
        theirs,
        (double) ours / theirs);
  }

  private static Duration startAndStop(Rival rival) {
    Duration time = rival.start();
    rival.stop();
    return time;
  }

  private static long medianMillis(List<Duration> times) {
    return times.stream().sorted().toList().get(times.size() / 2).toMillis();
  }
}
