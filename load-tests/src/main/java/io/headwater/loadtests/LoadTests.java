package io.headwater.loadtests;

import io.headwater.loadtests.abuse.AbuseOptions;
import io.headwater.loadtests.abuse.AbuseTest;
import io.headwater.loadtests.browser.BrowserCheck;
import io.headwater.loadtests.differential.DifferentialOptions;
import io.headwater.loadtests.differential.DifferentialReport;
import io.headwater.loadtests.differential.DifferentialTest;
import io.headwater.loadtests.differential.ServersUnderTest;
import io.headwater.loadtests.fuzz.FuzzRuns;
import io.headwater.loadtests.rival.CannotRunException;
import io.headwater.loadtests.workload.ExpiryTest;
import io.headwater.loadtests.workload.FairnessTest;
import io.headwater.loadtests.workload.GrowthOptions;
import io.headwater.loadtests.workload.GrowthTest;
import io.headwater.loadtests.workload.IdleTest;
import io.headwater.loadtests.workload.IndexReadTest;
import io.headwater.loadtests.workload.LoadComparison;
import io.headwater.loadtests.workload.LoadOperation;
import io.headwater.loadtests.workload.LoadOptions;
import io.headwater.loadtests.workload.Machine;
import io.headwater.loadtests.workload.StartComparison;
import io.headwater.loadtests.workload.WarmUpTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The commands of load-tests, started by {@code load-tests/run}. */
@Command(
    name = "load-tests/run",
    description = "Measures Headwater, and tries to break it.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT)
public final class LoadTests {
  /** As the user typed it. */
  private final String command;

  private LoadTests(String command) {
    this.command = command;
  }

  public static void main(String[] arguments) {
    String command = "load-tests/run " + String.join(" ", arguments);
    var commandLine = new CommandLine(new LoadTests(command));
    CommandLine.getCommandMethods(FaultCommands.class, null).forEach(commandLine::addSubcommand);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(LoadTests::explain);
    System.exit(commandLine.execute(arguments));
  }

  private static int explain(Exception failure, CommandLine commandLine, ParseResult result)
      throws Exception {
    if (failure instanceof CannotRunException) {
      commandLine.getErr().println(failure.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw failure;
  }

  private void printHead() {
    print(command);
    print(Machine.describe() + "\n");
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
      @Option(names = "--all-operations", description = "Measure all of them.")
          boolean allOperations,
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
      @Option(
              names = "--profile",
              paramLabel = "FOLDER",
              description = "Record Headwater there, and print the largest parts of its CPU time.")
          @Nullable Path profileFolder,
      @Option(names = "--seed", defaultValue = "20120810") long seed)
      throws IOException {
    var options =
        new LoadOptions(
            allOperations ? EnumSet.allOf(LoadOperation.class) : operations,
            connections,
            keys,
            itemBytes,
            Duration.ofSeconds(warmUpSeconds),
            Duration.ofSeconds(seconds),
            halfLoad,
            seed);
    if (profileFolder != null) {
      Files.createDirectories(profileFolder);
    }
    printHead();
    new LoadComparison(options, rounds, profileFolder, System.out).run();
    return CommandLine.ExitCode.OK;
  }

  @Command(
      name = "growth",
      description = "Reads and writes as a table grows, and what they write to the disk.",
      showDefaultValues = true)
  int growth(
      @Option(
              names = "--sizes",
              defaultValue = "100000,1000000,10000000",
              split = ",",
              description = "numbers of items at which to measure")
          List<Integer> sizes,
      @Option(names = "--connections", defaultValue = "32") int connections,
      @Option(names = "--fill-connections", defaultValue = "8") int fillConnections,
      @Option(names = "--item-bytes", defaultValue = "1024") int itemBytes,
      @Option(
              names = "--settle-seconds",
              defaultValue = "5",
              description = "left alone between filling and measuring")
          int settleSeconds,
      @Option(names = "--warm-up-seconds", defaultValue = "10") int warmUpSeconds,
      @Option(names = "--seconds", defaultValue = "30") int seconds,
      @Option(
              names = "--heap",
              defaultValue = "",
              description = "the server's largest heap, such as 512m; the JVM's default if empty")
          String heap,
      @Option(
              names = "--report",
              defaultValue = "growth-report",
              paramLabel = "FOLDER",
              description = "gets growth.csv and growth.png")
          Path reportFolder,
      @Option(names = "--seed", defaultValue = "20120810") long seed)
      throws IOException {
    var options =
        new GrowthOptions(
            sizes,
            connections,
            fillConnections,
            itemBytes,
            Duration.ofSeconds(settleSeconds),
            Duration.ofSeconds(warmUpSeconds),
            Duration.ofSeconds(seconds),
            heap,
            seed);
    printHead();
    new GrowthTest(options, reportFolder, System.out).run();
    return CommandLine.ExitCode.OK;
  }

  @Command(
      name = "start",
      description =
          "Time to the first answer and idle memory, Headwater and DynamoDB Local in turn.",
      showDefaultValues = true)
  int start(
      @Option(names = "--rounds", defaultValue = "5") int rounds,
      @Option(
              names = "--items",
              defaultValue = "0",
              description = "Start on so many items as well, after a stop and after kill -9.")
          int items,
      @Option(
              names = "--idle-seconds",
              defaultValue = "10",
              description = "after which the memory is looked at; 0 for not at all")
          int idleSeconds)
      throws IOException {
    printHead();
    new StartComparison(rounds, items, Duration.ofSeconds(idleSeconds), System.out).run();
    return CommandLine.ExitCode.OK;
  }

  @Command(
      name = "expire",
      description = "How fast items go whose time to live is over.",
      showDefaultValues = true)
  int expire(
      @Option(names = "--items", defaultValue = "500000") int items,
      @Option(names = "--item-bytes", defaultValue = "1024") int itemBytes,
      @Option(names = "--stream", description = "Each removal is a stream record as well.")
          boolean streamed)
      throws IOException {
    printHead();
    new ExpiryTest(items, itemBytes, streamed, System.out).run();
    return CommandLine.ExitCode.OK;
  }

  @Command(
      name = "abuse",
      description = {
        "Attacks a server in every known way, next to a client that behaves well.",
        "The process must live, and the client hardly notice."
      },
      showDefaultValues = true)
  int abuse(
      @Option(names = "--minutes", defaultValue = "10", description = "of all attacks together")
          double minutes,
      @Option(
              names = "--baseline-seconds",
              defaultValue = "20",
              description = "the client is measured without an attack")
          int baselineSeconds,
      @Option(names = "--attack-seconds", defaultValue = "15", description = "of one attack")
          int attackSeconds,
      @Option(
              names = "--slow-connections",
              defaultValue = "4000",
              description = "of one attack; ulimit -n must allow them in both processes")
          int slowConnections,
      @Option(names = "--requests-per-second", defaultValue = "100") int requestsPerSecond,
      @Option(
              names = "--only",
              defaultValue = "",
              description = "a part of the titles of the attacks to run")
          String only,
      @Option(names = "--heap", defaultValue = "512m") String heap)
      throws IOException {
    var options =
        new AbuseOptions(
            Duration.ofSeconds(baselineSeconds),
            Duration.ofMillis((long) (minutes * Duration.ofMinutes(1).toMillis())),
            Duration.ofSeconds(attackSeconds),
            slowConnections,
            requestsPerSecond,
            only,
            heap);
    printHead();
    return new AbuseTest(options, System.out).run()
        ? CommandLine.ExitCode.OK
        : CommandLine.ExitCode.SOFTWARE;
  }

  @Command(
      name = "browser",
      description = "What pages of other sites can do through Chromium, and what one of localhost.")
  int browser() throws IOException {
    List<String> violations = new BrowserCheck(System.out).run();
    violations.forEach(LoadTests::print);
    print(violations.isEmpty() ? "Passed." : "FAILED");
    return violations.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  @Command(
      name = "idle",
      description = "CPU time and memory of a server with many tables and indexes and no requests.",
      showDefaultValues = true)
  int idle(
      @Option(names = "--tables", defaultValue = "2000") int tables,
      @Option(names = "--seconds", defaultValue = "60") int seconds)
      throws IOException {
    printHead();
    new IdleTest(tables, Duration.ofSeconds(seconds), System.out).run();
    return CommandLine.ExitCode.OK;
  }

  @Command(
      name = "index-reads",
      description = "What queries of a global secondary index show right after writes.",
      showDefaultValues = true)
  int indexReads(
      @Option(names = "--rounds", defaultValue = "10000") int rounds,
      @Option(names = "--writes-per-second", defaultValue = "2000") int writesPerSecond,
      @Option(names = "--seconds", defaultValue = "15") int seconds)
      throws IOException {
    printHead();
    var test = new IndexReadTest(rounds, writesPerSecond, Duration.ofSeconds(seconds), System.out);
    return test.run() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  @Command(
      name = "warm-up",
      description = "Throughput and p99 in each second after a start.",
      showDefaultValues = true)
  int warmUp(
      @Option(names = "--connections", defaultValue = "32") int connections,
      @Option(names = "--seconds", defaultValue = "20", description = "after each start")
          int seconds,
      @Option(
              names = "--report",
              defaultValue = "warm-up-report",
              paramLabel = "FOLDER",
              description = "gets warm-up.png")
          Path reportFolder,
      @Option(names = "--seed", defaultValue = "20120810") long seed)
      throws IOException {
    printHead();
    new WarmUpTest(connections, seconds, seed, reportFolder, System.out).run();
    return CommandLine.ExitCode.OK;
  }

  @Command(
      name = "fair",
      description = "Latencies of few and of many connections, of all servers.",
      showDefaultValues = true)
  int fair(
      @Option(names = "--connections", defaultValue = "32,256,2000", split = ",")
          List<Integer> connections,
      @Option(names = "--warm-up-seconds", defaultValue = "8") int warmUpSeconds,
      @Option(names = "--seconds", defaultValue = "10") int seconds,
      @Option(names = "--seed", defaultValue = "20120810") long seed)
      throws IOException {
    printHead();
    new FairnessTest(
            connections,
            Duration.ofSeconds(warmUpSeconds),
            Duration.ofSeconds(seconds),
            seed,
            System.out)
        .run();
    return CommandLine.ExitCode.OK;
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
      description =
          "Random and damaged expressions, read and evaluated: a result or a refusal; and"
              + " expressions that are made to cost much: 250 ms of CPU at most.",
      showDefaultValues = true)
  int fuzzExpressions(
      @Option(names = "--count", defaultValue = "1000000") int count,
      @Option(names = "--attacks", defaultValue = "2000") int attacks,
      @Option(names = "--seed", defaultValue = "1") long seed) {
    var runs = new FuzzRuns(System.out);
    runs.expressions(count, seed);
    runs.attacks(attacks, seed);
    return CommandLine.ExitCode.OK;
  }

  @Command(
      name = "index-sequences",
      description = "Random writes and changes of indexes; every index is as its table calls for.",
      showDefaultValues = true)
  int indexSequences(
      @Option(names = "--count", defaultValue = "10000") int count,
      @Option(names = "--seed", defaultValue = "1") long seed,
      @Option(names = "--on-disk", description = "Instead of in memory.") boolean onDisk)
      throws IOException {
    new FuzzRuns(System.out).indexes(count, seed, onDisk);
    return CommandLine.ExitCode.OK;
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

  private static void print(String line) {
    System.out.println(line);
  }
}
