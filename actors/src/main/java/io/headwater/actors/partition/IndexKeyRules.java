package io.headwater.actors.partition;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.ItemLimits;
import io.headwater.actors.codec.ItemSize;
import io.headwater.actors.expression.Update;
import io.headwater.actors.expression.Update.AddAction;
import io.headwater.actors.expression.Update.SetAction;
import io.headwater.actors.expression.Updater;
import io.headwater.actors.model.AttributeNames;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.model.LocalSecondaryIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an item may have for the keys of its table's indexes: nothing, or a value of the right type
 * that is neither empty nor too large (validation-and-errors §6.2). All throw a
 * ValidationException.
 *
 * <p>Each key attribute is looked at for itself: an item that is in no index because it lacks
 * another one has to fit all the same. The values of a part of a key of several attributes count
 * together for its size.
 */
public final class IndexKeyRules {
  private static final String INVALID = "One or more parameter values were invalid: ";
  private static final String NOT_VALID = "One or more parameter values are not valid. ";

  private static final AttributeNames NO_NAMES = AttributeNames.of(List.of());

  private final KeySchema tableKey;
  private final List<LocalSecondaryIndex> localIndexes;

  /** Of all indexes, the local ones first. */
  private final List<IndexKey> keys;

  private final AttributeNames keyNames;

  /** What of an index's key can be wrong; of a local one not the table's partition key. */
  private record IndexKey(String indexName, List<KeyAttribute> hash, List<KeyAttribute> range) {
    Stream<KeyAttribute> attributes() {
      return Stream.concat(hash.stream(), range.stream());
    }
  }

  /** The rules of a table. */
  public IndexKeyRules(
      KeySchema tableKey,
      List<LocalSecondaryIndex> localIndexes,
      List<GlobalSecondaryIndex> globalIndexes) {
    this.tableKey = tableKey;
    this.localIndexes = localIndexes;
    this.keys = new ArrayList<>(localIndexes.size() + globalIndexes.size());
    for (LocalSecondaryIndex index : localIndexes) {
      keys.add(new IndexKey(index.name(), List.of(), List.of(index.sortKey())));
    }
    for (GlobalSecondaryIndex index : globalIndexes) {
      keys.add(new IndexKey(index.name(), index.keySchema().hash(), index.keySchema().range()));
    }
    this.keyNames = keys.isEmpty() ? NO_NAMES : namesOf(keys);
  }

  private static AttributeNames namesOf(List<IndexKey> keys) {
    return AttributeNames.of(
        keys.stream().flatMap(IndexKey::attributes).map(KeyAttribute::name).toList());
  }

  /**
   * Checks an item to be put: types in all indexes, then empty values, then sizes.
   *
   * @param itemSizeBytes its size by DynamoDB's rules
   */
  public void checkPut(Item item, int itemSizeBytes) {
    if (keys.isEmpty()) {
      return;
    }
    requireTypes(item);
    for (IndexKey key : keys) {
      key.attributes().forEach(attribute -> requireNotEmptyInPut(key, attribute, item));
    }
    requireSizes(item);
    if (!fitsWithEntries(item, itemSizeBytes)) {
      throw DynamoDbException.validation("Item size has exceeded the maximum allowed size");
    }
  }

  /** Checks what an update would set whatever the item is: the literals of SET and ADD. */
  public void checkUpdate(Update update) {
    if (keys.isEmpty()) {
      return;
    }
    for (SetAction set : update.sets()) {
      if (set.path().isTopLevel() && set.value() instanceof Update.Value.Literal(var value)) {
        requireType(set.path().attributeName(), value);
        requireNotEmptyInUpdate(set.path().attributeName(), value);
      }
    }
    for (AddAction add : update.adds()) {
      if (add.path().isTopLevel()) {
        requireType(add.path().attributeName(), add.value());
      }
    }
  }

  /** Checks the item that an update leads to. */
  void checkUpdated(EncodedItem encoded) {
    if (keys.isEmpty()) {
      return;
    }
    Item item = encoded.part(keyNames);
    requireTypes(item);
    for (IndexKey key : keys) {
      key.attributes()
          .forEach(
              attribute -> requireNotEmptyInUpdate(attribute.name(), item.get(attribute.name())));
    }
    requireSizes(item);
    if (!hasRoomForCopies(encoded.itemSizeBytes())
        && !fitsWithEntries(encoded.item(), encoded.itemSizeBytes())) {
      throw Updater.tooLarge();
    }
  }

