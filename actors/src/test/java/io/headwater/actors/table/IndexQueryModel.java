package io.headwater.actors.table;

import io.headwater.actors.expression.KeyCondition.BoundKeyCondition;
import io.headwater.actors.expression.SortKeyCondition;
import io.headwater.actors.expression.SortKeyCondition.BeginsWith;
import io.headwater.actors.expression.SortKeyCondition.Between;
import io.headwater.actors.expression.SortKeyCondition.EqualTo;
import io.headwater.actors.expression.SortKeyCondition.GreaterThan;
import io.headwater.actors.expression.SortKeyCondition.LessThan;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.model.Utf8Order;
import io.headwater.actors.testing.Tables;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * A global secondary index as a list of its entries, with keys of one to eight attributes whose
 * values are few and near to each other. Nothing here knows of rows.
 */
final class IndexQueryModel {
  private static final List<AttributeType> KEY_TYPES =
      List.of(AttributeType.S, AttributeType.N, AttributeType.B);

  private static final Map<AttributeType, List<AttributeValue>> VALUES =
      Map.of(
          AttributeType.S,
          List.of(new S("a"), new S("a\0"), new S("ab"), new S("b"), new S("\uffff")),
          AttributeType.N,
          List.of(number("-12"), number("-1.5"), number("0"), number("1"), number("1E+20")),
          AttributeType.B,
          List.of(binary(0), binary(0, 0), binary(0, 255), binary(1), binary(255)));

  private final Random random;
  private final KeySchema tableKey;
  private final GlobalSecondaryIndex index;
  private final List<Item> entries = new ArrayList<>();

  /** What is asked, and the entries that are to be answered, in their order forwards. */
  record Query(BoundKeyCondition condition, List<Item> entries) {}

  private IndexQueryModel(Random random, KeySchema tableKey, IndexKeySchema schema) {
    this.random = random;
    this.tableKey = tableKey;
    this.index = new GlobalSecondaryIndex("index", schema, IndexProjection.ALL);
  }

  /** An empty index by the attribute {@code text}. */
  static IndexQueryModel byText(KeySchema tableKey) {
    var schema = new IndexKeySchema(List.of(new KeyAttribute("text", AttributeType.S)), List.of());
    return new IndexQueryModel(new Random(0), tableKey, schema);
  }

  /** An index with a random key and up to 80 items, some of which lack a key attribute. */
  static IndexQueryModel random(Random random, KeySchema tableKey) {
    var schema =
        new IndexKeySchema(
            attributes(random, "h", 1 + random.nextInt(4)),
            attributes(random, "r", random.nextInt(5)));
    var model = new IndexQueryModel(random, tableKey, schema);
    int items = random.nextInt(80);
    for (int number = 0; number < items; number++) {
      model.add(model.item(number));
    }
    return model;
  }

  private static List<KeyAttribute> attributes(Random random, String prefix, int count) {
    var attributes = new ArrayList<KeyAttribute>();
    for (int i = 0; i < count; i++) {
      attributes.add(new KeyAttribute(prefix + i, KEY_TYPES.get(random.nextInt(3))));
    }
    return attributes;
  }

