package io.headwater.actors.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.expression.Condition;
import io.headwater.actors.expression.Condition.Operand;
import io.headwater.actors.expression.DocumentPath;
import io.headwater.actors.expression.KeyCondition.BoundKeyCondition;
import io.headwater.actors.expression.SortKeyCondition;
import io.headwater.actors.expression.SortKeyCondition.BeginsWith;
import io.headwater.actors.expression.SortKeyCondition.Between;
import io.headwater.actors.expression.SortKeyCondition.EqualTo;
import io.headwater.actors.expression.SortKeyCondition.GreaterThan;
import io.headwater.actors.expression.SortKeyCondition.LessThan;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.ItemStatistics;
import io.headwater.actors.model.LocalSecondaryIndex;
import io.headwater.actors.table.StoreTableReader.IndexWait;
import io.headwater.actors.table.TableReader.IndexRead;
import io.headwater.actors.table.TableReader.IndexRead.Fetch;
import io.headwater.actors.table.TableReader.Page;
import io.headwater.actors.table.TableReader.PageLimits;
import io.headwater.actors.table.TableReader.Position;
import io.headwater.actors.table.TableReader.QueryRange;
import io.headwater.actors.table.TableReader.ScanSegment;
import io.headwater.actors.table.TableReader.TableStatistics;
import io.headwater.actors.testing.Tables;
import io.headwater.persistence.store.LogEntry;
import io.headwater.persistence.store.LogWrite;
import io.headwater.persistence.store.RowCache;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.Store.Durability;
import io.headwater.persistence.store.StoreCorruptionException;
import io.headwater.persistence.testing.InMemoryStore;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads of a local secondary index against a list that is sorted, filtered and cut by hand. */
class LocalIndexReadTest {
  private static final TableDefinition PLAIN = Tables.withSortKey(AttributeType.S, AttributeType.N);
  private static final LocalSecondaryIndex INDEX =
      Tables.localIndex(
          PLAIN.keySchema(), "by-date", "date", AttributeType.S, IndexProjection.KEYS_ONLY);
  private static final TableDefinition TABLE = Tables.withLocalIndexes(PLAIN, List.of(INDEX));
  private static final S PARTITION_KEY = new S("a");
  private static final PageLimits UNLIMITED = new PageLimits(Integer.MAX_VALUE, null);

  private final InMemoryStore store = new InMemoryStore();
  private final StoreTableReader reader =
      new StoreTableReader(
          store,
          store,
          RowCache.off(),
          IndexWait.NONE,
          _ -> new TableStatistics(ItemStatistics.NONE, List.of(), List.of()));

  @Property(tries = 300)
  void query_pageByPage_isTheListInItsOrder(
      @ForAll long seed,
      @ForAll boolean forward,
      @ForAll Fetch fetch,
      @ForAll @IntRange(min = 1, max = 40) int limit) {
    var random = new Random(seed);
    var items = new ArrayList<Item>();
    var fresh = new LocalIndexReadTest();
    for (int number = 0; number < random.nextInt(80); number++) {
      items.add(item("a", number, date(random), "x"));
      fresh.put(items.getLast());
      fresh.put(item("b", number, date(random), "x"));
    }
    SortKeyCondition condition = condition(random);

    List<Item> actual = new ArrayList<>();
    Position start = null;
    do {
      var range = new QueryRange(new IndexRead.Local(0, fetch), bound(condition), forward, start);
      Page page = await(fresh.reader.query(TABLE, range, new PageLimits(limit, null)));
      page.items().forEach(item -> actual.add(item.item()));
      assertThat(page.fetchedReadUnits())
          .isEqualTo(fetch == Fetch.NOTHING ? 0 : page.scannedCount());
      start = position(page.lastEvaluated());
    } while (start != null);

    List<Item> expected =
        items.stream()
            .filter(item -> fits(dateOf(item), condition))
            .sorted(
                Comparator.comparing(LocalIndexReadTest::dateOf)
                    .thenComparing(LocalIndexReadTest::numberOf))
            .map(item -> fetch == Fetch.ITEMS ? item : entry(item))
            .toList();
    assertThat(actual).isEqualTo(forward ? expected : expected.reversed());
  }

