package io.headwater.loadtests;

import io.headwater.loadtests.kcl.KclOptions;
import io.headwater.loadtests.kcl.KclTest;
import io.headwater.loadtests.rival.DiskFaults;
import io.headwater.loadtests.rival.SmallDisk;
import io.headwater.loadtests.rival.TemporaryFolder;
import io.headwater.loadtests.soak.CrashOptions;
import io.headwater.loadtests.soak.CrashReport;
import io.headwater.loadtests.soak.CrashTarget;
import io.headwater.loadtests.soak.CrashTest;
import io.headwater.loadtests.soak.DamageTest;
import io.headwater.loadtests.soak.FailedSyncServer;
import io.headwater.loadtests.soak.FullDiskServer;
import io.headwater.loadtests.soak.KilledServer;
import io.headwater.loadtests.soak.PowerCutServer;
import io.headwater.loadtests.soak.RebuildOptions;
import io.headwater.loadtests.soak.RebuildReport;
import io.headwater.loadtests.soak.RebuildTest;
import io.headwater.loadtests.soak.ReclaimTest;
import io.headwater.loadtests.soak.ShadowedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands that let a server die, or its disk fail, and look at what is left. */
final class FaultCommands {
  private FaultCommands() {}

  /** Where the power is cut. */
  enum Form {
    /** Of a process of its own, whose syncs a library sees. */
    PROCESS,
    /** Of a server in this JVM, whose store tells of its syncs. */
    IN_JVM
  }

  /** The load that goes before a fault. */
  static final class Load {
    @Option(names = "--writers", defaultValue = "16")
    private int writers;

    @Option(
        names = "--min-acknowledged",
        defaultValue = "0",
        description = "so many writes must succeed before the time of a load counts")
    private int minAcknowledged;

    @Option(names = "--min-load-millis", defaultValue = "500")
    private int minLoadMillis;

    @Option(names = "--max-load-millis", defaultValue = "3000")
    private int maxLoadMillis;

    @Option(names = "--seed", defaultValue = "1")
    private long seed;

    private CrashOptions rounds(int rounds) {
      return new CrashOptions(
          rounds,
          writers,
          minAcknowledged,
          Duration.ofMillis(minLoadMillis),
          Duration.ofMillis(maxLoadMillis),
          seed);
    }
  }

  @Command(
      name = "crash",
      description =
          "kill -9 under load from 16 writers, restart, check everything; again and again.",
      showDefaultValues = true)
  static int crash(@Option(names = "--rounds", defaultValue = "20") int rounds, @Mixin Load load)
      throws IOException {
    var folder = TemporaryFolder.create("crash");
    return run(
        load.rounds(rounds),
        configuration -> KilledServer.ofHeadwater(folder.path(), configuration),
        folder);
  }

  @Command(
      name = "power-cut",
      description = "Cut the power under load, so that only what was synced survives; check all.",
      showDefaultValues = true)
  static int powerCut(
      @Option(names = "--rounds", defaultValue = "10") int rounds,
      @Option(names = "--form", defaultValue = "PROCESS", description = "${COMPLETION-CANDIDATES}")
          Form form,
      @Option(
              names = "--sync",
              defaultValue = "always",
              description = "headwater.journal.sync; with interval, losses are to be found")
          String sync,
      @Option(
              names = "--names",
              defaultValue = "STRICT",
              description =
                  "what a cut does to names, sizes and unsynced pages; ${COMPLETION-CANDIDATES}")
          DiskFaults.Names names,
      @Mixin Load load)
      throws IOException {
    String syncSetting = "headwater.journal.sync = " + sync + "\n";
    var folder = TemporaryFolder.create("power-cut");
    Function<String, CrashTarget> target =
        switch (form) {
          case PROCESS -> {
            var faults = DiskFaults.compileInto(folder.path(), names);
            yield configuration ->
                ShadowedServer.ofHeadwater(
                    folder.path(), configuration + syncSetting, faults, load.seed);
          }
          case IN_JVM -> {
            var survivors =
                names == DiskFaults.Names.ANY_ORDER ? new SplittableRandom(load.seed) : null;
            yield configuration ->
                PowerCutServer.create(folder.path(), configuration + syncSetting, survivors);
          }
        };
    return run(load.rounds(rounds), target, folder);
  }

  @Command(
      name = "failed-sync",
      description = {
        "Lets the first sync of a load fail, then the second of another, and so on.",
        "After it, writes must be refused and reads go on; then the power is cut, and all checked."
      },
      showDefaultValues = true)
  static int failedSync(
      @Option(names = "--rounds", defaultValue = "50") int rounds,
      @Option(names = "--from", defaultValue = "1", description = "the first sync to fail")
          int from,
      @Option(
              names = "--names",
              defaultValue = "STRICT",
              description = "what a cut does to names and sizes of files; ${COMPLETION-CANDIDATES}")
          DiskFaults.Names names,
      @Mixin Load load)
      throws IOException {
    var folder = TemporaryFolder.create("failed-sync");
    var faults = DiskFaults.compileInto(folder.path(), names);
    return run(
        load.rounds(rounds),
        configuration ->
            FailedSyncServer.ofHeadwater(
                folder.path(), configuration, faults, from, FaultCommands::print),
        folder);
  }

