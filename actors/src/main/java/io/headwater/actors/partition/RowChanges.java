package io.headwater.actors.partition;

import io.headwater.actors.model.Bytes;
import io.headwater.persistence.store.RowChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The changes of rows that a batch makes; of several changes of a row the last one counts. */
final class RowChanges {
  private final Map<Bytes, RowChange> changes = new LinkedHashMap<>();
  private long sizeBytes;

  void put(RowChange change) {
    put(Bytes.ofOwned(change.key()), change);
  }

  void put(Bytes key, RowChange change) {
    changes.put(key, change);
    byte[] value = change.value();
    sizeBytes += key.length() + (value == null ? 0 : value.length);
  }

  /** The size of all changes put, including those that a later one replaced, in bytes. */
  long sizeBytes() {
    return sizeBytes;
  }

  List<RowChange> list() {
    return List.copyOf(changes.values());
  }
}
