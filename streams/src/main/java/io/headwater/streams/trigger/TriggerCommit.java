package io.headwater.streams.trigger;

import io.headwater.persistence.journal.EventWithRows;
import io.headwater.persistence.store.RowChange;
import java.util.List;

/**
 * The event of the trigger log: one change with its number in the log, and its effect on the rows.
 */
record TriggerCommit(long commitNr, TriggerChange change) implements EventWithRows {
  @Override
  public List<RowChange> rowChanges() {
    return TriggerRows.rowChanges(this);
  }
}
