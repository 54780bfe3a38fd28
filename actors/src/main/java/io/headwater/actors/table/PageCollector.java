package io.headwater.actors.table;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.ItemLimits;
import io.headwater.actors.evaluation.EvaluationCost;
import io.headwater.actors.expression.Condition;
import io.headwater.actors.expression.ConditionEvaluator;
import io.headwater.actors.expression.WorkBudget;
import io.headwater.actors.model.AttributeNames;
import io.headwater.actors.table.TableReader.IndexRead.Fetch;
import io.headwater.actors.table.TableReader.Page;
import io.headwater.actors.table.TableReader.PageLimits;
import io.headwater.persistence.store.Store.RowVisitor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers one page. It ends the walk at a limit, and only then does the page name its last item.
 *
 * <p>A collector that may spend only so much on its filter ends the walk before an item that would
 * exceed it. Then there is no page, and the range is read again where more may be spent.
 */
final class PageCollector implements RowVisitor {
  /** A page ends after the item that brings the sizes of the items looked at to this: 1 MiB. */
  static final int MAX_PAGE_SIZE_BYTES = 1_048_576;

  private final PageLimits limits;
  private final long maxFilterCost;
  private final EvaluationCost filterCost;

  /** Null without a filter. */
  private final @Nullable AttributeNames filterNames;

  private final List<EncodedItem> items = new ArrayList<>();
  private int scannedCount;
  private long scannedSizeBytes;
  private long fetchedSizeBytes;
  private long fetchedReadUnits;
  private long filterUnits;
  private long filterCostBytes;
  private @Nullable EncodedItem lastEvaluated;

  /**
   * A collector of one page.
   *
   * @param maxFilterCost by {@link EvaluationCost}, in bytes
   */
  PageCollector(PageLimits limits, long maxFilterCost) {
    if (limits.maxItems() < 1) {
      throw new IllegalArgumentException("a page of " + limits.maxItems() + " items");
    }
    this.limits = limits;
    this.maxFilterCost = maxFilterCost;
    Condition filter = limits.filter();
    this.filterCost = filter == null ? EvaluationCost.NONE : EvaluationCost.of(filter);
    this.filterNames = filter == null ? null : filter.attributeNames();
  }

  @Override
  public boolean row(byte[] key, byte[] value) {
    var item = EncodedItem.ofStored(value);
    if (isTooExpensive(item)) {
      return false;
    }
    scannedCount++;
    scannedSizeBytes += item.itemSizeBytes();
    if (passes(item)) {
      items.add(item);
    }
    return !isFull(item);
  }

  /** Adds an index's entry with its item. Returns whether the page has room for more. */
  boolean fetched(EncodedItem entry, EncodedItem item, Fetch fetch) {
    if (isTooExpensive(item)) {
      return false;
    }
    scannedCount++;
    scannedSizeBytes += entry.itemSizeBytes();
    fetchedSizeBytes += item.itemSizeBytes();
    fetchedReadUnits += Math.max(1, Math.ceilDiv(item.itemSizeBytes(), ItemLimits.READ_UNIT_BYTES));
    if (passes(item)) {
      items.add(fetch == Fetch.ITEMS ? item : entry);
    }
    return !isFull(entry);
  }

  /** Reports whether the walk ended before an item whose filter costs too much. */
  boolean isFilterTooExpensive() {
    return filterCostBytes > maxFilterCost;
  }

  private boolean isTooExpensive(EncodedItem item) {
    filterCostBytes += filterCost.bytes(item.itemSizeBytes());
    return isFilterTooExpensive();
  }

  /** The page; only if its filter was not too expensive. */
  Page page() {
    return new Page(
        List.copyOf(items), scannedCount, scannedSizeBytes, fetchedReadUnits, lastEvaluated);
  }

  /** Tests the filter on an item, of which only what the filter uses is decoded. */
  private boolean passes(EncodedItem item) {
    Condition filter = limits.filter();
    if (filter == null || filterNames == null) {
      return true;
    }
    var work = new WorkBudget();
    boolean passes = ConditionEvaluator.test(filter, item.part(filterNames), work);
    filterUnits += work.units();
    return passes;
  }

  private boolean isFull(EncodedItem last) {
    boolean isFull =
        scannedCount >= limits.maxItems()
            || scannedSizeBytes + fetchedSizeBytes >= MAX_PAGE_SIZE_BYTES
            || filterUnits >= WorkBudget.MAX_UNITS;
    if (isFull) {
      lastEvaluated = last;
    }
    return isFull;
  }
}
