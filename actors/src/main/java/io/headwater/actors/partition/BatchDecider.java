package io.headwater.actors.partition;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.ItemLimits;
import io.headwater.actors.codec.RowDamage;
import io.headwater.actors.evaluation.EvaluationCost;
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
import io.headwater.persistence.store.RowRead;
import io.headwater.persistence.store.StoreCorruptionException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides the writes of one batch in order, each against the rows as read plus the effects of the
 * writes before it. Pure but for the log line of a fault or of a damaged row; used once.
 *
 * <p>It ends early, after at least one write, when a row that the next write needs was not read or
 * when the decided ones write as many bytes as a batch may. The others wait for the next batch.
 */
final class BatchDecider {
  private static final Logger LOG = LoggerFactory.getLogger(BatchDecider.class);

  /** The least size of what a batch reads, so that it reads an item whatever a setting says. */
  private static final long LEAST_READ_BYTES = 1_024;

  /** The heap that a decoded item takes, in bytes for each encoded byte. */
  private static final int DECODED_BYTES = 16;

  private final PartitionDefinition definition;
  private final List<Write> writes;
  private final BatchRows needed;
  private final List<RowRead> rows;
  private final long maxBytes;

  /** The items as the batch has left them so far, by their places; others are as read. */
  private final Map<Integer, @Nullable EncodedItem> items = new HashMap<>();

  private final RowChanges rowChanges = new RowChanges();
  private final List<ItemChange> changes = new ArrayList<>();
  private final List<WriteResult> results = new ArrayList<>();

  private final Set<Bytes> reportedRows = new HashSet<>();

  /** Null for a table without local secondary indexes. */
  private final @Nullable ItemCollections collections;

  /** Null for a table whose items don't expire. */
  private final @Nullable ExpiryRows expiries;

  /** Null until an update needs them. */
  private @Nullable IndexKeyRules indexKeyRules;

  private long itemCountDelta;
  private long sizeBytesDelta;

  /** The size of images for the log and of items shown in refusals, in bytes. */
  private long imageBytes;

  /**
   * A decider of one batch.
   *
   * @param rows those of the needed rows that were read, which are the first ones
   * @param now the partition's clock, by which items expire
   * @param maxBytes what the batch may write
   */
  BatchDecider(
      PartitionDefinition definition,
      List<Write> writes,
      BatchRows needed,
      List<RowRead> rows,
      Instant now,
      long maxBytes) {
    this.definition = definition;
    this.writes = writes;
    this.needed = needed;
    this.rows = rows;
    this.maxBytes = maxBytes;
    var timeToLive = definition.timeToLive();
    this.expiries = timeToLive == null ? null : new ExpiryRows(definition, timeToLive, now);
    this.collections =
        definition.localSecondaryIndexes().isEmpty()
            ? null
            : new ItemCollections(definition, needed, rows);
  }

  /**
   * What a batch may read, in bytes: as much as it could write for items of the same sizes, with
   * their images and index entries.
   */
  static long maxReadBytes(PartitionDefinition definition, long maxBytes) {
    int copies =
        1
            + (definition.keepsNewImages() ? 1 : 0)
            + (definition.keepsOldImages() ? 1 : 0)
            + definition.localSecondaryIndexes().size();
    return Math.max(LEAST_READ_BYTES, maxBytes / copies);
  }

  /** Estimates the work of evaluating the batch's expressions, in bytes looked at. */
  long evaluationBytes() {
    long bytes = 0;
    for (int i = 0; i < writes.size() && isRead(i); i++) {
      int itemBytes = rows.get(needed.itemPlace(i)).sizeBytes();
      bytes += cost(writes.get(i)).bytes(itemBytes);
      if (collections != null) {
        bytes += itemBytes + (writes.get(i) instanceof Write.Put put ? sizeBytes(put.item()) : 0);
      }
    }
    return bytes;
  }

  private static EvaluationCost cost(Write write) {
    var condition = write.condition();
    var cost = condition == null ? EvaluationCost.NONE : EvaluationCost.of(condition);
    return write instanceof Write.UpdateItem updating && updating.update() != null
        ? cost.plus(EvaluationCost.of(updating.update()))
        : cost;
  }

  private boolean isRead(int write) {
    return needed.itemPlace(write) < rows.size();
  }

  /** Decides the batch, or its first writes. */
  BatchDecision decide() {
    for (int i = 0; i < writes.size() && isRead(i); i++) {
      if (i > 0 && rowChanges.sizeBytes() + imageBytes >= maxBytes) {
        break;
      }
      results.add(decideOne(writes.get(i), i));
    }
    if (collections != null) {
      collections.addCollectionRows(rowChanges);
    }
    return new BatchDecision(
        results,
        changes,
        rowChanges.list(),
        itemCountDelta,
        sizeBytesDelta,
        collections == null ? List.of() : collections.deltas());
  }

