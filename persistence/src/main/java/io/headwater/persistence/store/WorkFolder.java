package io.headwater.persistence.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A folder of a tool's own for as long as it works, gone afterwards, also when the process is told
 * to end. It lies beside the data directory, whose disk has room for data as a rule, or among the
 * system's temporary files where nothing can be made there.
 */
final class WorkFolder implements AutoCloseable {
  private static final String PREFIX = ".headwater-inspect-";

  private final Path path;
  private final Thread atExit;

  private WorkFolder(Path path) {
    this.path = path;
    this.atExit = new Thread(this::remove, "headwater-work-folder");
  }

  static WorkFolder create(Path directory) throws IOException {
    var folder = new WorkFolder(make(directory.getParent()));
    Runtime.getRuntime().addShutdownHook(folder.atExit);
    return folder;
  }

  private static Path make(@Nullable Path parent) throws IOException {
    return parent != null && Files.isWritable(parent)
        ? Files.createTempDirectory(parent, PREFIX)
        : Files.createTempDirectory(PREFIX);
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    remove();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException _) {
      // The process is ending, and the hook does the rest.
    }
  }

  private synchronized void remove() {
    try {
      StoreDirectory.deleteTree(path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + path, e);
    }
  }
}
