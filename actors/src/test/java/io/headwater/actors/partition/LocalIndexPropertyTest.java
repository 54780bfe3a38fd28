package io.headwater.actors.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.ItemSize;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.expression.ExpressionParser;
import io.headwater.actors.expression.Placeholders;
import io.headwater.actors.expression.Update;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.ItemStatistics;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.partition.WriteResult.Done;
import io.headwater.actors.partition.WriteResult.Refused;
import io.headwater.actors.testing.Tables;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Batches on a table with local secondary indexes against rows computed from plain maps. */
class LocalIndexPropertyTest {
  private static final KeySchema SCHEMA =
      new KeySchema(
          new KeyAttribute("pk", AttributeType.S), new KeyAttribute("sk", AttributeType.N));
  private static final PartitionDefinition DEFINITION =
      PartitionDefinition.first(
          new UUID(1, 2),
          3,
          SCHEMA,
          List.of(
              Tables.localIndex(SCHEMA, "by-a", "a", AttributeType.S, IndexProjection.ALL),
              Tables.localIndex(SCHEMA, "by-b", "b", AttributeType.N, IndexProjection.KEYS_ONLY),
              Tables.localIndex(
                  SCHEMA, "by-c", "c", AttributeType.S, IndexProjection.include(List.of("d")))),
          null);

  private static final List<String> INDEX_KEYS = List.of("a", "b", "c");

  /** What each index has of an item. */
  private static final List<Set<String>> PROJECTED =
      List.of(
          Set.of("pk", "sk", "a", "b", "c", "d"),
          Set.of("pk", "sk", "b"),
          Set.of("pk", "sk", "c", "d"));

  private final PlainRows rows = new PlainRows();

  @Property(tries = 150)
  void decide_anyBatches_keepsEntriesAndSizesOfTheItems(@ForAll long seed) {
    rows.clear();
    var random = new Random(seed);
    var model = new HashMap<ItemKey, Map<String, AttributeValue>>();
    var state = PartitionState.opened(DEFINITION, 1, 0);
    long commit = 1;
    for (int batch = 0; batch < 12; batch++) {
      var writes = new ArrayList<Write>();
      var done = new ArrayList<Boolean>();
      for (int i = 0; i < 1 + random.nextInt(6); i++) {
        writes.add(randomWrite(random, model, done));
      }

      var results = new ArrayList<WriteResult>();
      while (results.size() < writes.size()) {
        var rest = writes.subList(results.size(), writes.size());
        var decision = rows.decide(DEFINITION, rest, 1 + random.nextInt(2_000));
        assertThat(decision.results()).isNotEmpty();
        apply(decision);
        results.addAll(decision.results());
        state = PartitionState.fromBytes(state.after(++commit, 0, decision).toBytes());
      }

      assertThat(results).extracting(result -> result instanceof Done).isEqualTo(done);
      assertThat(comparable(rows.contents())).isEqualTo(comparable(expectedRows(model)));
      assertThat(state.indexStatistics()).isEqualTo(expectedStatistics(model));
    }
  }

  private static Write randomWrite(
      Random random, Map<ItemKey, Map<String, AttributeValue>> model, List<Boolean> done) {
    var key = new ItemKey(new S("p" + random.nextInt(2)), number(random.nextInt(3)));
    Map<String, AttributeValue> present = model.get(key);
    return switch (random.nextInt(7)) {
      case 0 -> {
        model.remove(key);
        done.add(true);
        yield new Write.Delete(key, null, false);
      }
      case 1 -> {
        var text = new S("t" + random.nextInt(3));
        item(model, key).put("a", text);
        done.add(true);
        yield update(key, "SET a = :v", text);
      }
      case 2 -> {
        if (present != null) {
          present.keySet().removeAll(Set.of("a", "c"));
        }
        done.add(true);
        yield new Write.UpdateItem(key, parse("REMOVE a, c", Map.of()), null, false);
      }
      case 3 -> {
        var more = number(random.nextInt(3));
        var item = item(model, key);
        item.put("b", item.get("b") instanceof N(var old) ? new N(old.add(more.value())) : more);
        done.add(true);
        yield update(key, "ADD b :v", more);
      }
      case 4 -> {
        // Only a string fits the index; a number and nothing are refused.
        boolean fits = present != null && present.get("d") instanceof S;
        if (present != null && fits) {
          present.put("c", Objects.requireNonNull(present.get("d")));
        }
        done.add(fits);
        yield new Write.UpdateItem(key, parse("SET c = d", Map.of()), null, false);
      }
      default -> {
        var item = randomItem(random, key);
        model.put(key, item);
        done.add(true);
        yield new Write.Put(key, EncodedItem.of(new Item(item)), null, false);
      }
    };
  }

  private static Map<String, AttributeValue> item(
      Map<ItemKey, Map<String, AttributeValue>> model, ItemKey key) {
    return model.computeIfAbsent(key, LocalIndexPropertyTest::keyAttributes);
  }

  private static Map<String, AttributeValue> keyAttributes(ItemKey key) {
    return new LinkedHashMap<>(SCHEMA.toItem(key).attributes());
  }

  private static Map<String, AttributeValue> randomItem(Random random, ItemKey key) {
    var item = keyAttributes(key);
    if (random.nextBoolean()) {
      item.put("a", new S("t" + random.nextInt(3)));
    }
    if (random.nextBoolean()) {
      item.put("b", number(random.nextInt(3)));
    }
    if (random.nextBoolean()) {
      item.put("c", new S("t" + random.nextInt(3)));
    }
    if (random.nextBoolean()) {
      item.put("d", random.nextBoolean() ? new S("text") : number(random.nextInt(100)));
    }
    return item;
  }

