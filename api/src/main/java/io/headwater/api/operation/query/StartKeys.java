package io.headwater.api.operation.query;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.HashSegment;
import io.headwater.actors.codec.KeyCodec;
import io.headwater.actors.codec.KeyHash;
import io.headwater.actors.expression.KeyCondition.BoundKeyCondition;
import io.headwater.actors.expression.SortKeyCondition;
import io.headwater.actors.json.ReadItem;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.KeySchema;
import io.headwater.api.operation.ItemValues;
import io.headwater.api.operation.KeyRules;
import io.headwater.api.protocol.Structure;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The checks of an ExclusiveStartKey against the table and the range that is read (§6.7). */
final class StartKeys {
  private static final String INVALID = "The provided starting key is invalid";

  private StartKeys() {}

  /**
   * The attributes of a request's start key; null if it has none.
   *
   * @throws DynamoDbException a ValidationException for the first faulty value
   */
  static @Nullable Item values(Structure request) {
    ReadItem startKey = request.item("ExclusiveStartKey");
    return startKey == null ? null : ItemValues.checkedStartKey(startKey);
  }

  /** Checks how many attributes a Query's start key has, which comes before its key condition. */
  static void requireAttributeCount(@Nullable Item startKey, KeySchema schema) {
    int keyAttributes = schema.sortKey() == null ? 1 : 2;
    if (startKey != null && startKey.attributes().size() != keyAttributes) {
      throw DynamoDbException.validation(INVALID);
    }
  }

  /**
   * The key after which a Query goes on.
   *
   * @throws DynamoDbException a ValidationException if it doesn't lie in the range
   */
  static ItemKey ofQuery(Item startKey, KeySchema schema, BoundKeyCondition range) {
    ItemKey key = key(startKey, schema);
    boolean samePartition = key.partitionKey().equals(range.partitionKey());
    SortKeyCondition condition = range.sortKey();
    AttributeValue sortKey = key.sortKey();
    boolean sortKeyFits = condition == null || sortKey == null || fits(condition, sortKey);
    boolean oneRowAtMost = sortKey == null || condition instanceof SortKeyCondition.EqualTo;
    if (samePartition && !sortKeyFits) {
      throw DynamoDbException.validation(
          "The provided starting key does not match the range key predicate");
    }
    if (oneRowAtMost && sortKeyFits && (samePartition || sortKey != null)) {
      throw DynamoDbException.validation(
          "The query can return at most one row and cannot be restarted");
    }
    if (!samePartition) {
      throw DynamoDbException.validation(
          "The provided starting key is outside query boundaries based on provided conditions");
    }
    return key;
  }

  /**
   * The key after which a Scan goes on.
   *
   * @throws DynamoDbException a ValidationException if it doesn't lie in the segment
   */
  static ItemKey ofScan(Item startKey, TableDefinition table, int segment, int totalSegments) {
    ItemKey key = key(startKey, table.keySchema());
    long hash = KeyHash.of(table, key.partitionKey());
    if (!HashSegment.of(segment, totalSegments).contains(hash)) {
      throw DynamoDbException.validation(
          INVALID
              + ": Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment."
              + " TotalSegments: "
              + totalSegments
              + " Segment: "
              + segment);
    }
    return key;
  }

  private static ItemKey key(Item startKey, KeySchema schema) {
    try {
      return KeyRules.ofKey(schema, startKey);
    } catch (DynamoDbException e) {
      boolean mismatch = e.error().message().equals(KeyRules.MISMATCH);
      throw mismatch ? DynamoDbException.validation(INVALID + ": " + KeyRules.MISMATCH) : e;
    }
  }

  private static boolean fits(SortKeyCondition condition, AttributeValue sortKey) {
    return switch (condition) {
      case SortKeyCondition.EqualTo(var value) -> compare(sortKey, value) == 0;
      case SortKeyCondition.LessThan(var value, var inclusive) ->
          compare(sortKey, value) < (inclusive ? 1 : 0);
      case SortKeyCondition.GreaterThan(var value, var inclusive) ->
          compare(sortKey, value) > (inclusive ? -1 : 0);
      case SortKeyCondition.Between(var lower, var upper) ->
          compare(sortKey, lower) >= 0 && compare(sortKey, upper) <= 0;
      case SortKeyCondition.BeginsWith(S(var prefix)) ->
          sortKey instanceof S(var text) && text.startsWith(prefix);
      case SortKeyCondition.BeginsWith(B(var prefix)) ->
          sortKey instanceof B(var bytes) && bytes.startsWith(prefix);
      case SortKeyCondition.BeginsWith _ -> false;
    };
  }

  /** The order of keys is the order of their encodings. */
  private static int compare(AttributeValue left, AttributeValue right) {
    int order = Arrays.compareUnsigned(KeyCodec.encode(left), KeyCodec.encode(right));
    return Integer.signum(order);
  }
}
