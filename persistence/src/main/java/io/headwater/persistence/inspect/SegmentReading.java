package io.headwater.persistence.inspect;

import io.headwater.persistence.segment.GroupReader.RecordVisitor;
import io.headwater.persistence.segment.Position;
import io.headwater.persistence.segment.SegmentDamageException;
import io.headwater.persistence.segment.SegmentLog;
import io.headwater.persistence.segment.SegmentLog.Ending;
import io.headwater.persistence.segment.SegmentLog.Group;
import io.headwater.persistence.store.InspectedIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads all segments from the oldest on and makes an index of them, as long as there is no damage:
 * behind it nobody knows what the index should be, but damage is still looked for.
 */
final class SegmentReading implements RecordVisitor {
  private final SegmentLog segments;
  private final InspectedIndex expected;
  private final Findings findings;
  private final Progress progress;
  private final long allBytes;

  private boolean whole = true;
  private long groups;
  private long records;
  private long bytes;
  private @Nullable Ending ending;

  SegmentReading(
      SegmentLog segments, InspectedIndex expected, Findings findings, Progress progress) {
    this.segments = segments;
    this.expected = expected;
    this.findings = findings;
    this.progress = progress;
    this.allBytes = Math.max(1, segments.lengthBytes());
  }

  void read() throws IOException {
    if (segments.isEmpty()) {
      return;
    }
    for (int number : segments.sealed()) {
      attempt(() -> segments.visit(number, this::group));
    }
    attempt(() -> ending = segments.recover(segments.lastStart(), this::group));
  }

  private interface Step {
    void make() throws IOException;
  }

  private void attempt(Step step) throws IOException {
    try {
      step.make();
    } catch (SegmentDamageException | IllegalStateException e) {
      whole = false;
      findings.add(String.valueOf(e.getMessage()));
    }
  }

  private void group(Group group) throws IOException {
    groups++;
    bytes += group.sizeBytes();
    group.visit(this);
    if (whole) {
      expected.apply(group);
    }
    progress.at("segment " + Position.segment(group.position()), (double) bytes / allBytes);
  }

  /** Whether every group was there, so that the index is what it should be. */
  boolean isWhole() {
    return whole;
  }

  /** How the last segment ends; null if that is not known, or if there are no segments. */
  @Nullable Ending ending() {
    return ending;
  }

  long groups() {
    return groups;
  }

  long records() {
    return records;
  }

  /** Of all groups. */
  long bytes() {
    return bytes;
  }

  @Override
  public void entry(byte[] logId, long nr, ByteBuffer entry, long position) {
    records++;
  }

  @Override
  public void movedEntry(byte[] logId, long nr, ByteBuffer entry, long position) {
    records++;
  }

  @Override
  public void put(byte[] key, ByteBuffer value, long position) {
    records++;
  }

  @Override
  public void remove(byte[] key) {
    records++;
  }

  @Override
  public void log(byte[] logId, long highestNr, long lowestNr, long position) {
    records++;
  }

  @Override
  public void forget(byte[] logId) {
    records++;
  }
}
