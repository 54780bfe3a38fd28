package io.headwater.persistence.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder {@code damaged}: copies of what a start could not use, as evidence. No start reads
 * them.
 *
 * <p>A copy's name ends in a number; a higher number is a newer copy. A name that ends in {@code
 * .partial} belongs to a copy that is not complete yet or to one that is being deleted; {@link
 * #clean} removes it. Other files in the folder are left alone.
 */
final class DamagedFolder {
  private static final Logger LOGGER = LoggerFactory.getLogger(DamagedFolder.class);

  static final String NAME = "damaged";

  /** The newest copies are kept: enough to compare the starts of a crash loop. */
  static final int MAX_COPIES = 5;

  /**
   * Bytes of all copies: many torn segment ends, or the index of about 10,000,000 items. A larger
   * index is not kept, because its rebuild needs the space.
   */
  static final long MAX_BYTES = 1024L * 1024 * 1024;

  private static final String PARTIAL = ".partial";
  private static final Pattern COPY =
      Pattern.compile("(?:leveldb|\\d{10}\\.seg\\.\\w+?)(?:-(\\d{1,9}))?(\\.partial)?");

  private final Path dataDirectory;
  private final Path folder;
  private final long maxBytes;

  DamagedFolder(Path dataDirectory) {
    this(dataDirectory, MAX_BYTES);
  }

  DamagedFolder(Path dataDirectory, long maxBytes) {
    this.dataDirectory = dataDirectory;
    this.folder = dataDirectory.resolve(NAME);
    this.maxBytes = maxBytes;
  }

  /**
   * A copy.
   *
   * @param nr grows with each copy; 0 for one without a number
   */
  private record Copy(Path path, int nr) {}

  /** Returns a new name for a copy and deletes the oldest copy if there are too many. */
  Path newCopy(String name) throws IOException {
    if (!Files.exists(folder)) {
      Files.createDirectories(folder);
      StoreDirectory.forceDirectory(dataDirectory);
    }
    clean(MAX_COPIES - 1);
    List<Copy> newestFirst = copies();
    int nr = newestFirst.isEmpty() ? 1 : newestFirst.getFirst().nr() + 1;
    return folder.resolve(name + "-" + nr);
  }

  /**
   * Moves a folder of the data directory here; both names are durable on return.
   *
   * @return where it is; null if it does not exist, is empty or is too large to keep
   */
  @Nullable Path move(Path source) throws IOException {
    if (!Files.isDirectory(source) || isEmpty(source)) {
      return null;
    }
    Path copy = newCopy(String.valueOf(source.getFileName()));
    Files.move(source, copy, StandardCopyOption.ATOMIC_MOVE);
    StoreDirectory.forceDirectory(folder);
    StoreDirectory.forceDirectory(dataDirectory);
    clean();
    return Files.exists(copy) ? copy : null;
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }

  /** Deletes unfinished copies, and the oldest ones beyond the limits. A failure is logged. */
  void clean() {
    if (Files.isDirectory(folder)) {
      clean(MAX_COPIES);
    }
  }

  private void clean(int maxCopies) {
    try {
      for (Path path : matching(true)) {
        StoreDirectory.deleteTree(path);
      }
      deleteBeyond(maxCopies, copies());
    } catch (IOException e) {
      LOGGER.warn("Cannot delete old copies in {}. Delete them by hand", folder, e);
    }
  }

  private void deleteBeyond(int maxCopies, List<Copy> newestFirst) throws IOException {
    int kept = 0;
    long keptBytes = 0;
    for (Copy copy : newestFirst) {
      long size = sizeBytes(copy.path());
      if (kept < maxCopies && keptBytes + size <= maxBytes) {
        kept++;
        keptBytes += size;
      } else {
        Path partial = copy.path().resolveSibling(copy.path().getFileName() + PARTIAL);
        StoreDirectory.deleteTree(Files.move(copy.path(), partial, StandardCopyOption.ATOMIC_MOVE));
        LOGGER.info("Deleted {}: the copies exceeded {}", copy.path(), limits());
      }
    }
  }

  private String limits() {
    return String.format(Locale.ROOT, "%d files or %d MiB", MAX_COPIES, maxBytes >> 20);
  }

  private List<Copy> copies() throws IOException {
    return matching(false).stream()
        .map(path -> new Copy(path, nrOf(path)))
        .sorted(Comparator.comparingInt(Copy::nr).reversed().thenComparing(Copy::path))
        .toList();
  }

  private List<Path> matching(boolean partial) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .filter(path -> {
            Matcher name = matcher(path);
            return name.matches() && (name.group(2) != null) == partial;
          })
          .toList();
    }
  }

  private static Matcher matcher(Path path) {
    return COPY.matcher(String.valueOf(path.getFileName()));
  }

  private static int nrOf(Path path) {
    Matcher name = matcher(path);
    return name.matches() && name.group(1) != null ? Integer.parseInt(name.group(1)) : 0;
  }

  private static long sizeBytes(Path path) throws IOException {
    try (Stream<Path> paths = Files.walk(path)) {
      long sum = 0;
      for (Path file : paths.filter(Files::isRegularFile).toList()) {
        sum += Files.size(file);
      }
      return sum;
    }
  }
}
