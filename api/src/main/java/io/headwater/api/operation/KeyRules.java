package io.headwater.api.operation;

import io.headwater.actors.codec.ItemLimits;
import io.headwater.actors.codec.ItemSize;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
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
    KeyAttribute sortAttribute = schema.sortKey();
    requireNotEmpty(schema.partitionKey(), key.partitionKey());
    if (sortAttribute != null && sortKey != null) {
      requireNotEmpty(sortAttribute, sortKey);
    }
    if (ItemSize.of(key.partitionKey()) > ItemLimits.MAX_PARTITION_KEY_BYTES) {
      // The missing space is the service's.
      throw DynamoDbException.validation(
          INVALID + "Size of hashkey has exceeded the maximum size limit of2048 bytes");
    }
    if (sortKey != null && ItemSize.of(sortKey) > ItemLimits.MAX_SORT_KEY_BYTES) {
      throw DynamoDbException.validation(
          INVALID + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
    }
    return key;
  }

  private static void requireNotEmpty(KeyAttribute attribute, AttributeValue value) {
    String kind =
        value instanceof S(var text) && text.isEmpty()
            ? "string"
            : value instanceof B(var bytes) && bytes.length() == 0 ? "binary" : null;
    if (kind != null) {
      throw DynamoDbException.validation(
          "One or more parameter values are not valid. The AttributeValue for a key attribute"
              + " cannot contain an empty "
              + kind
              + " value. Key: "
              + attribute.name());
    }
  }
}
