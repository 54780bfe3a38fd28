package io.headwater.persistence.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long LevelDB's log and manifest were when the store was closed, kept in the file {@code
 * lengths} beside the database: one line for each, {@code NAME BYTES}, and nothing while the store
 * is open.
 *
 * <p>LevelDB cuts its files to their content when it closes them, so of a file that lost its end
 * nothing would tell. While it writes to a file, on the other hand, that is allocated ahead in
 * whole regions. So a length is as it was noted here, or a whole number of regions, or wrong.
 */
final class FileLengths {
  /** LevelDB allocates 64 KiB first, and later multiples of it. */
  private static final int REGION_BYTES = 64 * 1024;

  private static final String NAME = "lengths";

  private final Path directory;

  /** Null where the file is missing: LevelDB was opened by something else, or never. */
  private final @Nullable Map<String, Long> noted;

  private FileLengths(Path directory, @Nullable Map<String, Long> noted) {
    this.directory = directory;
    this.noted = noted;
  }

  static FileLengths read(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    if (!Files.exists(file)) {
      return new FileLengths(directory, null);
    }
    Map<String, Long> noted = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      int space = line.indexOf(' ');
      try {
        noted.put(line.substring(0, Math.max(0, space)), Long.valueOf(line.substring(space + 1)));
      } catch (NumberFormatException e) {
        throw new StoreOpenException("File %s is damaged".formatted(file), e);
      }
    }
    return new FileLengths(directory, noted);
  }

  /**
   * Whether a file has lost its end.
   *
   * @param wholeBytes where its last whole record ends
   * @param newest whether LevelDB was writing to it, if the store was not closed
   */
  boolean lostItsEnd(Path file, long wholeBytes, boolean newest) throws IOException {
    if (noted == null) {
      return false;
    }
    Long bytes = noted.get(file.getFileName().toString());
    if (bytes != null) {
      return wholeBytes < bytes;
    }
    return newest && Files.size(file) % REGION_BYTES != 0;
  }

  /** Notes that LevelDB writes to files of its own again. */
  void forget() throws IOException {
    if (noted == null || !noted.isEmpty()) {
      note(Map.of());
    }
  }

  /** Notes where the files' last records end. */
  void note(Map<Path, Long> wholeBytes) throws IOException {
    var lines = new StringBuilder();
    wholeBytes.forEach(
        (file, bytes) -> lines.append(file.getFileName()).append(' ').append(bytes).append('\n'));
    Path next = directory.resolve(NAME + ".next");
    try (var channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      channel.write(StandardCharsets.UTF_8.encode(lines.toString()));
      channel.force(true);
    }
    Files.move(next, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    StoreDirectory.forceDirectory(directory);
  }
}
