package io.headwater.persistence.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;

/**
 * The log files that LevelDB has turned away from but that still hold the only copy of some writes.
 *
 * <p>LevelDB syncs the log that it writes to. When it begins a new one it closes the old one
 * without a sync, so writes that were not synced one by one would stay in the page cache until
 * their table is built, although a later sync succeeded. A sync that follows such writes therefore
 * forces every log file.
 */
final class SupersededLogs {
  /** A directory's time stamp moves in kernel ticks, 10 ms at most; younger ones prove nothing. */
  private static final long TIMESTAMP_DOUBT_MILLIS = 100;

  private final Path database;
  private FileTime settled = FileTime.fromMillis(0);

  SupersededLogs(Path database) {
    this.database = database;
  }

  /** Forces all log files, unless no file came or went since the last time. */
  void force() throws IOException {
    FileTime modified = Files.getLastModifiedTime(database);
    if (modified.equals(settled)) {
      return;
    }
    try (var files = Files.newDirectoryStream(database, "*.log")) {
      for (Path file : files) {
        forceFile(file);
      }
    }
    boolean certain = System.currentTimeMillis() - modified.toMillis() > TIMESTAMP_DOUBT_MILLIS;
    settled = certain ? modified : FileTime.fromMillis(0);
  }

  private static void forceFile(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(false);
    } catch (NoSuchFileException _) {
      // LevelDB removes a log once a synced table holds what it held.
      return;
    }
  }
}
