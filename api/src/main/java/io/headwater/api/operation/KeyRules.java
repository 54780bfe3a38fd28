package io.headwater.api.operation;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.ItemLimits;
import io.headwater.actors.codec.ItemSize;
import io.headwater.actors.expression.DocumentPath;
import io.headwater.actors.expression.KeyPathChecks;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the key in an item or key map and checks it against the table, in DynamoDB's order:
 * present, of the right type, not empty, not too large (validation-and-errors §6.2).
 */
public final class KeyRules {
  /** What is told of keys that don't fit, wherever no more is told. */
  public static final String MISMATCH = "The provided key element does not match the schema";

  private static final String INVALID = "One or more parameter values were invalid: ";

  private KeyRules() {}

  /**
   * The key that a map of key attributes is.
   *
   * @throws DynamoDbException a ValidationException
   */
  public static ItemKey ofKey(KeySchema schema, Item key) {
    int keyAttributes = schema.sortKey() == null ? 1 : 2;
    if (key.attributes().size() != keyAttributes) {
      throw DynamoDbException.validation(MISMATCH);
    }
    return checked(schema, key(schema, key));
  }

  /**
   * The key of an item to be put by PutItem.
   *
   * @throws DynamoDbException a ValidationException
   */
  public static ItemKey ofPut(KeySchema schema, Item item) {
    requirePresent(schema.partitionKey(), item);
    requirePresent(schema.sortKey(), item);
    requireType(schema.partitionKey(), item);
    requireType(schema.sortKey(), item);
    return checked(schema, schema.keyOf(item));
  }

  /**
   * The key of an item to be put by a batch, which tells less of what is wrong.
   *
   * @throws DynamoDbException a ValidationException
   */
  public static ItemKey ofBatchPut(KeySchema schema, Item item) {
    return checked(schema, key(schema, item));
  }

  /**
   * Checks the attributes of an index's key; the limits are those of all hash attributes together,
   * and of all range attributes.
   *
   * @throws DynamoDbException a ValidationException
   */
  public static void requireIndexKey(IndexKeySchema schema, Item attributes) {
    IndexKeySchema.Key key = schema.keyOf(attributes);
    if (key == null) {
      throw DynamoDbException.validation(MISMATCH);
    }
    schema
        .attributes()
        .forEach(attribute -> requireNotEmpty(attribute, attributes.get(attribute.name())));
    requireSizes(sizeBytes(key.hash()), sizeBytes(key.range()));
  }

  /**
   * Fails if a path leads into a key attribute of the table or of one of its indexes.
   *
   * @throws DynamoDbException a ValidationException
   */
  public static void requireScalarKeys(TableDefinition table, List<DocumentPath> paths) {
    if (paths.stream().allMatch(DocumentPath::isTopLevel)) {
      return;
    }
    KeyPathChecks.requireScalarKeys(
        paths, table.keySchema(), table.localSecondaryIndexes(), table.fedIndexes());
  }

  private static ItemKey key(KeySchema schema, Item item) {
    if (!fits(schema.partitionKey(), item) || !fits(schema.sortKey(), item)) {
      throw DynamoDbException.validation(MISMATCH);
    }
    return schema.keyOf(item);
  }

  private static boolean fits(@Nullable KeyAttribute attribute, Item item) {
    if (attribute == null) {
      return true;
    }
    AttributeValue value = item.get(attribute.name());
    return value != null && value.type() == attribute.type();
  }

  private static void requirePresent(@Nullable KeyAttribute attribute, Item item) {
    if (attribute != null && item.get(attribute.name()) == null) {
      throw DynamoDbException.validation(
          INVALID + "Missing the key " + attribute.name() + " in the item");
    }
  }

  private static void requireType(@Nullable KeyAttribute attribute, Item item) {
    AttributeValue value = attribute == null ? null : item.get(attribute.name());
    if (attribute != null && value != null && value.type() != attribute.type()) {
      throw DynamoDbException.validation(
          INVALID
              + "Type mismatch for key "
              + attribute.name()
              + " expected: "
              + attribute.type()
              + " actual: "
              + value.type());
    }
  }

  private static ItemKey checked(KeySchema schema, ItemKey key) {
    AttributeValue sortKey = key.sortKey();
    requireNotEmpty(schema.partitionKey(), key.partitionKey());
    if (schema.sortKey() != null) {
      requireNotEmpty(schema.sortKey(), sortKey);
    }
    requireSizes(ItemSize.of(key.partitionKey()), sortKey == null ? 0 : ItemSize.of(sortKey));
    return key;
  }

  private static void requireSizes(int hashBytes, int rangeBytes) {
    if (hashBytes > ItemLimits.MAX_PARTITION_KEY_BYTES) {
      // The missing space is the service's.
      throw DynamoDbException.validation(
          INVALID + "Size of hashkey has exceeded the maximum size limit of2048 bytes");
    }
    if (rangeBytes > ItemLimits.MAX_SORT_KEY_BYTES) {
      throw DynamoDbException.validation(
          INVALID + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
    }
  }

  private static int sizeBytes(List<AttributeValue> values) {
    return values.stream().mapToInt(ItemSize::of).sum();
  }

  private static void requireNotEmpty(KeyAttribute attribute, @Nullable AttributeValue value) {
    String kind =
        switch (value) {
          case S(var text) when text.isEmpty() -> "string";
          case B(var bytes) when bytes.length() == 0 -> "binary";
          case null, default -> "";
        };
    if (!kind.isEmpty()) {
      throw DynamoDbException.validation(
          "One or more parameter values are not valid. The AttributeValue for a key attribute"
              + " cannot contain an empty "
              + kind
              + " value. Key: "
              + attribute.name());
    }
  }
}
