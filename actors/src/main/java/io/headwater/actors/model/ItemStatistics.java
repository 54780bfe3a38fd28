package io.headwater.actors.model;

/**
 * How much there is of a table or of an index.
 *
 * @param itemCount items, or an index's entries
 * @param sizeBytes the sum of their sizes by DynamoDB's rules
 */
public record ItemStatistics(long itemCount, long sizeBytes) {
  public static final ItemStatistics NONE = new ItemStatistics(0, 0);

  public ItemStatistics plus(ItemStatistics more) {
    return new ItemStatistics(itemCount + more.itemCount, sizeBytes + more.sizeBytes);
  }
}
