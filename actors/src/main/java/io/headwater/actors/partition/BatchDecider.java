package io.headwater.actors.partition;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.ItemLimits;
import io.headwater.actors.codec.ItemSize;
import io.headwater.actors.expression.ConditionEvaluator;
import io.headwater.actors.expression.Updater;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbError.ConditionalCheckFailed;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Item;
import io.headwater.actors.partition.CommitRecord.ItemChange;
import io.headwater.actors.partition.WriteResult.Done;
import io.headwater.actors.partition.WriteResult.Refused;
import io.headwater.persistence.store.RowChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides the writes of one batch in order, each against the rows as read plus the effects of the
 * writes before it. Pure but for the log line of a fault; used once.
 */
final class BatchDecider {
  private static final Logger LOG = LoggerFactory.getLogger(BatchDecider.class);

  private final PartitionDefinition definition;
  private final boolean keepsNewImages;
  private final boolean keepsOldImages;

  /** The items as the batch has left them so far; a key with a null value has no item. */
  private final Map<Bytes, @Nullable EncodedItem> items = new HashMap<>();

  private final Map<Bytes, RowChange> rowChanges = new LinkedHashMap<>();
  private final List<ItemChange> changes = new ArrayList<>();
  private final List<WriteResult> results = new ArrayList<>();

  /** Null for a table without local secondary indexes. */
  private @Nullable ItemCollections collections;

  /** Null for a table whose items don't expire. */
  private final @Nullable ExpiryRows expiries;

  /** Null until an update needs them. */
  private @Nullable IndexKeyRules indexKeyRules;

  private long itemCountDelta;
  private long sizeBytesDelta;

  /**
   * A decider of one batch.
   *
   * @param now the partition's clock, by which items expire
   */
  BatchDecider(PartitionDefinition definition, Instant now) {
    this.definition = definition;
    var timeToLive = definition.timeToLive();
    this.expiries = timeToLive == null ? null : new ExpiryRows(definition, timeToLive, now);
    var viewType = definition.streamViewType();
    // Others don't read the log's images; the item table has the item itself.
    boolean fed = !definition.globalSecondaryIndexes().isEmpty();
    this.keepsNewImages = fed || viewType != null;
    this.keepsOldImages = fed || (viewType != null && viewType.showsOldImage());
  }

  /**
   * Decides a batch.
   *
   * @param rowKeys the row of each write's item, followed by {@link ItemCollections#rowKeys}
   * @param rows what the store holds there, null for nothing
   */
  BatchDecision decide(List<Write> writes, List<byte[]> rowKeys, List<byte @Nullable []> rows) {
    for (int i = 0; i < writes.size(); i++) {
      byte[] row = rows.get(i);
      items.putIfAbsent(
          Bytes.ofOwned(rowKeys.get(i)), row == null ? null : EncodedItem.ofStored(row));
    }
    if (!definition.localSecondaryIndexes().isEmpty()) {
      collections =
          new ItemCollections(definition, writes, rows.subList(writes.size(), rows.size()));
    }
    for (int i = 0; i < writes.size(); i++) {
      results.add(decideOne(writes.get(i), rowKeys.get(i)));
    }
    if (collections != null) {
      collections.addCollectionRows(rowChanges);
    }
    return new BatchDecision(
        results,
        changes,
        List.copyOf(rowChanges.values()),
        itemCountDelta,
        sizeBytesDelta,
        collections == null ? List.of() : collections.deltas());
  }

  private WriteResult decideOne(Write write, byte[] rowKey) {
    var key = Bytes.ofOwned(rowKey);
    var before = items.get(key);
    try {
      var refusal = refusalByCondition(write, before);
      if (refusal != null) {
        return new Refused(refusal, before);
      }
      var after = itemAfter(write, before);
      record(write, key, rowKey, before, after);
      return new Done(before, after, collections == null ? 0 : collections.sizeBytes(write.key()));
    } catch (DynamoDbException refused) {
      return new Refused(refused.error(), before);
    } catch (RuntimeException fault) {
      // One command's fault is not its neighbours': they have their own results.
      LOG.error("A write to table {} failed unexpectedly", definition.id(), fault);
      return new Refused(DynamoDbError.internal(), before);
    }
  }

