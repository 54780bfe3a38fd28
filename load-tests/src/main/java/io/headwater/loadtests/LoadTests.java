package io.headwater.loadtests;

import io.headwater.loadtests.differential.DifferentialOptions;
import io.headwater.loadtests.differential.DifferentialReport;
import io.headwater.loadtests.differential.DifferentialTest;
import io.headwater.loadtests.differential.ServersUnderTest;
import io.headwater.loadtests.fuzz.FuzzRuns;
import io.headwater.loadtests.rival.TemporaryFolder;
import io.headwater.loadtests.soak.CrashOptions;
import io.headwater.loadtests.soak.CrashReport;
import io.headwater.loadtests.soak.CrashTest;
import io.headwater.loadtests.soak.DamageTest;
import io.headwater.loadtests.soak.KilledServer;
import io.headwater.loadtests.soak.PowerCutServer;
import io.headwater.loadtests.workload.LoadComparison;
import io.headwater.loadtests.workload.LoadOperation;
import io.headwater.loadtests.workload.LoadOptions;
import io.headwater.loadtests.workload.StartComparison;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands of load-tests, started by {@code load-tests/run}. */
@Command(
    name = "load-tests/run",
    description = "Measures Headwater, and tries to break it.",
    mixinStandardHelpOptions = true)
public final class LoadTests {
  private LoadTests() {}

  public static void main(String[] arguments) {
    var commandLine = new CommandLine(new LoadTests());
    System.exit(commandLine.execute(arguments));
  }

  @Command(
      name = "load",
      description = "The same load on Headwater, on HTTP alone and on DynamoDB Local.",
      showDefaultValues = true)
  int load(
      @Option(
              names = "--operations",
              defaultValue = "PUT_ITEM,GET_ITEM,UPDATE_ITEM",
              split = ",",
              description = "${COMPLETION-CANDIDATES}")
          Set<LoadOperation> operations,
      @Option(names = "--connections", defaultValue = "32") int connections,
      @Option(names = "--keys", defaultValue = "100000") int keys,
      @Option(names = "--item-bytes", defaultValue = "1024") int itemBytes,
      @Option(names = "--warm-up-seconds", defaultValue = "10") int warmUpSeconds,
      @Option(names = "--seconds", defaultValue = "15") int seconds,
      @Option(names = "--rounds", defaultValue = "1") int rounds,
      @Option(
              names = "--half-load",
              description = "Measure the latencies at half of the throughput as well.")
          boolean halfLoad,
      @Option(names = "--seed", defaultValue = "20120810") long seed) {
    var options =
        new LoadOptions(
            operations,
            connections,
            keys,
            itemBytes,
            Duration.ofSeconds(warmUpSeconds),
            Duration.ofSeconds(seconds),
            halfLoad,
            seed);
    new LoadComparison(options, rounds, System.out).run();
    return CommandLine.ExitCode.OK;
  }

  @Command(
      name = "start",
      description = "Time from start to first answer, Headwater and DynamoDB Local in turn.",
      showDefaultValues = true)
  int start(@Option(names = "--rounds", defaultValue = "5") int rounds) {
    new StartComparison(rounds, System.out).run();
    return CommandLine.ExitCode.OK;
  }

  @Command(
      name = "crash",
      description =
          "kill -9 under load from 16 writers, restart, check everything; again and again.",
      showDefaultValues = true)
  int crash(
      @Option(names = "--rounds", defaultValue = "20") int rounds,
      @Option(names = "--writers", defaultValue = "16") int writers,
      @Option(names = "--min-load-millis", defaultValue = "500") int minLoadMillis,
      @Option(names = "--max-load-millis", defaultValue = "3000") int maxLoadMillis,
      @Option(names = "--seed", defaultValue = "1") long seed)
      throws IOException {
    var options =
        new CrashOptions(
            rounds,
            writers,
            Duration.ofMillis(minLoadMillis),
            Duration.ofMillis(maxLoadMillis),
            seed);
    var folder = TemporaryFolder.create("crash");
    try (var test =
        new CrashTest(
            options,
            configuration -> KilledServer.ofHeadwater(folder.path(), configuration),
            LoadTests::print)) {
      return conclude(test.run(), folder);
    }
  }

