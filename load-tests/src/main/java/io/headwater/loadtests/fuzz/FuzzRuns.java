package io.headwater.loadtests.fuzz;

import io.headwater.actors.testing.ExpressionFuzz;
import io.headwater.actors.testing.IndexSequences;
import io.headwater.api.testing.HttpFuzz;
import io.headwater.loadtests.rival.HeadwaterJar;
import io.headwater.loadtests.rival.TemporaryFolder;
import io.headwater.persistence.store.SegmentStore;
import io.headwater.persistence.store.Store;
import io.headwater.persistence.testing.InMemoryStore;
import io.headwater.persistence.testing.TestSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs a fuzz test and prints what came of it; the first finding ends it as an AssertionError. */
public final class FuzzRuns {
  private final PrintStream out;

  public FuzzRuns(PrintStream out) {
    this.out = out;
  }

  /** Damaged requests to a server of its own, in a process of its own. */
  public void http(int requests, long seed) throws IOException {
    try (var folder = TemporaryFolder.create("fuzz-http");
        var server = new HeadwaterJar(folder.path(), List.of())) {
      server.start();
      long start = System.nanoTime();
      Map<String, Integer> outcomes = new HttpFuzz(server.endpoint(), seed).run(requests);
      out.printf("%,d requests in %,d s, seed %d%n", requests, secondsSince(start), seed);
      print(outcomes);
    }
  }

  /** Random and damaged expressions, in this process. */
  public void expressions(int count, long seed) {
    long start = System.nanoTime();
    ExpressionFuzz.Report report = new ExpressionFuzz(seed).run(count);
    out.printf(
        "%,d texts, each read as five kinds, in %,d s, seed %d%n",
        count, secondsSince(start), seed);
    out.printf("%,d readings had a result; the others were refused:%n", report.results());
    print(report.refusals());
    out.printf("Slowest text, all five readings: %,d us%n", report.slowest().toNanos() / 1_000);
  }

  /** Random sequences of writes and index changes, in this process: in memory, or on disk. */
  public void indexes(int count, long seed, boolean onDisk) throws IOException {
    long start = System.nanoTime();
    try (var folder = TemporaryFolder.create("index-sequences");
        Store store =
            onDisk ? SegmentStore.open(TestSettings.in(folder.path())) : new InMemoryStore();
        var sequences = new IndexSequences(store, seed)) {
      out.println(sequences.run(count));
    }
    out.printf("%,d s, seed %d%n", secondsSince(start), seed);
  }

  private void print(Map<String, Integer> counts) {
    new TreeMap<>(counts).forEach((name, count) -> out.printf("%,12d  %s%n", count, name));
  }

  private static long secondsSince(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos).toSeconds();
  }
}