  private static Map<Bytes, byte[]> expectedRows(Map<ItemKey, Map<String, AttributeValue>> model) {
    var expected = new HashMap<Bytes, byte[]>();
    var collections = new HashMap<AttributeValue, Long>();
    model.forEach((key, attributes) -> {
      var item = new Item(attributes);
      expected.put(Bytes.ofOwned(RowKeys.item(DEFINITION, key)), EncodedItem.of(item).bytes());
      collections.merge(key.partitionKey(), (long) ItemSize.of(item), Long::sum);
      for (int index = 0; index < INDEX_KEYS.size(); index++) {
        AttributeValue sortKey = attributes.get(INDEX_KEYS.get(index));
        if (sortKey != null) {
          Item entry = entry(attributes, index);
          expected.put(
              Bytes.ofOwned(RowKeys.localIndexEntry(DEFINITION, index, key, sortKey)),
              EncodedItem.of(entry).bytes());
          collections.merge(key.partitionKey(), (long) ItemSize.of(entry), Long::sum);
        }
      }
    });
    collections.forEach((partitionKey, sizeBytes) ->
        expected.put(
            Bytes.ofOwned(RowKeys.itemCollection(DEFINITION, partitionKey)),
            ItemCollections.row(sizeBytes)));
    return expected;
  }

  private static List<ItemStatistics> expectedStatistics(
      Map<ItemKey, Map<String, AttributeValue>> model) {
    var statistics = new ArrayList<ItemStatistics>();
    for (int index = 0; index < INDEX_KEYS.size(); index++) {
      var sum = ItemStatistics.NONE;
      for (Map<String, AttributeValue> attributes : model.values()) {
        if (attributes.containsKey(INDEX_KEYS.get(index))) {
          sum = sum.plus(new ItemStatistics(1, ItemSize.of(entry(attributes, index))));
        }
      }
      statistics.add(sum);
    }
    return statistics;
  }

  private static Item entry(Map<String, AttributeValue> attributes, int index) {
    var entry = new LinkedHashMap<>(attributes);
    entry.keySet().retainAll(PROJECTED.get(index));
    return new Item(entry);
  }

  @Test
  void put_sameIndexEntry_leavesItsRowAlone() {
    var key = new ItemKey(new S("p"), number(1));
    apply(decide(List.of(put(key, Map.of("b", number(1), "d", new S("old"))))));

    var decision = decide(List.of(put(key, Map.of("b", number(1), "d", new S("new")))));

    assertThat(decision.rowChanges())
        .extracting(change -> change.key()[0])
        .containsExactly((byte) 0x20);
  }

  @Test
  void put_collectionWouldExceedItsLimit_isRefusedAndShrinkingIsNot() {
    var key = new ItemKey(new S("p"), number(1));
    var full = ItemCollections.MAX_SIZE_BYTES;
    apply(decide(List.of(put(key, Map.of("d", new S("some text"))))));
    rows.put(RowKeys.itemCollection(DEFINITION, key.partitionKey()), ItemCollections.row(full));

    var decision =
        decide(
            List.of(
                put(key, Map.of("d", new S("some more text"))),
                put(key, Map.of("d", new S("text"))),
                put(key, Map.of("d", new S("some text")))));

    assertThat(decision.results().get(0))
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(refused.error().code())
                    .isEqualTo(ErrorCode.ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED));
    assertThat(decision.results().get(1))
        .isInstanceOfSatisfying(
            Done.class, done -> assertThat(done.collectionSizeBytes()).isEqualTo(full - 5));
    assertThat(decision.results().get(2))
        .isInstanceOfSatisfying(
            Done.class, done -> assertThat(done.collectionSizeBytes()).isEqualTo(full));
  }

  @Test
  void update_itemAndEntriesExceedAnItemsLimit_isRefused() {
    var key = new ItemKey(new S("p"), number(1));
    var big = new S("x".repeat(210_000));
    apply(decide(List.of(put(key, Map.of("d", big)))));

    var decision = decide(List.of(update(key, "SET a = :v", new S("now in the index of all"))));

    assertThat(decision.results())
        .singleElement()
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(refused.error().message())
                    .isEqualTo("Item size to update has exceeded the maximum allowed size"));
  }

  @Test
  void rowsOfABatch_tableWithoutIndexes_areOnlyTheItemsOnceEach() {
    var plain = PartitionDefinition.first(new UUID(1, 2), 3, SCHEMA, List.of(), null);
    var key = new ItemKey(new S("p"), number(1));
    Write write = new Write.Delete(key, null, false);

    assertThat(new BatchRows(plain, List.of(write, write)).keys())
        .containsExactly(RowKeys.item(plain, key));
  }

  private BatchDecision decide(List<Write> writes) {
    return rows.decide(DEFINITION, writes);
  }

  private void apply(BatchDecision decision) {
    rows.apply(decision);
  }

  /** Arrays don't compare by content. */
  private static Map<Bytes, Bytes> comparable(Map<Bytes, byte[]> rows) {
    var comparable = new HashMap<Bytes, Bytes>();
    rows.forEach((key, value) -> comparable.put(key, Bytes.copyOf(value)));
    return comparable;
  }

  private static Write put(ItemKey key, Map<String, AttributeValue> attributes) {
    var item = keyAttributes(key);
    item.putAll(attributes);
    return new Write.Put(key, EncodedItem.of(new Item(item)), null, false);
  }

  private static Write update(ItemKey key, String expression, AttributeValue value) {
    return new Write.UpdateItem(key, parse(expression, Map.of(":v", value)), null, false);
  }

  private static Update parse(String expression, Map<String, AttributeValue> values) {
    return ExpressionParser.update(
        expression, new Placeholders(null, values.isEmpty() ? null : values));
  }

  private static N number(int number) {
    return new N(BigDecimal.valueOf(number));
  }
}
