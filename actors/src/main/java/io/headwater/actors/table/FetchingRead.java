package io.headwater.actors.table;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.table.TableReader.IndexRead.Fetch;
import io.headwater.persistence.store.Store.JoinedRowVisitor;
import io.headwater.persistence.store.StoreCorruptionException;
import org.jspecify.annotations.Nullable;

/**
 * Collects a page of a local secondary index together with the item of each entry. The store reads
 * entries and items as of one moment, so each item has the values that its entry was made of.
 */
final class FetchingRead implements JoinedRowVisitor {
  private final TableDefinition table;
  private final Fetch fetch;
  private final PageCollector collector;

  FetchingRead(TableDefinition table, Fetch fetch, PageCollector collector) {
    this.table = table;
    this.fetch = fetch;
    this.collector = collector;
  }

  @Override
  public byte[] joinedKey(byte[] key, byte[] value) {
    return RowKeys.item(table, table.keySchema().keyOf(EncodedItem.ofStored(value).item()));
  }

  @Override
  public boolean row(byte[] key, byte[] value, byte @Nullable [] joined) {
    if (joined == null) { // Entry and item are written in one commit.
      throw new StoreCorruptionException("An index entry has no item").ofRow(key);
    }
    return collector.fetched(EncodedItem.ofStored(value), EncodedItem.ofStored(joined), fetch);
  }
}
