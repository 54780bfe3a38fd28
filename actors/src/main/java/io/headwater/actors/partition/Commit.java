package io.headwater.actors.partition;

import io.headwater.persistence.journal.EventWithRows;
import io.headwater.persistence.store.RowChange;
import java.util.List;

/**
 * The event of a partition: encoded once, with its effect on the item table and on the partition's
 * state row, which the journal writes in the same step.
 */
public final class Commit implements EventWithRows {
  private final byte[] encoded;
  private final List<RowChange> rowChanges;

  private Commit(byte[] encoded, List<RowChange> rowChanges) {
    this.encoded = encoded;
    this.rowChanges = List.copyOf(rowChanges);
  }

  static Commit of(CommitRecord commit, List<RowChange> rowChanges) {
    return new Commit(PartitionCodec.encode(commit), rowChanges);
  }

  /** A commit read back; its effects are in the rows already. */
  static Commit ofStored(byte[] encoded) {
    return new Commit(encoded, List.of());
  }

  byte[] encoded() {
    return encoded;
  }

  @Override
  public List<RowChange> rowChanges() {
    return rowChanges;
  }
}
