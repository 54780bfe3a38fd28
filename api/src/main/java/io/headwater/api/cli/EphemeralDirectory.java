package io.headwater.api.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A temporary directory for a database that nobody will miss. */
record EphemeralDirectory(Path path) {

  static EphemeralDirectory create() throws IOException {
    return new EphemeralDirectory(Files.createTempDirectory("headwater-"));
  }

  /** What a server needs to live here: its data in the directory, and no wait for the disk. */
  Map<String, Object> settings() {
    return Map.of(
        "headwater.store.directory", path.toString(), "headwater.journal.sync", "INTERVAL");
  }

  /** Removes the directory with all that is in it, if that was not done before. */
  synchronized void remove() {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(path)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + path, e);
    }
  }
}
