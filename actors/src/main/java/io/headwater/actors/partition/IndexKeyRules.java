package io.headwater.actors.partition;

import io.headwater.actors.codec.ItemLimits;
import io.headwater.actors.codec.ItemSize;
import io.headwater.actors.expression.Update;
import io.headwater.actors.expression.Update.AddAction;
import io.headwater.actors.expression.Update.SetAction;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.LocalSecondaryIndex;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an item may have for the keys of its table's indexes: nothing, or a value of the right type
 * that is neither empty nor too large (validation-and-errors §6.2). All throw a
 * ValidationException.
 */
public final class IndexKeyRules {
  private static final String INVALID = "One or more parameter values were invalid: ";
  private static final String NOT_VALID = "One or more parameter values are not valid. ";

  private IndexKeyRules() {}

  /** Checks an item to be put: types in all indexes, then empty values, then sizes. */
  public static void checkPut(List<LocalSecondaryIndex> indexes, KeySchema tableKey, Item item) {
    if (indexes.isEmpty()) {
      return;
    }
    requireTypes(indexes, item);
    for (LocalSecondaryIndex index : indexes) {
      String kind = emptyKind(item.get(index.sortKey().name()));
      if (kind != null) {
        throw DynamoDbException.validation(
            NOT_VALID
                + "A value specified for a secondary index key is not supported. The"
                + " AttributeValue for a key attribute cannot contain an empty "
                + kind
                + " value. IndexName: "
                + index.name()
                + ", IndexKey: "
                + index.sortKey().name());
      }
    }
    requireSizes(indexes, item);
    if (!fitsWithEntries(indexes, tableKey, item, ItemSize.of(item))) {
      throw DynamoDbException.validation("Item size has exceeded the maximum allowed size");
    }
  }

  /** Checks what an update would set whatever the item is: the literals of SET and ADD. */
  public static void checkUpdate(List<LocalSecondaryIndex> indexes, Update update) {
    if (indexes.isEmpty()) {
      return;
    }
    for (SetAction set : update.sets()) {
      if (set.path().isTopLevel() && set.value() instanceof Update.Value.Literal(var value)) {
        requireType(indexes, set.path().attributeName(), value);
        requireNotEmptyInUpdate(indexes, set.path().attributeName(), value);
      }
    }
    for (AddAction add : update.adds()) {
      if (add.path().isTopLevel()) {
        requireType(indexes, add.path().attributeName(), add.value());
      }
    }
  }

  /** Checks the item that an update leads to. */
  static void checkUpdated(
      List<LocalSecondaryIndex> indexes, KeySchema tableKey, Item item, int itemSizeBytes) {
    if (indexes.isEmpty()) {
      return;
    }
    requireTypes(indexes, item);
    for (LocalSecondaryIndex index : indexes) {
      String name = index.sortKey().name();
      requireNotEmptyInUpdate(indexes, name, item.get(name));
    }
    requireSizes(indexes, item);
    if (!fitsWithEntries(indexes, tableKey, item, itemSizeBytes)) {
      throw DynamoDbException.validation(
          "Item size to update has exceeded the maximum allowed size");
    }
  }

  private static void requireTypes(List<LocalSecondaryIndex> indexes, Item item) {
    LocalSecondaryIndex first = null;
    for (LocalSecondaryIndex index : indexes) {
      AttributeValue value = item.get(index.sortKey().name());
      boolean mismatch = value != null && value.type() != index.sortKey().type();
      if (mismatch && (first == null || index.name().compareTo(first.name()) < 0)) {
        first = index;
      }
    }
    AttributeValue value = first == null ? null : item.get(first.sortKey().name());
    if (first != null && value != null) {
      throw typeMismatch(first, value);
    }
  }

  private static void requireType(
      List<LocalSecondaryIndex> indexes, String attributeName, AttributeValue value) {
    indexes.stream()
        .filter(index -> index.sortKey().name().equals(attributeName))
        .filter(index -> index.sortKey().type() != value.type())
        .min(Comparator.comparing(LocalSecondaryIndex::name))
        .ifPresent(index -> {
          throw typeMismatch(index, value);
        });
  }

  private static DynamoDbException typeMismatch(LocalSecondaryIndex index, AttributeValue value) {
    return DynamoDbException.validation(
        INVALID
            + "Type mismatch for Index Key "
            + index.sortKey().name()
            + " Expected: "
            + index.sortKey().type()
            + " Actual: "
            + value.type()
            + " IndexName: "
            + index.name());
  }

  private static void requireNotEmptyInUpdate(
      List<LocalSecondaryIndex> indexes, String attributeName, @Nullable AttributeValue value) {
    String kind = emptyKind(value);
    if (kind != null
        && indexes.stream().anyMatch(index -> index.sortKey().name().equals(attributeName))) {
      throw DynamoDbException.validation(
          NOT_VALID
              + "The update expression attempted to update a secondary index key to a value that"
              + " is not supported. The AttributeValue for a key attribute cannot contain an empty "
              + kind
              + " value.");
    }
  }

  /** What the service calls an empty value; null: it is not empty. */
  private static @Nullable String emptyKind(@Nullable AttributeValue value) {
    return switch (value) {
      case S(var text) when text.isEmpty() -> "string";
      case B(var bytes) when bytes.length() == 0 -> "binary";
      case null, default -> null;
    };
  }

  private static void requireSizes(List<LocalSecondaryIndex> indexes, Item item) {
    for (LocalSecondaryIndex index : indexes) {
      AttributeValue value = item.get(index.sortKey().name());
      if (value != null && ItemSize.of(value) > ItemLimits.MAX_SORT_KEY_BYTES) {
        throw DynamoDbException.validation(
            INVALID
                + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
      }
    }
  }

  /** Whether the item and all its index entries together keep an item's limit (data model §5). */
  private static boolean fitsWithEntries(
      List<LocalSecondaryIndex> indexes, KeySchema tableKey, Item item, int itemSizeBytes) {
    if ((long) itemSizeBytes * (1 + indexes.size()) <= ItemLimits.MAX_ITEM_SIZE_BYTES) {
      return true; // No entry is larger than its item.
    }
    long sizeBytes = itemSizeBytes;
    for (LocalSecondaryIndex index : indexes) {
      Item entry = index.entry(tableKey, item);
      sizeBytes += entry == null ? 0 : ItemSize.of(entry);
    }
    return sizeBytes <= ItemLimits.MAX_ITEM_SIZE_BYTES;
  }
}
