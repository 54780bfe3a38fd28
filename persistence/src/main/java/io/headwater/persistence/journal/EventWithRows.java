package io.headwater.persistence.journal;

import io.headwater.persistence.store.RowChange;
import java.util.List;

/**
 * An event whose effect on the store's rows is written in the same atomic step as the event. The
 * journal asks for the changes once, on its own thread, after the event got its sequence number.
 */
public interface EventWithRows {
  /** Keys and values are the caller's own format; the journal only moves them. */
  List<RowChange> rowChanges();
}
