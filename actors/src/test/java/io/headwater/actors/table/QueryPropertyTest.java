package io.headwater.actors.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.expression.KeyCondition.BoundKeyCondition;
import io.headwater.actors.expression.SortKeyCondition;
import io.headwater.actors.expression.SortKeyCondition.BeginsWith;
import io.headwater.actors.expression.SortKeyCondition.Between;
import io.headwater.actors.expression.SortKeyCondition.EqualTo;
import io.headwater.actors.expression.SortKeyCondition.GreaterThan;
import io.headwater.actors.expression.SortKeyCondition.LessThan;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.ItemStatistics;
import io.headwater.actors.model.Utf8Order;
import io.headwater.actors.table.StoreTableReader.IndexWait;
import io.headwater.actors.table.TableReader.Page;
import io.headwater.actors.table.TableReader.PageLimits;
import io.headwater.actors.table.TableReader.Position;
import io.headwater.actors.table.TableReader.QueryRange;
import io.headwater.actors.table.TableReader.TableStatistics;
import io.headwater.actors.testing.ModelArbitraries;
import io.headwater.actors.testing.Tables;
import io.headwater.persistence.store.LogEntry;
import io.headwater.persistence.store.LogWrite;
import io.headwater.persistence.store.RowCache;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.Store.Durability;
import io.headwater.persistence.testing.InMemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Queries against a sorted list that is filtered and cut by hand. */
class QueryPropertyTest {
  private static final TableDefinition TABLE = Tables.withSortKey(AttributeType.S, AttributeType.S);
  private static final S PARTITION_KEY = new S("a");
  private static final List<S> OTHER_PARTITION_KEYS = List.of(new S("a\0"), new S("b"));

  @Property(tries = 300)
  void query_pageByPage_isTheListInItsOrder(
      @ForAll("sortKeys") Set<String> sortKeys,
      @ForAll("conditions") SortKeyCondition condition,
      @ForAll boolean forward,
      @ForAll @IntRange(min = 1, max = 5) int limit) {
    StoreTableReader reader = readerOver(sortKeys);

    List<String> actual = new ArrayList<>();
    Position start = null;
    do {
      Page page = query(reader, new QueryRange(null, bound(condition), forward, start), limit);
      page.items().forEach(item -> actual.add(sortKeyOf(item)));
      assertThat(page.lastEvaluated() != null).isEqualTo(page.scannedCount() == limit);
      start = keyOf(page.lastEvaluated());
    } while (start != null);

    assertThat(actual).isEqualTo(expected(sortKeys, condition, forward));
  }

  private static BoundKeyCondition bound(SortKeyCondition condition) {
    return new BoundKeyCondition(List.of(PARTITION_KEY), List.of(), condition);
  }

  @Provide
  Arbitrary<Set<String>> sortKeys() {
    return nearTexts().set().ofMaxSize(12);
  }

  @Provide
  Arbitrary<SortKeyCondition> conditions() {
    Arbitrary<AttributeValue> values = nearTexts().map(S::new);
    Arbitrary<Boolean> inclusive = Arbitraries.of(true, false);
    return Arbitraries.oneOf(
        values.map(EqualTo::new),
        values.map(BeginsWith::new),
        Combinators.combine(values, inclusive).as(LessThan::new),
        Combinators.combine(values, inclusive).as(GreaterThan::new),
        Combinators.combine(values, values).as(Between::new));
  }

  /** Mostly short texts of few characters, so that conditions hit and graze them. */
  private static Arbitrary<String> nearTexts() {
    Arbitrary<String> few =
        Arbitraries.strings().withChars('\0', '\1', 'a', 'b', '\uffff').ofMaxLength(3);
    return Arbitraries.frequencyOf(Tuple.of(4, few), Tuple.of(1, ModelArbitraries.texts()));
  }

  private static List<String> expected(
      Set<String> sortKeys, SortKeyCondition condition, boolean forward) {
    List<String> fitting =
        sortKeys.stream()
            .filter(sortKey -> fits(sortKey, condition))
            .sorted(Utf8Order.COMPARATOR)
            .toList();
    return forward ? fitting : fitting.reversed();
  }

  private static boolean fits(String sortKey, SortKeyCondition condition) {
    return switch (condition) {
      case EqualTo(var value) -> sortKey.equals(text(value));
      case LessThan(var value, var inclusive) -> compare(sortKey, value) < (inclusive ? 1 : 0);
      case GreaterThan(var value, var inclusive) -> compare(sortKey, value) > (inclusive ? -1 : 0);
      case Between(var lower, var upper) ->
          compare(sortKey, lower) >= 0 && compare(sortKey, upper) <= 0;
      case BeginsWith(var prefix) -> sortKey.startsWith(text(prefix));
    };
  }

  private static int compare(String sortKey, AttributeValue value) {
    return Integer.signum(Utf8Order.compare(sortKey, text(value)));
  }

  private static String text(@Nullable AttributeValue value) {
    return value instanceof S(String text) ? text : "no string";
  }

  private static StoreTableReader readerOver(Set<String> sortKeys) {
    List<RowChange> rows = new ArrayList<>();
    for (String sortKey : sortKeys) {
      rows.add(row(new ItemKey(PARTITION_KEY, new S(sortKey))));
      for (S other : OTHER_PARTITION_KEYS) {
        rows.add(row(new ItemKey(other, new S(sortKey))));
      }
    }
    var store = new InMemoryStore();
    var write = new LogWrite("log", List.of(new LogEntry(1, new byte[0])), rows);
    store.write(List.of(write), Durability.SYNCED).toCompletableFuture().join();
    return new StoreTableReader(
        store,
        store,
        RowCache.off(),
        IndexWait.NONE,
        _ -> new TableStatistics(ItemStatistics.NONE, List.of(), List.of()));
  }

  private static RowChange row(ItemKey key) {
    Item item = TABLE.keySchema().toItem(key);
    return RowChange.put(RowKeys.item(TABLE, key), EncodedItem.of(item).bytes());
  }

  private static Page query(StoreTableReader reader, QueryRange range, int limit) {
    return reader.query(TABLE, range, new PageLimits(limit, null)).toCompletableFuture().join();
  }

  private static @Nullable Position keyOf(@Nullable EncodedItem item) {
    return item == null ? null : new Position(TABLE.keySchema().keyOf(item.item()), null);
  }

  private static String sortKeyOf(EncodedItem item) {
    return text(item.item().get(Tables.SORT_KEY));
  }
}