  private static @Nullable DynamoDbError refusalByCondition(
      Write write, @Nullable EncodedItem before) {
    var condition = write.condition();
    if (condition == null
        || ConditionEvaluator.test(
            condition, before == null ? Item.EMPTY : before.part(condition.attributeNames()))) {
      return null;
    }
    boolean showItem = write.returnItemOnConditionFailure() && before != null;
    return new ConditionalCheckFailed(showItem && before != null ? before.item() : null);
  }

  private @Nullable EncodedItem itemAfter(Write write, @Nullable EncodedItem before) {
    return switch (write) {
      case Write.Put put -> put.item();
      case Write.Delete _ -> null;
      case Write.UpdateItem update -> updated(update, before);
      case Write.File file -> {
        if (expiries != null) {
          expiries.file(file.key(), before, rowChanges);
        }
        yield before;
      }
      case Write.Expire expire ->
          expiries != null && expiries.expires(expire, before, rowChanges) ? null : before;
    };
  }

  private @Nullable EncodedItem updated(Write.UpdateItem write, @Nullable EncodedItem before) {
    var update = write.update();
    if (before == null ? update != null && !update.createsItem() : update == null) {
      return before;
    }
    var encoded = applied(write, before);
    if (indexKeyRules == null) {
      indexKeyRules =
          new IndexKeyRules(
              definition.keySchema(),
              definition.localSecondaryIndexes(),
              definition.globalSecondaryIndexes());
    }
    indexKeyRules.checkUpdated(encoded);
    requireSizeAllowed(write, encoded.itemSizeBytes());
    return encoded;
  }

  /** Decodes and encodes of an item only the attributes that the update uses. */
  private EncodedItem applied(Write.UpdateItem write, @Nullable EncodedItem before) {
    var update = write.update();
    if (before == null) {
      // Where there is no item yet, operands of an update see the key all the same.
      Item bareKey = definition.keySchema().toItem(write.key());
      return EncodedItem.of(update == null ? bareKey : Updater.apply(update, bareKey));
    }
    if (update == null) {
      return before;
    }
    Item after = Updater.apply(update, before.part(update.inputNames()));
    return before.with(update.targetNames(), after);
  }

  /**
   * Of an updated item, DynamoDB also measures it without its key but with the update's actions.
   */
  private void requireSizeAllowed(Write.UpdateItem write, int itemSizeBytes) {
    int sizeBytes = itemSizeBytes;
    if (write.update() != null) {
      int keyBytes = ItemSize.of(definition.keySchema(), write.key());
      sizeBytes = Math.max(sizeBytes, itemSizeBytes - keyBytes + write.update().countedSizeBytes());
    }
    if (sizeBytes > ItemLimits.MAX_ITEM_SIZE_BYTES) {
      throw Updater.tooLarge();
    }
  }

  /** Takes down a change; a write that leaves its item as it was is none. */
  private void record(
      Write write,
      Bytes key,
      byte[] rowKey,
      @Nullable EncodedItem before,
      @Nullable EncodedItem after) {
    if (before == after || (before != null && after != null && before.sameAs(after))) {
      return;
    }
    if (collections != null) {
      collections.change(write.key(), before, after, rowChanges);
    }
    if (expiries != null) {
      expiries.change(write.key(), before, after, rowChanges);
    }
    items.put(key, after);
    rowChanges.put(key, new RowChange(rowKey, after == null ? null : after.bytes()));
    changes.add(
        new ItemChange(
            EncodedItem.of(definition.keySchema().toItem(write.key())),
            keepsNewImages ? after : null,
            keepsOldImages ? before : null,
            before != null,
            after == null,
            write instanceof Write.Expire));
    itemCountDelta += (after == null ? 0 : 1) - (before == null ? 0 : 1);
    sizeBytesDelta +=
        (after == null ? 0 : after.itemSizeBytes()) - (before == null ? 0 : before.itemSizeBytes());
  }
}