  @Command(
      name = "disk-full",
      description = {
        "Fills a small disk to the last byte while a server on it is under load. Needs root.",
        "Writes must be refused and reads go on; then there is room, a kill, and all is checked.",
        "Then a client fills another one, and deletes: its puts must be accepted again."
      },
      showDefaultValues = true)
  static int diskFull(
      @Option(names = "--rounds", defaultValue = "3") int rounds,
      @Option(names = "--disk", defaultValue = "EXT4", description = "${COMPLETION-CANDIDATES}")
          SmallDisk.Kind kind,
      @Option(names = "--megabytes", defaultValue = "700") int megabytes,
      @Option(
              names = "--min-free-space",
              defaultValue = "256 MiB",
              description = "headwater.store.min-free-space")
          String minFreeSpace,
      @Mixin Load load)
      throws IOException {
    String setting = "headwater.store.min-free-space = " + minFreeSpace + "\n";
    var folder = TemporaryFolder.create("disk-full");
    if (rounds > 0) {
      CrashReport report = fillUnderLoad(folder, kind, megabytes, setting, load.rounds(rounds));
      if (!report.violations().isEmpty()) {
        return conclude(report, folder);
      }
    }
    List<String> violations;
    try (var disk = SmallDisk.mount(folder.path(), kind, megabytes);
        var server = KilledServer.ofHeadwater(disk.path(), setting)) {
      violations = new ReclaimTest(server, FaultCommands::print).run();
    }
    return conclude(violations, "Writes were accepted again after deletes.", folder);
  }

  private static CrashReport fillUnderLoad(
      TemporaryFolder folder,
      SmallDisk.Kind kind,
      int megabytes,
      String setting,
      CrashOptions options)
      throws IOException {
    Path own = Files.createDirectory(folder.path().resolve("under-load"));
    try (var disk = SmallDisk.mount(own, kind, megabytes);
        var test =
            new CrashTest(
                options,
                configuration ->
                    FullDiskServer.ofHeadwater(disk, configuration + setting, FaultCommands::print),
                FaultCommands::print)) {
      return test.run();
    }
  }

  @Command(
      name = "rebuild",
      description = {
        "Makes the index unusable and kills the process that rebuilds it at random moments.",
        "After a few kills a start is complete, and every item must be there; again and again."
      },
      showDefaultValues = true)
  static int rebuild(
      @Option(names = "--kills", defaultValue = "1000") int kills,
      @Option(names = "--items", defaultValue = "40000") int items,
      @Option(
              names = "--power-cut",
              description = "Only what was synced survives a process; needs a C compiler.")
          boolean powerCut,
      @Option(names = "--seed", defaultValue = "1") long seed)
      throws IOException {
    var options = new RebuildOptions(kills, items, seed);
    var folder = TemporaryFolder.create("rebuild");
    var faults = powerCut ? DiskFaults.compileInto(folder.path(), DiskFaults.Names.STRICT) : null;
    RebuildReport report =
        new RebuildTest(options, folder.path(), faults, FaultCommands::print).run();
    print(
        "%,d kills, %,d of them in a rebuild; %,d complete starts"
            .formatted(report.kills(), report.killsInRebuild(), report.completeStarts()));
    return conclude(report.violations(), "Every complete start found every item.", folder);
  }

  @Command(
      name = "damage",
      description = "Flip bits in the store's files and cut its log; see what a start makes of it.",
      showDefaultValues = true)
  static int damage(
      @Option(names = "--flips", defaultValue = "500") int flips,
      @Option(names = "--cuts", defaultValue = "128") int cuts,
      @Option(names = "--seed", defaultValue = "1") long seed)
      throws IOException {
    List<String> violations = new DamageTest(flips, cuts, seed, System.out).run();
    violations.forEach(FaultCommands::print);
    print(violations.isEmpty() ? "Nothing was wrong or missing without a word." : "FAILED");
    return violations.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  @Command(
      name = "kcl",
      description = {
        "A consumer with the Kinesis client library reads a stream, its tables on Headwater, too;",
        "the database and the consumer are killed meanwhile. Every record must be seen, in order."
      },
      showDefaultValues = true)
  static int kcl(
      @Option(names = "--records", defaultValue = "100000") int records,
      @Option(names = "--items", defaultValue = "2000") int items,
      @Option(names = "--writers", defaultValue = "8") int writers,
      @Option(
              names = "--patience-seconds",
              defaultValue = "300",
              description = "so long without anything new, and it has failed")
          int patienceSeconds)
      throws IOException, InterruptedException {
    var options = new KclOptions(records, items, writers, Duration.ofSeconds(patienceSeconds));
    var folder = TemporaryFolder.create("kcl");
    List<String> violations;
    try (var test = new KclTest(options, folder.path(), FaultCommands::print)) {
      violations = test.run();
    }
    return conclude(violations, "Every record was seen, each item's in order.", folder);
  }

  private static int run(
      CrashOptions options, Function<String, CrashTarget> target, TemporaryFolder folder)
      throws IOException {
    CrashReport report;
    try (var test = new CrashTest(options, target, FaultCommands::print)) {
      report = test.run();
    }
    return conclude(report, folder);
  }

  private static int conclude(CrashReport report, TemporaryFolder folder) {
    String success = "Nothing acknowledged was lost, doubled or out of order.";
    return conclude(report.violations(), success, folder);
  }

  /** Keeps the data directory as evidence if something was lost. */
  private static int conclude(List<String> violations, String success, TemporaryFolder folder) {
    if (violations.isEmpty()) {
      folder.close();
      print(success);
      return CommandLine.ExitCode.OK;
    }
    violations.forEach(FaultCommands::print);
    print("FAILED. What the server left is in " + folder.path());
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static void print(String line) {
    System.out.println(line);
  }
}
