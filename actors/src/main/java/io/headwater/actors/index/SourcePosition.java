package io.headwater.actors.index;

import io.headwater.actors.model.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * How far an index partition has come with one partition of the table, its source.
 *
 * @param commit all that the source's log has up to this commit is in the index, or was before the
 *     index began
 * @param scannedTo while the items are being added that were there before the index: the row key up
 *     to which (exclusive) that was done; null when it is done, or was never needed
 */
public record SourcePosition(long commit, @Nullable Bytes scannedTo) {
  public static SourcePosition at(long commit) {
    return new SourcePosition(commit, null);
  }

  /** Whether the items from before the index are still being added. */
  public boolean isScanning() {
    return scannedTo != null;
  }
}
