package io.headwater.persistence.inspect;

import io.headwater.persistence.segment.SegmentLog;
import io.headwater.persistence.segment.SegmentLog.Ending;
import io.headwater.persistence.store.InspectedDirectory;
import io.headwater.persistence.store.InspectedIndex;
import io.headwater.persistence.store.StoreCorruptionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads everything in a data directory and says what is wrong with it.
 *
 * <p>First all segments: every group must be whole and follow the one before. Applied from the
 * oldest on they give the index as it should be, made in a folder beside the directory. Then the
 * directory's index, brought up to date as a start would, is walked side by side with that one:
 * keys and values must be the same, and everything that they point at must be there. So each log
 * entry and row is read, and checked for what it means.
 *
 * <p>Where segments are damaged nobody knows how the index should be; then it is only read.
 */
public final class Verification {
  /** The reading of the segments takes about half of the time. */
  private static final double SEGMENTS_SHARE = 0.5;

  private final InspectedDirectory directory;
  private final ContentCheck check;
  private final Progress progress;
  private final Findings findings;
  private final List<String> notes = new ArrayList<>();

  /** Whether the segments hold all that was confirmed, so that the index must equal them. */
  private boolean comparable = true;

  private Verification(
      InspectedDirectory directory, ContentCheck check, Progress progress, Findings findings) {
    this.directory = directory;
    this.check = check;
    this.progress = progress;
    this.findings = findings;
  }

  /**
   * Verifies a directory.
   *
   * @throws io.headwater.persistence.store.StoreOpenException if it cannot be looked at; one line
   */
  public static VerifyReport run(Path path, ContentCheck.Factory checks, Progress progress)
      throws IOException {
    var findings = new Findings();
    try (var directory = InspectedDirectory.open(path)) {
      return new Verification(directory, checks.create(findings), progress, findings).run();
    }
  }

  private VerifyReport run() throws IOException {
    SegmentLog segments;
    try {
      segments = directory.segments();
    } catch (IOException e) {
      findings.add(String.valueOf(e.getMessage()));
      return report(new LinkedHashMap<>(), 0);
    }
    try (InspectedIndex expected = directory.newIndex()) {
      var reading =
          new SegmentReading(
              segments, expected, findings, (what, share) -> progress.at(what, half(share)));
      reading.read();
      comparable = reading.isWhole();
      checkEnd(segments, reading);
      try (InspectedIndex found = found(segments, reading)) {
        return readContents(segments, reading, expected, found);
      }
    }
  }

  private static double half(double share) {
    return share * SEGMENTS_SHARE;
  }

  private void checkEnd(SegmentLog segments, SegmentReading reading) throws IOException {
    requireOldest(segments);
    Ending ending = reading.ending();
    if (segments.isEmpty() && directory.tip() > segments.start()) {
      findings.add("All segments are missing");
    } else if (ending != null) {
      requireEndBehind(ending, directory.tip());
      if (ending.torn() && comparable) {
        notes.add(
            "A write that was never confirmed is torn at the end of "
                + ending.file().getFileName());
      }
    }
  }

  private void requireOldest(SegmentLog segments) {
    int needed = directory.oldestNeededSegment();
    if (needed > 0 && segments.oldest() > needed) {
      comparable = false;
      findings.add(
          "Segment %d and what follows up to %d are missing"
              .formatted(needed, segments.oldest() - 1));
    }
  }

  private void requireEndBehind(Ending ending, long durable) {
    if (ending.end() < durable && comparable) {
      comparable = false;
      findings.add("File %s lost its end, with confirmed writes".formatted(ending.file()));
    }
  }

  /** The directory's index, level with the segments; null if there is none to compare. */
  private @Nullable InspectedIndex found(SegmentLog segments, SegmentReading reading)
      throws IOException {
    if (segments.isEmpty()) {
      return null;
    }
    if (directory.isRebuildInterrupted()) {
      notes.add("A rebuild of the index was interrupted; a start begins it again");
      return null;
    }
    InspectedIndex index;
    try {
      index = directory.checkpointedIndex();
    } catch (IOException | StoreCorruptionException e) {
      findings.add("The index cannot be used, a start makes it anew: " + e.getMessage());
      return null;
    }
    boolean level = false;
    try {
      level = bringUpToDate(index, segments, reading);
      return level ? index : null;
    } finally {
      if (!level) {
        index.close();
      }
    }
  }

  private boolean bringUpToDate(InspectedIndex index, SegmentLog segments, SegmentReading reading)
      throws IOException {
    Ending ending = reading.ending();
    if (ending != null) {
      requireEndBehind(ending, index.durableWhenOpened());
    }
    if (ending == null || !comparable) {
      return true; // It is looked through as it stands.
    }
    if (index.endWhenOpened() > ending.end()) {
      notes.add("The index holds writes that were lost unsynced; a start makes it anew");
      return false;
    }
    if (index.checkpoint() > ending.end()) {
      findings.add("The index was brought to disk behind the segments' end");
      return false;
    }
    long[] applied = {0};
    try {
      segments.recover(
          index.checkpoint(),
          group -> {
            index.apply(group);
            applied[0]++;
          });
    } catch (StoreCorruptionException | IOException e) {
      findings.add("The index cannot be brought up to date: " + e.getMessage());
      return false;
    }
    if (applied[0] > 0) {
      notes.add(
          "Not closed cleanly: %,d groups behind the checkpoint were applied to a copy of the index"
              .formatted(applied[0]));
    }
    return true;
  }

  private VerifyReport readContents(
      SegmentLog segments,
      SegmentReading reading,
      InspectedIndex expected,
      @Nullable InspectedIndex found)
      throws IOException {
    var contents =
        new ContentReading(
            findings,
            check,
            (what, share) -> progress.at(what, SEGMENTS_SHARE + half(share)),
            reading.bytes());
    if (!comparable) {
      notes.add("Segments are damaged, so the index was read, but not compared with them");
    }
    InspectedIndex.compare(comparable ? expected : null, found, contents);
    contents.end();
    progress.at("done", 1);
    return report(
        counts(segments, reading, contents),
        (double) contents.liveBytes() / Math.max(1, reading.bytes()));
  }

  private SequencedMap<String, Long> counts(
      SegmentLog segments, SegmentReading reading, ContentReading contents) {
    var counts = new LinkedHashMap<String, Long>();
    counts.put("segments", segments.isEmpty() ? 0 : segments.sealed().size() + 1L);
    counts.put("groups", reading.groups());
    counts.put("records", reading.records());
    counts.put("bytes", reading.bytes());
    counts.put("logs", contents.logs());
    counts.put("log entries", contents.entries());
    counts.put("rows", contents.rows());
    counts.putAll(check.counts());
    return counts;
  }

  private VerifyReport report(SequencedMap<String, Long> counts, double liveShare) {
    return new VerifyReport(
        counts, Math.min(1, liveShare), notes, findings.first(), findings.count());
  }
}
