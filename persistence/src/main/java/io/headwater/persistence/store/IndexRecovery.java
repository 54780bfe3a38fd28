package io.headwater.persistence.store;

import io.headwater.persistence.segment.SegmentDamageException;
import io.headwater.persistence.segment.SegmentLog;
import io.headwater.persistence.segment.SegmentLog.Ending;
import io.headwater.persistence.segment.SegmentLog.Group;
import io.headwater.persistence.store.Index.Applied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
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
 * again. An index that is missing, damaged, behind its checkpoint or ahead of the segments is moved
 * aside, which is logged, and rebuilt from all segments.
 *
 * <p><b>A rebuild is complete when its last step is.</b> The old index is moved aside, the
 * checkpoint is replaced by one without an index, and only then is the new index created; the
 * checkpoint of the new index is written last. Each step is durable before the next one. So an
 * index without a checkpoint is the remainder of an interrupted rebuild and is deleted.
 */
final class IndexRecovery {
  private static final Logger LOGGER = LoggerFactory.getLogger(IndexRecovery.class);

  private final StoreDirectory directory;
  private final StoreSettings settings;
  private final SegmentLog segments;
  private final Tip tip;
  private final Consumer<RebuildStep> reached;

  /** A position up to which the segments are known to be durable. */
  private long durable;

  /** The last one that was applied. */
  private @Nullable Group lastGroup;

  /** The directory's, as far as it is known. */
  private @Nullable Checkpoint checkpoint;

  /** The steps of a rebuild, in order. */
  enum RebuildStep {
    SET_ASIDE,
    CHECKPOINT_WITHOUT_INDEX,
    FOLDER_CREATED,
    DATABASE_CREATED,
    FORMAT_CLAIMED,
    /** Once for each group; also when groups after the checkpoint are applied to an index. */
    GROUP_APPLIED
  }

  IndexRecovery(StoreDirectory directory, StoreSettings settings, SegmentLog segments, Tip tip) {
    this(directory, settings, segments, tip, _ -> {});
  }

  /** A recovery with a seam for tests, which end it at a step of a rebuild. */
  IndexRecovery(
      StoreDirectory directory,
      StoreSettings settings,
      SegmentLog segments,
      Tip tip,
      Consumer<RebuildStep> reached) {
    this.reached = reached;
    this.directory = directory;
    this.settings = settings;
    this.segments = segments;
    this.tip = tip;
  }

  /** The index, level with the segments. The segments' end is durable. */
  Index recover() throws IOException {
    directory.damaged().clean();
    Checkpoint last = Checkpoint.read(directory.path());
    checkpoint = last;
    durable = Math.max(tip.get(), last == null ? 0 : last.position());
    refuseMissingSegments(last);
    Index index = segments.isEmpty() ? null : openAt(last);
    if (index != null && last != null) {
      String flaw = bringLevel(index, last.position(), false);
      if (flaw == null) {
        return index;
      }
      setAside(flaw);
    }
    return rebuild(last);
  }

  private Index rebuild(@Nullable Checkpoint last) throws IOException {
    if (!segments.isEmpty()) {
      int oldest = last == null ? segments.oldest() : last.oldestSegment();
      checkpoint = Checkpoint.withoutIndex(durable, oldest, directory);
      reached.accept(RebuildStep.CHECKPOINT_WITHOUT_INDEX);
    }
    Index index = openEmpty();
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

  private void refuseMissingSegments(@Nullable Checkpoint last) {
    if (segments.isEmpty() && durable > segments.start()) {
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
      refuseLostEnd(ending, Math.max(durable, before.durable()));
      if (before.end() > ending.end()) {
        return "it holds writes that were lost because they were not synced";
      }
      settle(index, ending, Math.max(durable, before.durable()), fresh);
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
          reached.accept(RebuildStep.GROUP_APPLIED);
        });
  }

  private void refuseLostEnd(Ending ending, long durableEnd) {
    if (ending.end() < durableEnd) {
      throw new StoreOpenException(
          "File %s lost its end, with confirmed writes; restore a backup".formatted(ending.file()));
    }
  }

  private void settle(Index index, Ending ending, long durableEnd, boolean fresh)
      throws IOException {
    if (ending.torn()) {
      Path copy = directory.damaged(ending.file().getFileName() + ".end");
      segments.cutTornEnd(copy);
      LOGGER.warn(
          "A write that was never confirmed is torn: cut it off {}, copy in {}",
          ending.file(),
          copy);
    }
    segments.settle(durableEnd);
    tip.set(segments.end());
    if (lastGroup != null || fresh) {
      // What was applied need not be again.
      checkpoint = Checkpoint.take(index, segments.end(), segments.oldest(), directory);
    }
  }

  /** The index as of a checkpoint, null if it cannot be had. */
  private @Nullable Index openAt(@Nullable Checkpoint last) throws IOException {
    if (last != null && !last.hasIndex()) {
      LOGGER.warn(
          "The rebuild of the index in {} was interrupted: it starts again", directory.database());
      return null;
    }
    try {
      return openAt(last, directory.database(), settings, segments);
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
    if (!checkpoint.hasIndex()) {
      throw new StoreCorruptionException("its rebuild was interrupted");
    }
    prepare(checkpoint, database);
    var index = new Index(LevelDb.open(database, settings), segments);
    boolean usable = false;
    try {
      requireUsable(index, checkpoint);
      usable = true;
      return index;
    } finally {
      if (!usable) {
        index.close();
      }
    }
  }

  private static void requireUsable(Index index, Checkpoint checkpoint) throws IOException {
    if (!index.hasThisFormat()) {
      throw new StoreCorruptionException("it has a format that this version does not know");
    }
    if (index.end() < checkpoint.position()) {
      throw new StoreCorruptionException("it ends before its checkpoint, " + checkpoint);
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
    Path copy = directory.damaged().move(directory.database());
    LOGGER.warn(
        "The index cannot be used: {}. It is rebuilt from the segments; {}",
        flaw,
        copy == null ? "no copy of the old one is kept" : "the old one is in " + copy);
    reached.accept(RebuildStep.SET_ASIDE);
  }

  /** The folder may hold the remainder of an interrupted rebuild, or of a first start. */
  private Index openEmpty() throws IOException {
    StoreDirectory.deleteTree(directory.database());
    Files.createDirectories(directory.database());
    StoreDirectory.forceDirectory(directory.path());
    reached.accept(RebuildStep.FOLDER_CREATED);
    var index = new Index(LevelDb.open(directory.database(), settings), segments);
    boolean claimed = false;
    try {
      reached.accept(RebuildStep.DATABASE_CREATED);
      index.claim();
      reached.accept(RebuildStep.FORMAT_CLAIMED);
      claimed = true;
      return index;
    } finally {
      if (!claimed) {
        index.close();
      }
    }
  }
}