  @Test
  void scan_segments_holdEachEntryOnceInTheOrderOfTheWhole() {
    for (int i = 0; i < 60; i++) {
      put(item("sensor" + i % 20, i, "2026-" + i % 7, "x"));
    }
    put(TABLE.keySchema().toItem(new ItemKey(new S("sparse"), new N(BigDecimal.ONE))));
    var inSegments = new ArrayList<Item>();
    for (int segment = 0; segment < 5; segment++) {
      inSegments.addAll(scan(segment, 5, null));
    }

    List<Item> whole = scan(0, 1, null);

    assertThat(whole).hasSize(60).isEqualTo(inSegments);
    assertThat(scan(0, 1, position(EncodedItem.of(whole.get(24)))))
        .isEqualTo(whole.subList(25, 60));
  }

  @Test
  void query_fetchingWideItems_endsThePageAtAMebibyteOfBoth() {
    for (int number = 0; number < 10; number++) {
      put(item("a", number, "2026", "x".repeat(300_000)));
    }

    Page page = await(reader.query(TABLE, all(Fetch.ITEMS), UNLIMITED));

    assertThat(page.items()).hasSize(4);
    assertThat(page.lastEvaluated()).isNotNull();
    assertThat(page.fetchedReadUnits()).isEqualTo(4 * 74);
    assertThat(page.scannedSizeBytes()).isLessThan(200);
  }

  @Test
  void query_filterOnFetchedAttribute_answersEntries() {
    put(item("a", 1, "2026", "yes"));
    put(item("a", 2, "2026", "no"));
    var limits = new PageLimits(10, textIs("yes"));

    Page page = await(reader.query(TABLE, all(Fetch.FILTER), limits));

    assertThat(page.items())
        .extracting(EncodedItem::item)
        .containsExactly(entry(item("a", 1, "2026", "yes")));
    assertThat(page.scannedCount()).isEqualTo(2);
    assertThat(page.fetchedReadUnits()).isEqualTo(2);
  }

  /** Entry and item are written in one commit, so one without the other is damage. */
  @Test
  void query_entryWithoutItem_fails() {
    Item item = item("a", 1, "2026", "x");
    put(item);
    write(RowChange.remove(RowKeys.item(TABLE, TABLE.keySchema().keyOf(item))));

    assertThatThrownBy(() -> await(reader.query(TABLE, all(Fetch.ITEMS), UNLIMITED)))
        .hasRootCauseInstanceOf(StoreCorruptionException.class)
        .hasMessageContaining("has no item");
  }

  @ParameterizedTest
  @EnumSource(
      value = Fetch.class,
      names = {"ITEMS", "FILTER"})
  void query_itemsMoveWhileThePageIsRead_showsOneMoment(Fetch fetch) {
    for (int number = 0; number < 100; number++) {
      put(item("a", number, "2026-%02d".formatted(number), "before"));
    }
    store.runWithinNextScan(() -> {
      move(item("a", 0, "2026-00", "before"), "2026-95");
      move(item("a", 99, "2026-99", "before"), "2026-00");
      move(item("a", 60, "2026-60", "before"), "2026-60");
    });

    Page page = await(reader.query(TABLE, all(fetch), new PageLimits(200, textIs("before"))));

    assertThat(page.items().stream().map(item -> numberOf(item.item()).intValue()))
        .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
  }

  /** Gives an item another date and text, in one write with its entries. */
  private void move(Item before, String date) {
    ItemKey key = TABLE.keySchema().keyOf(before);
    Item after = item("a", numberOf(before).intValue(), date, "after");
    write(
        RowChange.remove(RowKeys.localIndexEntry(TABLE, 0, key, new S(dateOf(before)))),
        RowChange.put(
            RowKeys.localIndexEntry(TABLE, 0, key, new S(date)),
            EncodedItem.of(entry(after)).bytes()),
        RowChange.put(RowKeys.item(TABLE, key), EncodedItem.of(after).bytes()));
  }

