package io.headwater.actors.inspect;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableTimeToLive;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.ItemStatistics;
import io.headwater.actors.model.LocalSecondaryIndex;
import io.headwater.actors.partition.PartitionState;
import io.headwater.persistence.inspect.Findings;
import java.util.ArrayList;
import java.util.List;

/** What one partition's items come to, and with them its index entries and item collections. */
final class PartitionTotals {
  private final TableDefinition table;
  private final String partitionId;
  private long itemCount;
  private long sizeBytes;
  private long collectionsBytes;
  private boolean hasState;

  /** What the items call for, and what there is, by the indexes' places in the definition. */
  private final List<RowDigest> wantedEntries = new ArrayList<>();

  private final List<RowDigest> foundEntries = new ArrayList<>();

  /** What the items call for, and what there is, of the time to live that the table has now. */
  private final RowDigest wantedTimes = new RowDigest();

  private final RowDigest foundTimes = new RowDigest();

  PartitionTotals(TableDefinition table, String partitionId) {
    this.table = table;
    this.partitionId = partitionId;
    for (int i = 0; i < table.localSecondaryIndexes().size(); i++) {
      wantedEntries.add(new RowDigest());
      foundEntries.add(new RowDigest());
    }
  }

  TableDefinition table() {
    return table;
  }

  void addItem(ItemKey key, Item item, EncodedItem encoded) {
    itemCount++;
    sizeBytes += encoded.itemSizeBytes();
    addWantedTime(key, item);
    for (int i = 0; i < wantedEntries.size(); i++) {
      LocalSecondaryIndex index = table.localSecondaryIndexes().get(i);
      AttributeValue sortKey = item.get(index.sortKey().name());
      Item entry = index.entry(table.keySchema(), item);
      if (entry != null && sortKey != null) {
        EncodedItem encodedEntry = EncodedItem.of(entry);
        wantedEntries
            .get(i)
            .add(
                RowKeys.localIndexEntry(table, i, key, sortKey),
                encodedEntry.bytes(),
                encodedEntry.itemSizeBytes());
      }
    }
  }

  private void addWantedTime(ItemKey key, Item item) {
    TableTimeToLive state = table.timeToLive();
    Long seconds = state == null ? null : state.timeToLive().expirySeconds(item);
    if (state != null && seconds != null) {
      long generation = state.timeToLive().generation();
      wantedTimes.add(RowKeys.timeToLive(table, generation, seconds, key), new byte[0], 0);
    }
  }

  /** Rows of earlier generations may be there still: they are removed in the background. */
  void addTimeToLive(long generation, byte[] rowKey, byte[] row) {
    TableTimeToLive state = table.timeToLive();
    if (state == null || generation > state.timeToLive().generation()) {
      throw new IllegalStateException(
          "Table %s has a row of its time to live %d, which there is not"
              .formatted(table.name(), generation));
    }
    if (generation == state.timeToLive().generation()) {
      foundTimes.add(rowKey, row, 0);
    }
  }

  void addIndexEntry(int index, byte[] rowKey, EncodedItem entry) {
    if (index >= foundEntries.size()) {
      throw new IllegalStateException(
          "Table %s has an entry of its index %d, which there is not"
              .formatted(table.name(), index));
    }
    entry.item();
    foundEntries.get(index).add(rowKey, entry.bytes(), entry.itemSizeBytes());
  }

  void addCollection(long collectionBytes) {
    collectionsBytes += collectionBytes;
  }

  /** Holds the partition's own account against what there is. */
  void check(PartitionState state, Findings findings) {
    hasState = true;
    if (state.itemCount() != itemCount || state.sizeBytes() != sizeBytes) {
      findings.add(
          "%s counts %d items of %d bytes, and holds %d of %d bytes"
              .formatted(this, state.itemCount(), state.sizeBytes(), itemCount, sizeBytes));
    }
    if (state.indexStatistics().size() != foundEntries.size()) {
      findings.add(this + " knows of other local secondary indexes than its table");
      return;
    }
    for (int i = 0; i < foundEntries.size(); i++) {
      checkIndex(i, state.indexStatistics().get(i), findings);
    }
  }

  /** While it is being enabled or disabled, an item may have its row or not. */
  private void checkTimes(Findings findings) {
    TableTimeToLive state = table.timeToLive();
    if (state != null
        && state.status() == TableTimeToLive.Status.ENABLED
        && !foundTimes.sameAs(wantedTimes)) {
      findings.add(
          "%s: other items are filed by their time to live (%d) than have one (%d)"
              .formatted(this, foundTimes.count(), wantedTimes.count()));
    }
  }

  private void checkIndex(int number, ItemStatistics counted, Findings findings) {
    RowDigest found = foundEntries.get(number);
    RowDigest wanted = wantedEntries.get(number);
    String index = table.localSecondaryIndexes().get(number).name();
    if (!found.sameAs(wanted)) {
      findings.add(
          "%s: index %s has other entries (%d) than its items call for (%d)"
              .formatted(this, index, found.count(), wanted.count()));
    }
    if (counted.itemCount() != found.count() || counted.sizeBytes() != found.sizeBytes()) {
      findings.add(
          "%s counts %d entries of index %s, and holds %d"
              .formatted(this, counted.itemCount(), index, found.count()));
    }
  }

  /** To be called when all rows were seen. */
  void end(Findings findings) {
    checkTimes(findings);
    boolean open = table.servesItems();
    if (!hasState && (open || itemCount > 0)) {
      findings.add(this + " has no state row");
    }
    long entriesBytes = foundEntries.stream().mapToLong(RowDigest::sizeBytes).sum();
    if (!foundEntries.isEmpty() && collectionsBytes != sizeBytes + entriesBytes) {
      findings.add(
          "%s: its item collections come to %d bytes, items and index entries to %d"
              .formatted(this, collectionsBytes, sizeBytes + entriesBytes));
    }
  }

  @Override
  public String toString() {
    return "Partition %s of table %s".formatted(partitionId, table.name());
  }
}
