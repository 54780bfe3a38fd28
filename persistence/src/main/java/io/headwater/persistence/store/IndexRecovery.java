package io.headwater.persistence.store;

import io.headwater.persistence.segment.SegmentDamageException;
import io.headwater.persistence.segment.SegmentLog;
import io.headwater.persistence.segment.SegmentLog.Ending;
import io.headwater.persistence.segment.SegmentLog.Group;
import io.headwater.persistence.store.Index.Applied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens between the opening of the segments and the first write.
 *
 * <p><b>The segments are the truth.</b> A group that is damaged while others follow, a file that is
 * missing or too short, an end that lies before what is known to be durable: the store is not
 * opened, and the file is named. Only a torn group at the very end, which nobody was told of, is
 * put aside.
 *
 * <p><b>The index is made from them.</b> Of LevelDB's files only those are used that were durable
 * at the last checkpoint; its log is removed, and the groups behind the checkpoint are applied
 * again. An index that is missing, damaged or ahead of the segments is put aside with a word and
 * made anew from all segments.
 */
final class IndexRecovery {
  private static final Logger LOGGER = LoggerFactory.getLogger(IndexRecovery.class);

  private final StoreDirectory directory;
  private final StoreSettings settings;
  private final SegmentLog segments;
  private final Tip tip;

  /** The last one that was applied. */
  private @Nullable Group lastGroup;

  /** The directory's, as far as it is known. */
  private @Nullable Checkpoint checkpoint;

  IndexRecovery(StoreDirectory directory, StoreSettings settings, SegmentLog segments, Tip tip) {
    this.directory = directory;
    this.settings = settings;
    this.segments = segments;
    this.tip = tip;
  }

  /** The index, level with the segments. The segments' end is durable. */
  Index recover() throws IOException {
    Checkpoint last = Checkpoint.read(directory.path());
    checkpoint = last;
    refuseMissingSegments(last);
    Index index = segments.isEmpty() ? null : openAt(last);
    if (index != null && last != null) {
      String flaw = bringLevel(index, last.position(), false);
      if (flaw == null) {
        return index;
      }
      setAside(flaw);
    }
    index = openEmpty();
    String flaw = bringLevel(index, segments.start(), true);
    if (flaw != null) {
      throw new StoreOpenException(
          "Cannot make the index in %s: %s".formatted(directory.database(), flaw));
    }
    return index;
  }

  /** The checkpoint from which the index goes on; to be asked for when it is recovered. */
  Checkpoint checkpoint() {
    return Objects.requireNonNull(checkpoint, "nothing was recovered");
  }

  private void refuseMissingSegments(@Nullable Checkpoint last) throws IOException {
    long known = Math.max(tip.get(), last == null ? 0 : last.position());
    if (segments.isEmpty() && known > segments.start()) {
      throw new StoreOpenException("The files in " + directory.segments() + " are missing");
    }
    if (last != null && segments.oldest() > last.oldestSegment()) {
      throw new StoreOpenException(
          "Segment %d and what follows up to %d are missing in %s"
              .formatted(last.oldestSegment(), segments.oldest() - 1, directory.segments()));
    }
  }

  /**
   * Applies the segments from a position on. If the index is of no use after that, it is closed.
   *
   * @param fresh whether no checkpoint is of this index yet
   * @return what is wrong with the index, null if nothing is
   */
  private @Nullable String bringLevel(Index index, long from, boolean fresh) throws IOException {
    boolean level = false;
    try {
      Applied before = index.applied();
      Ending ending = replay(index, from);
      refuseLostEnd(ending, Math.max(tip.get(), before.durable()));
      if (before.end() > ending.end()) {
        return "it holds writes that were lost because they were not synced";
      }
      settle(index, ending, Math.max(from, Math.max(tip.get(), before.durable())), fresh);
      level = true;
      return null;
    } catch (SegmentDamageException e) {
      throw e;
    } catch (IOException | StoreCorruptionException e) {
      return String.valueOf(e.getMessage());
    } finally {
      if (!level) {
        index.close();
      }
    }
  }

  private Ending replay(Index index, long from) throws IOException {
    lastGroup = null;
    return segments.recover(
        from,
        group -> {
          index.apply(group, new Applied(group.end(), from));
          index.forgetSome();
          lastGroup = group;
        });
  }

  private void refuseLostEnd(Ending ending, long durable) {
    if (ending.end() < durable) {
      throw new StoreOpenException(
          "File %s lost its end, with confirmed writes; restore a backup".formatted(ending.file()));
    }
  }

  private void settle(Index index, Ending ending, long durable, boolean fresh) throws IOException {
    if (ending.torn()) {
      Path copy = directory.damaged(ending.file().getFileName() + ".end");
      segments.cutTornEnd(copy);
      LOGGER.warn(
          "A write that was never confirmed is torn: cut it off {}, copy in {}",
          ending.file(),
          copy);
    }
    segments.settle(durable);
    tip.set(segments.end());
    if (lastGroup != null || fresh) {
      // What was applied need not be again.
      checkpoint = Checkpoint.take(index, segments.end(), segments.oldest(), directory);
    }
  }

  /** The index as of a checkpoint, null if it cannot be had. */
  private @Nullable Index openAt(@Nullable Checkpoint checkpoint) throws IOException {
    try {
      return openAt(checkpoint, directory.database(), settings, segments);
    } catch (IOException | StoreCorruptionException e) {
      setAside(String.valueOf(e.getMessage()));
      return null;
    }
  }

  /**
   * The index in a folder as of a checkpoint; what was not durable then is removed. Any failure
   * says why the index cannot be used.
   */
  static Index openAt(
      @Nullable Checkpoint checkpoint, Path database, StoreSettings settings, SegmentLog segments)
      throws IOException {
    if (checkpoint == null) {
      throw new StoreCorruptionException("its checkpoint is missing or damaged");
    }
    prepare(checkpoint, database);
    var index = new Index(LevelDb.open(database, settings), segments);
    boolean usable = false;
    try {
      usable = index.hasThisFormat();
      if (!usable) {
        throw new StoreCorruptionException("it has a format that this version does not know");
      }
      return index;
    } finally {
      if (!usable) {
        index.close();
      }
    }
  }

  /** Removes what was not durable. */
  private static void prepare(Checkpoint checkpoint, Path database) throws IOException {
    Manifest manifest = Manifest.of(database);
    if (!checkpoint.isIn(manifest)) {
      throw new StoreCorruptionException("its list of tables, " + manifest.name() + ", is damaged");
    }
    if (manifest.torn()) {
      manifest.cutTornEnd();
    }
    try (var logs = Files.newDirectoryStream(database, "*.log")) {
      for (Path log : logs) {
        Files.delete(log);
      }
    }
  }

  private void setAside(String flaw) throws IOException {
    Path place = directory.damaged("leveldb");
    Files.move(directory.database(), place, StandardCopyOption.ATOMIC_MOVE);
    LOGGER.warn(
        "The index cannot be used: {}. It is made anew from the segments; the old one is in {}",
        flaw,
        place);
  }

  private Index openEmpty() throws IOException {
    if (segments.isEmpty() && Files.exists(directory.database())) {
      remove(directory.database()); // A first start ended before anything was written.
    }
    Files.createDirectories(directory.database());
    StoreDirectory.forceDirectory(directory.path());
    var index = new Index(LevelDb.open(directory.database(), settings), segments);
    boolean claimed = false;
    try {
      index.claim();
      claimed = true;
      return index;
    } finally {
      if (!claimed) {
        index.close();
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