  @Command(
      name = "power-cut",
      description = "Cut the power under load, so that only what was synced survives; check all.",
      showDefaultValues = true)
  int powerCut(
      @Option(names = "--rounds", defaultValue = "10") int rounds,
      @Option(names = "--writers", defaultValue = "16") int writers,
      @Option(names = "--min-load-millis", defaultValue = "500") int minLoadMillis,
      @Option(names = "--max-load-millis", defaultValue = "3000") int maxLoadMillis,
      @Option(
              names = "--sync",
              defaultValue = "always",
              description = "headwater.journal.sync; with interval, losses are to be found")
          String sync,
      @Option(names = "--seed", defaultValue = "1") long seed)
      throws IOException {
    var options =
        new CrashOptions(
            rounds,
            writers,
            Duration.ofMillis(minLoadMillis),
            Duration.ofMillis(maxLoadMillis),
            seed);
    String syncSetting = "headwater.journal.sync = " + sync + "\n";
    var folder = TemporaryFolder.create("power-cut");
    try (var test =
        new CrashTest(
            options,
            configuration -> PowerCutServer.create(folder.path(), configuration + syncSetting),
            LoadTests::print)) {
      return conclude(test.run(), folder);
    }
  }

  @Command(
      name = "fuzz-http",
      description = "Damaged requests of every operation: modelled errors only, and no end of it.",
      showDefaultValues = true)
  int fuzzHttp(
      @Option(names = "--requests", defaultValue = "200000") int requests,
      @Option(names = "--seed", defaultValue = "1") long seed)
      throws IOException {
    new FuzzRuns(System.out).http(requests, seed);
    return CommandLine.ExitCode.OK;
  }

  @Command(
      name = "fuzz-expressions",
      description = "Random and damaged expressions, read and evaluated: a result or a refusal.",
      showDefaultValues = true)
  int fuzzExpressions(
      @Option(names = "--count", defaultValue = "1000000") int count,
      @Option(names = "--seed", defaultValue = "1") long seed) {
    new FuzzRuns(System.out).expressions(count, seed);
    return CommandLine.ExitCode.OK;
  }

  @Command(
      name = "damage",
      description = "Flip bits in the store's files and cut its log; see what a start makes of it.",
      showDefaultValues = true)
  int damage(
      @Option(names = "--flips", defaultValue = "500") int flips,
      @Option(names = "--cuts", defaultValue = "128") int cuts,
      @Option(names = "--seed", defaultValue = "1") long seed)
      throws IOException {
    List<String> violations = new DamageTest(flips, cuts, seed, System.out).run();
    violations.forEach(LoadTests::print);
    print(violations.isEmpty() ? "Nothing was wrong or missing without a word." : "FAILED");
    return violations.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  @Command(
      name = "differential",
      description = "Random operations to Headwater and DynamoDB Local; compares the answers.",
      showDefaultValues = true)
  int differential(
      @Option(names = "--operations", defaultValue = "50000") int operations,
      @Option(names = "--seed", defaultValue = "1") long seed,
      @Option(
              names = "--history",
              defaultValue = "0",
              description = "the number of the history to begin with, to repeat it")
          int history)
      throws IOException {
    var options = new DifferentialOptions(operations, seed, history);
    try (var servers = ServersUnderTest.start();
        var test =
            new DifferentialTest(
                options, servers.headwater(), servers.dynamoDbLocal(), LoadTests::print)) {
      return conclude(test.run());
    }
  }

  private static int conclude(DifferentialReport report) {
    report.summary().forEach(LoadTests::print);
    report.unseenKnownDifferences().forEach(id -> print("Known difference never seen: " + id));
    if (report.unexplained().isEmpty()) {
      print("No unexplained difference.");
      return CommandLine.ExitCode.OK;
    }
    report.unexplained().forEach(LoadTests::print);
    print("FAILED. " + report.unexplained().size() + " unexplained differences.");
    return CommandLine.ExitCode.SOFTWARE;
  }

  @Command(
      name = "bench",
      description = "JMH benchmarks whose class and method name matches; all if nothing is given.")
  int bench(@Parameters(arity = "0..1", defaultValue = ".*", paramLabel = "PATTERN") String pattern)
      throws RunnerException {
    new Runner(benchmarksMatching(pattern)).run();
    return CommandLine.ExitCode.OK;
  }

  private static Options benchmarksMatching(String pattern) {
    return new OptionsBuilder()
        .include(pattern)
        .forks(2)
        .warmupIterations(3)
        .warmupTime(TimeValue.seconds(2))
        .measurementIterations(5)
        .measurementTime(TimeValue.seconds(2))
        .build();
  }

  /** Keeps the data directory as evidence if something was lost. */
  private static int conclude(CrashReport report, TemporaryFolder folder) {
    if (report.violations().isEmpty()) {
      folder.close();
      print("Nothing acknowledged was lost, doubled or out of order.");
      return CommandLine.ExitCode.OK;
    }
    report.violations().forEach(LoadTests::print);
    print("FAILED. What the server left is in " + folder.path());
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static void print(String line) {
    System.out.println(line);
  }
}
