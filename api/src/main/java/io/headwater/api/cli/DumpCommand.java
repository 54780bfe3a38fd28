package io.headwater.api.cli;

import io.headwater.actors.inspect.DatabaseDump;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code headwater dump}: log entries and items of a data directory as JSON lines. */
@Command(
    name = "dump",
    description =
        "Prints log entries and items of a data directory that no server uses, one JSON object a"
            + " line. Changes nothing in it. Without flags: all logs, then all items.",
    mixinStandardHelpOptions = true)
final class DumpCommand implements Callable<Integer> {
  private static final int COMPLETE = 0;
  private static final int INCOMPLETE = 1;

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Option(names = "--data-dir", description = "Where the database lives (headwater-data).")
  private Path dataDirectory = Path.of("headwater-data");

  @Option(names = "--log", description = "Only the log of this persistence id.")
  private @Nullable String logId;

  @Option(names = "--table", description = "Only this table's items, and its partitions' logs.")
  private @Nullable String tableName;

  @Option(names = "--items", description = "Only items, no log entries.")
  private boolean itemsOnly;

  @Option(names = "--from", description = "The number of a log's entry to begin with (1).")
  private @Nullable Long fromNr;

  @Override
  public Integer call() throws IOException {
    if (spec == null) {
      throw new IllegalStateException("not run by picocli");
    }
    checkFlags();
    var lines = new JsonLines(spec.commandLine().getOut(), spec.commandLine().getErr());
    try (var dump = DatabaseDump.open(dataDirectory, lines)) {
      if (!itemsOnly) {
        logs(dump, lines);
      }
      if (logId == null) {
        items(dump, lines);
      }
    }
    lines.flush();
    return lines.isComplete() ? COMPLETE : INCOMPLETE;
  }

  private void checkFlags() {
    if (logId != null && (itemsOnly || tableName != null)) {
      throw new IllegalArgumentException("--log excludes --items and --table");
    }
    if (fromNr != null && itemsOnly) {
      throw new IllegalArgumentException("--from and --items exclude each other");
    }
    if (fromNr != null && fromNr < 1) {
      throw new IllegalArgumentException("--from must be at least 1, not " + fromNr);
    }
  }

  private void logs(DatabaseDump dump, JsonLines lines) throws IOException {
    for (String id : logIds(dump)) {
      if (lines.isWanted()) {
        dump.log(id, fromNr == null ? 1 : fromNr);
      }
    }
  }

  private List<String> logIds(DatabaseDump dump) throws IOException {
    if (tableName != null) {
      return dump.logIds(tableName);
    }
    List<String> all = dump.logIds();
    if (logId == null) {
      return all;
    }
    if (!all.contains(logId)) {
      throw new IllegalArgumentException("There is no log " + logId);
    }
    return List.of(logId);
  }

  private void items(DatabaseDump dump, JsonLines lines) throws IOException {
    for (String table : tableName == null ? dump.tableNames() : List.of(tableName)) {
      if (lines.isWanted()) {
        dump.items(table);
      }
    }
  }
}
