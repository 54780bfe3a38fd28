package io.headwater.actors.testing;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.ItemSize;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.codec.TableIdentity;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.ItemStatistics;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.persistence.store.KeyRange;
import io.headwater.persistence.store.Store;
import io.headwater.persistence.store.Store.Direction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A global secondary index computed from a table's items in the plainest way, for comparison.
 *
 * @param projected what its entries have; empty: all that the items have
 */
public record PlainIndex(GlobalSecondaryIndex index, Set<String> projected) {
  public static final KeySchema TABLE_KEY =
      new KeySchema(
          new KeyAttribute("pk", AttributeType.S), new KeyAttribute("sk", AttributeType.N));

  private static final KeyAttribute A = new KeyAttribute("a", AttributeType.S);
  private static final KeyAttribute B = new KeyAttribute("b", AttributeType.N);
  private static final KeyAttribute C = new KeyAttribute("c", AttributeType.S);

  /** One of each kind: hash only, with a range, with several of both, with a key of the table. */
  public static final List<PlainIndex> ALL =
      List.of(
          index("keys", List.of(A), List.of(), IndexProjection.KEYS_ONLY, Set.of("pk", "sk", "a")),
          index("all", List.of(B), List.of(C), IndexProjection.ALL, Set.of()),
          index(
              "some",
              List.of(A, B),
              List.of(C, TABLE_KEY.partitionKey()),
              IndexProjection.include(List.of("d")),
              Set.of("pk", "sk", "a", "b", "c", "d")),
          index(
              "inverted",
              List.of(new KeyAttribute("sk", AttributeType.N)),
              List.of(TABLE_KEY.partitionKey()),
              IndexProjection.include(List.of("a", "d")),
              Set.of("pk", "sk", "a", "d")));

  private static PlainIndex index(
      String name,
      List<KeyAttribute> hash,
      List<KeyAttribute> range,
      IndexProjection projection,
      Set<String> projected) {
    return new PlainIndex(
        new GlobalSecondaryIndex(name, new IndexKeySchema(hash, range), projection), projected);
  }

  public static PlainIndex named(String name) {
    return ALL.stream()
        .filter(plain -> plain.index().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** An item that may lack an index's key attributes, or have there what no key can be. */
  public static Item randomItem(Random random, ItemKey key) {
    Map<String, AttributeValue> attributes =
        new LinkedHashMap<>(TABLE_KEY.toItem(key).attributes());
    if (random.nextInt(4) > 0) {
      attributes.put("a", new S("a" + random.nextInt(3)));
    }
    if (random.nextInt(4) > 0) {
      attributes.put("b", new N(BigDecimal.valueOf(random.nextInt(3))));
    }
    switch (random.nextInt(8)) {
      case 0 -> {}
      case 1 -> attributes.put("c", new N(BigDecimal.ONE));
      case 2 -> attributes.put("c", new S(""));
      case 3 -> attributes.put("c", new S("x".repeat(1_024 + random.nextInt(2))));
      default -> attributes.put("c", new S("c" + random.nextInt(3)));
    }
    if (random.nextBoolean()) {
      attributes.put("d", new S("d" + random.nextInt(5)));
    }
    return new Item(attributes);
  }

  /** The rows of the index of a table that has these items. */
  public Map<Bytes, Bytes> rowsOf(TableIdentity table, int number, List<Item> items) {
    var rows = new TreeMap<Bytes, Bytes>();
    for (Item item : items) {
      var hash = values(index.keySchema().hash(), item, 2_048);
      var range = values(index.keySchema().range(), item, 1_024);
      if (hash.size() == index.keySchema().hash().size()
          && range.size() == index.keySchema().range().size()) {
        Map<String, AttributeValue> entry = new LinkedHashMap<>(item.attributes());
        if (!projected.isEmpty()) {
          entry.keySet().retainAll(projected);
        }
        var key =
            RowKeys.globalIndexEntry(
                table, number, new IndexKeySchema.Key(hash, range), TABLE_KEY.keyOf(item));
        rows.put(Bytes.ofOwned(key), Bytes.ofOwned(EncodedItem.of(new Item(entry)).bytes()));
      }
    }
    return rows;
  }

  /** Of those attributes whose values can be keys; none if they are too large together. */
  private static List<AttributeValue> values(
      List<KeyAttribute> attributes, Item item, int maxBytes) {
    var values = new ArrayList<AttributeValue>();
    for (KeyAttribute attribute : attributes) {
      var value = item.get(attribute.name());
      if (value != null && value.type() == attribute.type() && !value.equals(new S(""))) {
        values.add(value);
      }
    }
    return values.stream().mapToInt(ItemSize::of).sum() <= maxBytes ? values : List.of();
  }

  public static ItemStatistics statisticsOf(Map<Bytes, Bytes> rows) {
    long sizeBytes = 0;
    for (Bytes row : rows.values()) {
      sizeBytes += ItemSize.of(EncodedItem.ofStored(row.toByteArray()).item());
    }
    return new ItemStatistics(rows.size(), sizeBytes);
  }

  /** The rows of a range as they are. */
  public static Map<Bytes, Bytes> rows(Store store, KeyRange range) {
    var rows = new TreeMap<Bytes, Bytes>();
    store
        .scan(
            range,
            Direction.FORWARD,
            (key, value) -> {
              rows.put(Bytes.ofOwned(key), Bytes.ofOwned(value));
              return true;
            })
        .toCompletableFuture()
        .join();
    return rows;
  }
}
