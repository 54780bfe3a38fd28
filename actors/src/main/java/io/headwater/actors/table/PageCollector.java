package io.headwater.actors.table;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.table.TableReader.Page;
import io.headwater.actors.table.TableReader.PageLimits;
import io.headwater.persistence.store.Store.RowVisitor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers one page. It ends the walk at a limit, and only then does the page name its last item.
 */
final class PageCollector implements RowVisitor {
  /** A page ends after the item that brings the sizes of the items looked at to this: 1 MiB. */
  static final int MAX_PAGE_SIZE_BYTES = 1_048_576;

  static final Page EMPTY = new Page(List.of(), 0, 0, null);

  private final PageLimits limits;
  private final List<EncodedItem> items = new ArrayList<>();
  private int scannedCount;
  private long scannedSizeBytes;
  private @Nullable EncodedItem lastEvaluated;

  PageCollector(PageLimits limits) {
    if (limits.maxItems() < 1) {
      throw new IllegalArgumentException("a page of " + limits.maxItems() + " items");
    }
    this.limits = limits;
  }

  @Override
  public boolean row(byte[] key, byte[] value) {
    var item = EncodedItem.ofStored(value);
    scannedCount++;
    scannedSizeBytes += item.itemSizeBytes();
    if (limits.filter() == null || limits.filter().test(item)) {
      items.add(item);
    }
    boolean isFull = scannedCount >= limits.maxItems() || scannedSizeBytes >= MAX_PAGE_SIZE_BYTES;
    if (isFull) {
      lastEvaluated = item;
    }
    return !isFull;
  }

  Page page() {
    return new Page(List.copyOf(items), scannedCount, scannedSizeBytes, lastEvaluated);
  }
}