  private WriteResult decideOne(Write write, int number) {
    @Nullable EncodedItem before = null;
    try {
      before = itemBefore(needed.itemPlace(number));
      long collectionBytes = collections == null ? 0 : collections.sizeBytes(write.key());
      requireUpdateSizeAllowed(write, before);
      var refusal = refusalByCondition(write, before);
      if (refusal != null) {
        return new Refused(refusal, before);
      }
      var after = itemAfter(write, before);
      if (isChange(before, after)) {
        record(write, number, before, after);
        collectionBytes = collections == null ? 0 : collections.sizeBytes(write.key());
      }
      return new Done(before, after, collectionBytes);
    } catch (DynamoDbException refused) {
      return new Refused(refused.error(), before);
    } catch (StoreCorruptionException damage) {
      report(damage);
      return new Refused(DynamoDbError.internal(), null);
    } catch (RuntimeException fault) {
      // One command's fault is not its neighbours': they have their own results.
      LOG.error("A write to table {} failed unexpectedly", definition.id(), fault);
      return new Refused(DynamoDbError.internal(), before);
    }
  }

  private @Nullable EncodedItem itemBefore(int place) {
    if (items.containsKey(place)) {
      return items.get(place);
    }
    byte[] row = rows.get(place).value();
    return row == null ? null : EncodedItem.ofStored(row);
  }

  /** One line for a damaged row, however many writes of the batch it fails. */
  private void report(StoreCorruptionException damage) {
    byte[] rowKey = damage.rowKey();
    if (rowKey == null || reportedRows.add(Bytes.ofOwned(rowKey))) {
      LOG.error(
          "{}. Writes that need it fail (500) until the database is restored from a backup",
          RowDamage.named(damage).getMessage());
    }
  }

  /** The update itself is measured before the condition is evaluated, its result afterwards. */
  private static void requireUpdateSizeAllowed(Write write, @Nullable EncodedItem before) {
    if (write instanceof Write.UpdateItem updating
        && updating.update() != null
        && UpdateSize.exceedsLimit(updating.update(), before)) {
      throw Updater.tooLarge();
    }
  }

  private @Nullable DynamoDbError refusalByCondition(Write write, @Nullable EncodedItem before) {
    var condition = write.condition();
    if (condition == null
        || ConditionEvaluator.test(
            condition, before == null ? Item.EMPTY : before.part(condition.attributeNames()))) {
      return null;
    }
    if (before == null || !write.returnItemOnConditionFailure()) {
      return new ConditionalCheckFailed(null);
    }
    imageBytes += (long) DECODED_BYTES * before.bytes().length;
    return new ConditionalCheckFailed(before.item());
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
    if (encoded.itemSizeBytes() > ItemLimits.MAX_ITEM_SIZE_BYTES) {
      throw Updater.tooLarge();
    }
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

  /** Whether a write changes its item; one that leaves it as it was is no change. */
  private static boolean isChange(@Nullable EncodedItem before, @Nullable EncodedItem after) {
    return before != after && !(before != null && after != null && before.sameAs(after));
  }

  /** Adds a change to the batch. Whatever fails does so before anything is added. */
  private void record(
      Write write, int number, @Nullable EncodedItem before, @Nullable EncodedItem after) {
    long sizeDelta = itemSizeBytes(after) - itemSizeBytes(before);
    if (collections != null) {
      collections.change(write.key(), before, after, rowChanges);
    }
    if (expiries != null) {
      expiries.change(write.key(), before, after, rowChanges);
    }
    int place = needed.itemPlace(number);
    items.put(place, after);
    rowChanges.put(
        needed.itemRow(number),
        new RowChange(needed.keys().get(place), after == null ? null : after.bytes()));
    var newImage = definition.keepsNewImages() ? after : null;
    var oldImage = definition.keepsOldImages() ? before : null;
    imageBytes += sizeBytes(newImage) + sizeBytes(oldImage);
    changes.add(
        new ItemChange(
            EncodedItem.of(definition.keySchema().toItem(write.key())),
            newImage,
            oldImage,
            before != null,
            after == null,
            write instanceof Write.Expire));
    itemCountDelta += (after == null ? 0 : 1) - (before == null ? 0 : 1);
    sizeBytesDelta += sizeDelta;
  }

  private static long itemSizeBytes(@Nullable EncodedItem item) {
    return item == null ? 0 : item.itemSizeBytes();
  }

  private static long sizeBytes(@Nullable EncodedItem image) {
    return image == null ? 0 : image.bytes().length;
  }
}