  /** A value of a wrong type for an attribute of an index's key. */
  private record Mismatch(String indexName, KeyAttribute attribute, AttributeValue value) {
    DynamoDbException toException() {
      return DynamoDbException.validation(
          INVALID
              + "Type mismatch for Index Key "
              + attribute.name()
              + " Expected: "
              + attribute.type()
              + " Actual: "
              + value.type()
              + " IndexName: "
              + indexName);
    }
  }

  private void requireTypes(Item item) {
    Mismatch first = null;
    for (IndexKey key : keys) {
      Mismatch found = mismatch(key, item);
      if (found != null && (first == null || key.indexName().compareTo(first.indexName()) < 0)) {
        first = found;
      }
    }
    if (first != null) {
      throw first.toException();
    }
  }

  private static @Nullable Mismatch mismatch(IndexKey key, Item item) {
    Mismatch ofHash = mismatch(key.indexName(), key.hash(), item);
    return ofHash != null ? ofHash : mismatch(key.indexName(), key.range(), item);
  }

  private static @Nullable Mismatch mismatch(
      String indexName, List<KeyAttribute> attributes, Item item) {
    for (KeyAttribute attribute : attributes) {
      AttributeValue value = item.get(attribute.name());
      if (value != null && value.type() != attribute.type()) {
        return new Mismatch(indexName, attribute, value);
      }
    }
    return null;
  }

  private void requireType(String attributeName, AttributeValue value) {
    requireTypes(new Item(Map.of(attributeName, value)));
  }

  private static void requireNotEmptyInPut(IndexKey key, KeyAttribute attribute, Item item) {
    String kind = emptyKind(item.get(attribute.name()));
    if (kind != null) {
      throw DynamoDbException.validation(
          NOT_VALID
              + "A value specified for a secondary index key is not supported. The"
              + " AttributeValue for a key attribute cannot contain an empty "
              + kind
              + " value. IndexName: "
              + key.indexName()
              + ", IndexKey: "
              + attribute.name());
    }
  }

  private void requireNotEmptyInUpdate(String attributeName, @Nullable AttributeValue value) {
    String kind = emptyKind(value);
    if (kind != null && isKeyAttribute(attributeName)) {
      throw DynamoDbException.validation(
          NOT_VALID
              + "The update expression attempted to update a secondary index key to a value that"
              + " is not supported. The AttributeValue for a key attribute cannot contain an empty "
              + kind
              + " value.");
    }
  }

  private boolean isKeyAttribute(String attributeName) {
    return keys.stream()
        .flatMap(IndexKey::attributes)
        .anyMatch(attribute -> attribute.name().equals(attributeName));
  }

  /** What the service calls an empty value; null: it is not empty. */
  private static @Nullable String emptyKind(@Nullable AttributeValue value) {
    return switch (value) {
      case S(var text) when text.isEmpty() -> "string";
      case B(var bytes) when bytes.length() == 0 -> "binary";
      case null, default -> null;
    };
  }

  private void requireSizes(Item item) {
    for (IndexKey key : keys) {
      if (sizeBytes(key.hash(), item) > ItemLimits.MAX_PARTITION_KEY_BYTES) {
        // The missing space is the service's.
        throw DynamoDbException.validation(
            INVALID + "Size of hashkey has exceeded the maximum size limit of2048 bytes");
      }
      if (sizeBytes(key.range(), item) > ItemLimits.MAX_SORT_KEY_BYTES) {
        throw DynamoDbException.validation(
            INVALID
                + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
      }
    }
  }

  private static int sizeBytes(List<KeyAttribute> attributes, Item item) {
    int sizeBytes = 0;
    for (KeyAttribute attribute : attributes) {
      AttributeValue value = item.get(attribute.name());
      sizeBytes += value == null ? 0 : ItemSize.of(value);
    }
    return sizeBytes;
  }

  /** Whether the limit is kept if each local entry is a whole item; none is larger than that. */
  private boolean hasRoomForCopies(int itemSizeBytes) {
    return (long) itemSizeBytes * (1 + localIndexes.size()) <= ItemLimits.MAX_ITEM_SIZE_BYTES;
  }

  /** Whether the item and all its local entries together keep an item's limit (data model §5). */
  private boolean fitsWithEntries(Item item, int itemSizeBytes) {
    if (hasRoomForCopies(itemSizeBytes)) {
      return true;
    }
    long sizeBytes = itemSizeBytes;
    for (LocalSecondaryIndex index : localIndexes) {
      Item entry = index.entry(tableKey, item);
      sizeBytes += entry == null ? 0 : ItemSize.of(entry);
    }
    return sizeBytes <= ItemLimits.MAX_ITEM_SIZE_BYTES;
  }
}