  private static Condition textIs(String text) {
    return new Condition.Compare(
        new Operand.Path(DocumentPath.of("text")),
        Condition.Comparator.EQ,
        new Operand.Literal(new S(text)));
  }

  private static QueryRange all(Fetch fetch) {
    return new QueryRange(new IndexRead.Local(0, fetch), bound(null), true, null);
  }

  private static BoundKeyCondition bound(@Nullable SortKeyCondition condition) {
    return new BoundKeyCondition(List.of(PARTITION_KEY), List.of(), condition);
  }

  private List<Item> scan(int segment, int totalSegments, @Nullable Position start) {
    var range =
        new ScanSegment(new IndexRead.Local(0, Fetch.NOTHING), segment, totalSegments, start);
    return await(reader.scan(TABLE, range, UNLIMITED)).items().stream()
        .map(EncodedItem::item)
        .toList();
  }

  /** Few dates, so that several entries share one. */
  private static String date(Random random) {
    return "\0".repeat(random.nextInt(2)) + (char) ('a' + random.nextInt(4));
  }

  private static SortKeyCondition condition(Random random) {
    var value = new S(date(random));
    return switch (random.nextInt(5)) {
      case 0 -> new EqualTo(value);
      case 1 -> new LessThan(value, random.nextBoolean());
      case 2 -> new GreaterThan(value, random.nextBoolean());
      case 3 -> new Between(value, new S(date(random)));
      default -> new BeginsWith(value);
    };
  }

  private static boolean fits(String date, SortKeyCondition condition) {
    return switch (condition) {
      case EqualTo(var value) -> date.equals(text(value));
      case LessThan(var value, var inclusive) -> date.compareTo(text(value)) < (inclusive ? 1 : 0);
      case GreaterThan(var value, var inclusive) ->
          Integer.signum(date.compareTo(text(value))) > (inclusive ? -1 : 0);
      case Between(var lower, var upper) ->
          date.compareTo(text(lower)) >= 0 && date.compareTo(text(upper)) <= 0;
      case BeginsWith(var prefix) -> date.startsWith(text(prefix));
    };
  }

  private void put(Item item) {
    ItemKey key = TABLE.keySchema().keyOf(item);
    write(RowChange.put(RowKeys.item(TABLE, key), EncodedItem.of(item).bytes()));
    AttributeValue date = item.get("date");
    if (date != null) {
      write(
          RowChange.put(
              RowKeys.localIndexEntry(TABLE, 0, key, date), EncodedItem.of(entry(item)).bytes()));
    }
  }

  private void write(RowChange... changes) {
    String logId = "log" + store.groupCount();
    var write = new LogWrite(logId, List.of(new LogEntry(1, new byte[0])), List.of(changes));
    store.write(List.of(write), Durability.SYNCED).toCompletableFuture().join();
  }

  private static Item item(String partitionKey, int number, String date, String text) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    attributes.put(Tables.PARTITION_KEY, new S(partitionKey));
    attributes.put(Tables.SORT_KEY, new N(BigDecimal.valueOf(number)));
    attributes.put("date", new S(date));
    attributes.put("text", new S(text));
    return new Item(attributes);
  }

  private static Item entry(Item item) {
    return Objects.requireNonNull(INDEX.entry(TABLE.keySchema(), item));
  }

  private static @Nullable Position position(@Nullable EncodedItem entry) {
    return entry == null
        ? null
        : new Position(
            TABLE.keySchema().keyOf(entry.item()),
            IndexKeySchema.of(INDEX.keySchema()).keyOf(entry.item()));
  }

  private static String dateOf(Item item) {
    return text(Objects.requireNonNull(item.get("date")));
  }

  private static BigDecimal numberOf(Item item) {
    return item.get(Tables.SORT_KEY) instanceof N(var number) ? number : BigDecimal.ZERO;
  }

  private static String text(AttributeValue value) {
    return value instanceof S(var text) ? text : "no string";
  }

  private static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
