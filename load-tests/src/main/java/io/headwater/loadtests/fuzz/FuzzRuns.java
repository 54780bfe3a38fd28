package io.headwater.loadtests.fuzz;

import io.headwater.actors.expression.WorkBudget;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.testing.ExpressionAttacks;
import io.headwater.actors.testing.ExpressionAttacks.Attack;
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
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Runs a fuzz test and prints what came of it; the first finding ends it as an AssertionError. */
public final class FuzzRuns {
  /** What one request's expressions may cost. */
  private static final Duration MAX_CPU_TIME = Duration.ofMillis(250);

  private static final int ATTACK_RUNS = 3;

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

  /**
   * Expressions that are made to cost as much as possible, in this process: the known ones and
   * random ones.
   */
  public void attacks(int count, long seed) {
    var attacks = new ArrayList<>(ExpressionAttacks.known());
    for (int i = 0; i < count; i++) {
      attacks.add(ExpressionAttacks.random(new Random(seed * 1_000_003 + i)));
    }
    Duration worst = Duration.ZERO;
    String worstName = "";
    for (Attack attack : attacks) {
      Duration cpuTime = cpuTime(attack);
      if (cpuTime.compareTo(worst) > 0) {
        worst = cpuTime;
        worstName = attack.name();
      }
      if (cpuTime.compareTo(MAX_CPU_TIME) > 0) {
        throw new AssertionError("%s: %s of CPU".formatted(attack.name(), cpuTime));
      }
    }
    out.printf(
        "%,d attacks, seed %d; the worst: %s, %,d ms of CPU%n",
        attacks.size(), seed, worstName, worst.toMillis());
  }

  /** The least of a few runs, because the first ones are interpreted. */
  private static Duration cpuTime(Attack attack) {
    long leastNanos = Long.MAX_VALUE;
    for (int run = 0; run < ATTACK_RUNS; run++) {
      long startNanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      try {
        attack.run().accept(new WorkBudget());
      } catch (DynamoDbException e) {
        // A refusal is an outcome like a result; what it cost is measured.
      }
      long endNanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      leastNanos = Math.min(leastNanos, endNanos - startNanos);
    }
    return Duration.ofNanos(leastNanos);
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
