package io.headwater.persistence.store;

import com.typesafe.config.ConfigFactory;
import io.headwater.persistence.segment.SegmentLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A data directory that no server uses, opened to be looked at. Nothing in it changes: the segments
 * are read where they are, and LevelDB, which writes when it opens, gets a folder of its own, where
 * tables are symbolic links and only the small files that grow are copies.
 */
public final class InspectedDirectory implements AutoCloseable {
  /** What must be free beside three times the index, which is made once more. */
  private static final long SLACK_BYTES = 256L * 1024 * 1024;

  private static final int COPIES_OF_INDEX = 3;

  private final StoreDirectory directory;
  private final WorkFolder work;
  private final StoreSettings settings;
  private final @Nullable Checkpoint checkpoint;
  private @Nullable SegmentLog segments;

  private InspectedDirectory(
      StoreDirectory directory,
      WorkFolder work,
      StoreSettings settings,
      @Nullable Checkpoint checkpoint) {
    this.checkpoint = checkpoint;
    this.directory = directory;
    this.work = work;
    this.settings = settings;
  }

  /** Opens and locks a directory; a {@link StoreOpenException} says why not in one line. */
  public static InspectedDirectory open(Path path) {
    StoreDirectory directory = StoreDirectory.openToRead(path);
    @Nullable WorkFolder work = null;
    boolean opened = false;
    try {
      work = WorkFolder.create(directory.path());
      requireRoom(work.path(), directory.database());
      NativeLibrary.load(work.path().resolve("native"));
      var settings =
          StoreSettings.from(ConfigFactory.defaultReference().getConfig("headwater.store"));
      Checkpoint checkpoint = Checkpoint.read(directory.path());
      opened = true;
      return new InspectedDirectory(directory, work, settings, checkpoint);
    } catch (IOException e) {
      throw new StoreOpenException(
          "Cannot make a folder to work in for %s: %s".formatted(path, e.getMessage()), e);
    } finally {
      if (!opened) {
        directory.close();
        if (work != null) {
          work.close();
        }
      }
    }
  }

  /** LevelDB maps its log into memory, so that a full disk would end the process. */
  private static void requireRoom(Path work, Path database) throws IOException {
    long needed = SLACK_BYTES + COPIES_OF_INDEX * sizeBytes(database);
    if (Files.getFileStore(work).getUsableSpace() < needed) {
      throw new StoreOpenException(
          "There is too little room beside the data directory, in %s: %d MiB must be free"
              .formatted(work.getParent(), needed >> 20));
    }
  }

  private static long sizeBytes(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      long sum = 0;
      for (Path file : files.toList()) {
        sum += Files.size(file);
      }
      return sum;
    }
  }

  /** The segments; opened with the first call, which fails if a file's header is damaged. */
  public SegmentLog segments() throws IOException {
    if (segments == null) {
      segments = SegmentLog.openToInspect(directory.segments());
    }
    return segments;
  }

  /** Up to where the segments are known to be durable; 0 if that is not known. */
  public long tip() throws IOException {
    return Math.max(Tip.read(directory.path()), checkpoint == null ? 0 : checkpoint.position());
  }

  /** The number of the oldest segment that must be there; 0 if it is not known. */
  public int oldestNeededSegment() {
    return checkpoint == null ? 0 : checkpoint.oldestSegment();
  }

  /** Reports whether a start that rebuilt the index was interrupted, so that there is no index. */
  public boolean isRebuildInterrupted() {
    return checkpoint != null && !checkpoint.hasIndex();
  }

  /** An index without anything, to apply segments to. */
  public InspectedIndex newIndex() throws IOException {
    Path folder = Files.createDirectory(work.path().resolve("expected"));
    return InspectedIndex.empty(folder, settings, segments());
  }

  /**
   * The directory's own index as of its last checkpoint. Any {@link IOException} or {@link
   * StoreCorruptionException} says why it cannot be used.
   */
  public InspectedIndex checkpointedIndex() throws IOException {
    Path copy = Files.createDirectory(work.path().resolve("leveldb"));
    copyIndexTo(copy);
    return InspectedIndex.at(checkpoint, copy, settings, segments());
  }

  private void copyIndexTo(Path copy) throws IOException {
    if (!Files.isDirectory(directory.database())) {
      throw new StoreCorruptionException("the folder " + directory.database() + " is missing");
    }
    try (var files = Files.newDirectoryStream(directory.database())) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.endsWith(".ldb") || name.endsWith(".sst")) {
          Files.createSymbolicLink(copy.resolve(name), file);
        } else if (name.equals("CURRENT") || name.startsWith("MANIFEST-")) {
          Files.copy(file, copy.resolve(name));
        }
      }
    }
  }

  /** The indexes of this directory must be closed before. */
  @Override
  public void close() throws IOException {
    try {
      if (segments != null) {
        segments.close();
      }
    } finally {
      work.close();
      directory.close();
    }
  }
}
