package io.headwater.actors.index;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.ItemStatistics;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.RowRead;
import io.headwater.persistence.store.StoreCorruptionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes of entries held against the entries that are there: those that change anything, each row
 * once, and how many more entries and bytes there are then.
 *
 * <p>So what is applied again, as a scan and a log do that overlap, is counted once.
 */
record EntryWrites(List<RowChange> rows, ItemStatistics delta) {

  /** The changes without those that a later one of the same row replaces. */
  static List<RowChange> lastOfEachRow(List<RowChange> changes) {
    var last = new LinkedHashMap<Bytes, RowChange>();
    for (RowChange change : changes) {
      last.put(Bytes.ofOwned(change.key()), change);
    }
    return List.copyOf(last.values());
  }

  static List<byte[]> keys(Collection<RowChange> changes) {
    return changes.stream().map(RowChange::key).toList();
  }

  /**
   * Holds changes of different rows against what the rows have now.
   *
   * @param present the rows in the changes' order
   * @throws StoreCorruptionException if one of them is damaged: it is not known what it counts
   */
  static EntryWrites of(List<RowChange> changes, List<RowRead> present) {
    var rows = new ArrayList<RowChange>(changes.size());
    var delta = ItemStatistics.NONE;
    for (int i = 0; i < changes.size(); i++) {
      byte[] before = present.get(i).value();
      byte[] after = changes.get(i).value();
      if (!Arrays.equals(before, after)) {
        rows.add(changes.get(i));
        delta = delta.plus(new ItemStatistics(count(after), sizeBytes(after)));
        delta = delta.plus(new ItemStatistics(-count(before), -sizeBytes(before)));
      }
    }
    return new EntryWrites(rows, delta);
  }

  private static int count(byte @Nullable [] entry) {
    return entry == null ? 0 : 1;
  }

  private static int sizeBytes(byte @Nullable [] entry) {
    return entry == null ? 0 : EncodedItem.ofStored(entry).itemSizeBytes();
  }
}
