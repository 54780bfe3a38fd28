package io.headwater.actors.partition;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.model.AttributeNames;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.TimeToLive;
import io.headwater.persistence.store.RowChange;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows that file a table's items under the seconds in which they expire: each item that has
 * such a second has one row, which comes and goes in the commits of its item.
 *
 * <p>Every second is filed, those that are too long past as well: so a row follows from its item
 * alone. Which ones are due is asked when it comes to that.
 */
final class ExpiryRows {
  private static final byte[] EMPTY = {};

  private final PartitionDefinition definition;
  private final TimeToLive timeToLive;
  private final Instant now;
  private final AttributeNames attribute;

  /** Of a batch that is decided at a time. */
  ExpiryRows(PartitionDefinition definition, TimeToLive timeToLive, Instant now) {
    this.definition = definition;
    this.timeToLive = timeToLive;
    this.now = now;
    this.attribute = AttributeNames.of(List.of(timeToLive.attributeName()));
  }

  /** Has the rows follow a change of an item. */
  void change(
      ItemKey key,
      @Nullable EncodedItem before,
      @Nullable EncodedItem after,
      RowChanges rowChanges) {
    Long secondsBefore = expirySeconds(before);
    Long secondsAfter = expirySeconds(after);
    if (Objects.equals(secondsBefore, secondsAfter)) {
      return;
    }
    if (secondsBefore != null) {
      rowChanges.put(RowChange.remove(rowKey(secondsBefore, key)));
    }
    if (secondsAfter != null) {
      rowChanges.put(RowChange.put(rowKey(secondsAfter, key), EMPTY));
    }
  }

  /** Files an item. */
  void file(ItemKey key, @Nullable EncodedItem item, RowChanges rowChanges) {
    Long seconds = expirySeconds(item);
    if (seconds != null) {
      rowChanges.put(RowChange.put(rowKey(seconds, key), EMPTY));
    }
  }

  /** Whether a write finds an item that expires now. Of any other it removes the row. */
  boolean expires(Write.Expire write, @Nullable EncodedItem item, RowChanges rowChanges) {
    if (write.generation() != timeToLive.generation()) {
      return false;
    }
    Long seconds = expirySeconds(item);
    if (seconds != null && seconds == write.expirySeconds()) {
      return TimeToLive.Due.at(now).covers(seconds);
    }
    rowChanges.put(RowChange.remove(rowKey(write.expirySeconds(), write.key())));
    return false;
  }

  private @Nullable Long expirySeconds(@Nullable EncodedItem item) {
    return item == null ? null : timeToLive.expirySeconds(item.part(attribute));
  }

  private byte[] rowKey(long expirySeconds, ItemKey key) {
    return RowKeys.timeToLive(definition, timeToLive.generation(), expirySeconds, key);
  }
}
