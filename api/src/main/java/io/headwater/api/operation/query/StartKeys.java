package io.headwater.api.operation.query;

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
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.PrintedAttributeValue;
import io.headwater.actors.table.TableReader.Position;
import io.headwater.api.operation.KeyRules;
import io.headwater.api.protocol.ItemValues;
import io.headwater.api.protocol.Structure;
import io.headwater.api.protocol.Wording;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The checks of an ExclusiveStartKey against the table or index and the range that is read (§6.7).
 *
 * <p>First the attributes: exactly the table's keys and the index's; then the index's keys and at
 * last the table's, which have a different sentence for a wrong type.
 */
final class StartKeys {
  private static final String INVALID = "The provided starting key is invalid";

  private StartKeys() {}

  /**
   * The attributes of a request's start key; null if it has none.
   *
   * @throws DynamoDbException a ValidationException for the first faulty value
   */
  static @Nullable Item values(Structure request, Wording wording) {
    ReadItem startKey = request.item("ExclusiveStartKey");
    return startKey == null ? null : ItemValues.checkedStartKey(startKey, wording);
  }

  /** What is checked of a Query's start key before its key condition. */
  static void checkOfQuery(@Nullable Item startKey, ReadTarget target) {
    if (startKey == null) {
      return;
    }
    if (target.holdsOneItemEach()) {
      throw DynamoDbException.validation(
          "The provided exclusive start key is invalid: ExclusiveStartKey: "
              + PrintedAttributeValue.of(startKey));
    }
    requireAttributes(startKey, target, INVALID);
  }

  /** What is checked of a Scan's start key before its Select. */
  static void checkOfScan(@Nullable Item startKey, ReadTarget target) {
    if (startKey != null) {
      String fault = target.isIndex() ? INVALID : INVALID + ": " + KeyRules.MISMATCH;
      requireAttributes(startKey, target, fault);
    }
  }

  private static void requireAttributes(Item startKey, ReadTarget target, String fault) {
    if (!startKey.attributes().keySet().equals(target.attributeNames())) {
      throw DynamoDbException.validation(fault);
    }
    if (target.isIndex()) {
      KeyRules.requireIndexKey(target.keySchema(), startKey);
    }
  }

  /**
   * The place after which a Query goes on, its attributes being checked. A query of a single item
   * may go on after that item, so that whoever follows LastEvaluatedKey comes to an end.
   *
   * @throws DynamoDbException a ValidationException if it doesn't lie in the range
   */
  static Position ofQuery(Item startKey, ReadTarget target, BoundKeyCondition range) {
    Position position = position(startKey, target);
    IndexKeySchema.Key place = place(startKey, target);
    if (range.last() != null && !fits(range, range.last(), place.range())) {
      throw DynamoDbException.validation(
          "The provided starting key does not match the range key predicate");
    }
    if (!place.hash().equals(range.hash())) {
      throw DynamoDbException.validation(
          range.last() == null
              ? "The provided starting key is outside query boundaries based on provided conditions"
              : "The query can return at most one row and cannot be restarted");
    }
    return position;
  }

  /**
   * The place after which a Scan goes on, its attributes being checked.
   *
   * @throws DynamoDbException a ValidationException if it is none, or not in the segment
   */
  static Position ofScan(Item startKey, ReadTarget target, int segment, int totalSegments) {
    Position position = position(startKey, target);
    long hash = KeyHash.of(target.table(), place(startKey, target).hash());
    if (!HashSegment.of(segment, totalSegments).contains(hash)) {
      throw DynamoDbException.validation(
          INVALID
              + ": Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment."
              + " TotalSegments: "
              + totalSegments
              + " Segment: "
              + segment);
    }
    return position;
  }

  private static Position position(Item startKey, ReadTarget target) {
    KeySchema tableKey = target.table().keySchema();
    ItemKey key;
    try {
      key = KeyRules.ofKey(tableKey, keyAttributes(startKey, tableKey));
    } catch (DynamoDbException e) {
      throw DynamoDbException.validation(INVALID + ": " + e.error().message());
    }
    return new Position(key, target.isIndex() ? place(startKey, target) : null);
  }

  /** The checked start key's values in what is read. */
  private static IndexKeySchema.Key place(Item startKey, ReadTarget target) {
    IndexKeySchema.Key key = target.keySchema().keyOf(startKey);
    if (key == null) {
      throw new IllegalArgumentException("the start key was not checked");
    }
    return key;
  }

  private static Item keyAttributes(Item startKey, KeySchema schema) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>(startKey.attributes());
    attributes.keySet().removeIf(name -> !schema.isKeyAttribute(name));
    return new Item(attributes);
  }

  private static boolean fits(
      BoundKeyCondition condition, SortKeyCondition last, List<AttributeValue> range) {
    int equal = condition.equalTo().size();
    return range.subList(0, equal).equals(condition.equalTo()) && fits(last, range.get(equal));
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
