package io.headwater.actors.index;

import io.headwater.persistence.journal.EventWithRows;
import io.headwater.persistence.store.RowChange;
import java.util.List;

/** The event of an index partition, with the entries that it changes and the state row. */
public final class IndexCommit implements EventWithRows {
  private final byte[] encoded;
  private final List<RowChange> rowChanges;

  private IndexCommit(byte[] encoded, List<RowChange> rowChanges) {
    this.encoded = encoded;
    this.rowChanges = List.copyOf(rowChanges);
  }

  static IndexCommit of(IndexCommitRecord commit, List<RowChange> rowChanges) {
    return new IndexCommit(IndexPartitionCodec.encode(commit), rowChanges);
  }

  /** A commit read back; its effects are in the rows already. */
  static IndexCommit ofStored(byte[] encoded) {
    return new IndexCommit(encoded, List.of());
  }

  byte[] encoded() {
    return encoded;
  }

  @Override
  public List<RowChange> rowChanges() {
    return rowChanges;
  }
}
