package io.headwater.actors.index;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.KeyHash;
import io.headwater.actors.index.IndexChanges.EntryChange;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.testing.IndexedTables;
import io.headwater.actors.testing.PlainIndex;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IndexChangesTest {

  @Property(tries = 500)
  void entryOf_anyItem_isWhatThePlainIndexHas(@ForAll long seed) {
    var random = new Random(seed);
    var item = PlainIndex.randomItem(random, key(random.nextInt(100)));
    for (PlainIndex plain : PlainIndex.ALL) {
      var table = IndexedTables.active(plain.index());
      var index = table.globalSecondaryIndexes().getFirst();

      var entry = new IndexChanges(table, index).entryOf(EncodedItem.of(item));

      var expected = plain.rowsOf(table, index.number(), List.of(item));
      assertThat(entry == null ? 0 : 1).isEqualTo(expected.size());
      if (entry != null) {
        var row = expected.entrySet().iterator().next();
        assertThat(entry.rowKey()).isEqualTo(row.getKey().toByteArray());
        assertThat(entry.item().bytes()).isEqualTo(row.getValue().toByteArray());
      }
    }
  }

  @Test
  void entryOf_item_liesInThePartitionOfItsHashValues() {
    var table = IndexedTables.active(PlainIndex.named("keys").index());
    var index = table.globalSecondaryIndexes().getFirst();
    var changes = new IndexChanges(table, index);
    var partitions = new HashMap<String, Boolean>();
    for (int i = 0; i < 20; i++) {
      var value = new S("a" + i);
      boolean upper = KeyHash.of(table, List.of(value)) < 0;

      var entry = requireNonNull(changes.entryOf(item(1, Map.of("a", value))));

      assertThat(entry.indexPartitionId())
          .isEqualTo(index.partitions().get(upper ? 1 : 0).partitionId());
      partitions.put(entry.indexPartitionId(), upper);
    }
    assertThat(partitions).hasSize(2);
  }

  @Test
  void change_ofAnotherKey_removesAndPuts() {
    var changes =
        change("keys", item(1, Map.of("a", new S("x"))), item(1, Map.of("a", new S("y"))));

    assertThat(changes).hasSize(2);
    assertThat(changes.get(0).row().value()).isNull();
    assertThat(changes.get(1).row().value()).isNotNull();
    assertThat(changes).extracting(EntryChange::commit).containsOnly(42L);
  }

  @Test
  void change_ofWhatTheEntryHas_putsOnly() {
    var changes =
        change("inverted", item(1, Map.of("d", new S("old"))), item(1, Map.of("d", new S("new"))));

    assertThat(changes)
        .singleElement()
        .satisfies(change -> assertThat(change.row().value()).isNotNull());
  }

  @Test
  void change_ofWhatTheEntryLacks_isNone() {
    var changes =
        change(
            "keys",
            item(1, Map.of("a", new S("x"), "d", new S("old"))),
            item(1, Map.of("a", new S("x"), "d", new S("new"))));

    assertThat(changes).isEmpty();
  }

  @Test
  void change_itemGone_removes() {
    assertThat(change("keys", item(1, Map.of("a", new S("x"))), null))
        .singleElement()
        .satisfies(change -> assertThat(change.row().value()).isNull());
    assertThat(change("keys", item(1, Map.of()), null)).isEmpty();
  }

  private static List<EntryChange> change(
      String indexName, @Nullable EncodedItem before, @Nullable EncodedItem after) {
    var table = IndexedTables.active(PlainIndex.named(indexName).index());
    var changes = new ArrayList<EntryChange>();
    new IndexChanges(table, table.globalSecondaryIndexes().getFirst())
        .addChange(42, before, after, changes);
    return changes;
  }

  private static ItemKey key(int number) {
    return new ItemKey(new S("p"), new N(BigDecimal.valueOf(number)));
  }

  private static EncodedItem item(int number, Map<String, AttributeValue> attributes) {
    var all = new HashMap<>(PlainIndex.TABLE_KEY.toItem(key(number)).attributes());
    all.putAll(attributes);
    return EncodedItem.of(new Item(all));
  }
}