  private Item item(int number) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    attributes.put(Tables.PARTITION_KEY, anyValue(new KeyAttribute("", AttributeType.S)));
    attributes.put(Tables.SORT_KEY, new N(BigDecimal.valueOf(number)));
    for (KeyAttribute attribute : index.keySchema().hash()) {
      // Two values, so that many entries share one key.
      attributes.put(attribute.name(), values(attribute).get(random.nextInt(8) == 0 ? 1 : 0));
    }
    for (KeyAttribute attribute : index.keySchema().range()) {
      attributes.put(attribute.name(), anyValue(attribute));
    }
    if (random.nextInt(10) == 0) {
      attributes.remove("h0");
    }
    return new Item(attributes);
  }

  void add(Item item) {
    Item entry = index.entry(tableKey, item);
    if (entry != null) {
      entries.add(entry);
    }
  }

  List<Item> entries() {
    return entries;
  }

  IndexKeySchema.Key keyOf(Item entry) {
    return Objects.requireNonNull(index.keySchema().keyOf(entry));
  }

  /** A query of a hash key that there is, if there is any, with a random condition. */
  Query query() {
    List<AttributeValue> hash =
        entries.isEmpty()
            ? index.keySchema().hash().stream().map(this::anyValue).toList()
            : keyOf(entries.get(random.nextInt(entries.size()))).hash();
    int used = random.nextInt(index.keySchema().range().size() + 1);
    var equalTo = new ArrayList<AttributeValue>();
    for (int i = 0; i < used - 1; i++) {
      equalTo.add(anyValue(index.keySchema().range().get(i)));
    }
    SortKeyCondition last = used == 0 ? null : condition(index.keySchema().range().get(used - 1));
    var condition = new BoundKeyCondition(hash, equalTo, last);
    return new Query(
        condition,
        entries.stream().filter(entry -> fits(keyOf(entry), condition)).sorted(order()).toList());
  }

  private SortKeyCondition condition(KeyAttribute attribute) {
    AttributeValue value = anyValue(attribute);
    return switch (random.nextInt(attribute.type() == AttributeType.N ? 4 : 5)) {
      case 0 -> new EqualTo(value);
      case 1 -> new LessThan(value, random.nextBoolean());
      case 2 -> new GreaterThan(value, random.nextBoolean());
      case 3 -> new Between(value, anyValue(attribute));
      default -> new BeginsWith(value);
    };
  }

  private static boolean fits(IndexKeySchema.Key key, BoundKeyCondition condition) {
    int equal = condition.equalTo().size();
    return key.hash().equals(condition.hash())
        && key.range().subList(0, equal).equals(condition.equalTo())
        && (condition.last() == null || fits(key.range().get(equal), condition.last()));
  }

  private static boolean fits(AttributeValue value, SortKeyCondition condition) {
    return switch (condition) {
      case EqualTo(var other) -> value.equals(other);
      case LessThan(var other, var inclusive) -> compare(value, other) < (inclusive ? 1 : 0);
      case GreaterThan(var other, var inclusive) -> compare(value, other) > (inclusive ? -1 : 0);
      case Between(var lower, var upper) ->
          compare(value, lower) >= 0 && compare(value, upper) <= 0;
      case BeginsWith(S(var prefix)) -> value instanceof S(var text) && text.startsWith(prefix);
      case BeginsWith(B(var prefix)) -> value instanceof B(var bytes) && bytes.startsWith(prefix);
      case BeginsWith _ -> false;
    };
  }

  private Comparator<Item> order() {
    return (left, right) -> {
      int byRange = compare(keyOf(left).range(), keyOf(right).range());
      return byRange != 0 ? byRange : compare(tableKey(left), tableKey(right));
    };
  }

  private List<AttributeValue> tableKey(Item item) {
    ItemKey key = tableKey.keyOf(item);
    return List.of(key.partitionKey(), Objects.requireNonNull(key.sortKey()));
  }

  private static int compare(List<AttributeValue> left, List<AttributeValue> right) {
    for (int i = 0; i < left.size(); i++) {
      int order = compare(left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** -1, 0 or 1. */
  private static int compare(AttributeValue left, AttributeValue right) {
    return Integer.signum(
        switch (left) {
          case S(var text) when right instanceof S(var other) -> Utf8Order.compare(text, other);
          case N(var value) when right instanceof N(var other) -> value.compareTo(other);
          case B(var bytes) when right instanceof B(var other) ->
              Arrays.compareUnsigned(bytes.toByteArray(), other.toByteArray());
          default -> throw new IllegalArgumentException(left + " with " + right);
        });
  }

  private AttributeValue anyValue(KeyAttribute attribute) {
    List<AttributeValue> values = values(attribute);
    return values.get(random.nextInt(values.size()));
  }

  private static List<AttributeValue> values(KeyAttribute attribute) {
    return Objects.requireNonNull(VALUES.get(attribute.type()));
  }

  private static N number(String text) {
    return new N(new BigDecimal(text));
  }

  private static B binary(int... bytes) {
    byte[] array = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      array[i] = (byte) bytes[i];
    }
    return new B(Bytes.copyOf(array));
  }
}
