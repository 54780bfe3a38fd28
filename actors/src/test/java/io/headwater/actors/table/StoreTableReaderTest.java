package io.headwater.actors.table;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.KeyHash;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.expression.Condition;
import io.headwater.actors.expression.Condition.Comparator;
import io.headwater.actors.expression.Condition.Operand;
import io.headwater.actors.expression.DocumentPath;
import io.headwater.actors.expression.ExpressionParser;
import io.headwater.actors.expression.KeyCondition.BoundKeyCondition;
import io.headwater.actors.expression.Placeholders;
import io.headwater.actors.expression.SortKeyCondition;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.ItemStatistics;
import io.headwater.actors.table.StoreTableReader.IndexWait;
import io.headwater.actors.table.TableReader.Page;
import io.headwater.actors.table.TableReader.PageLimits;
import io.headwater.actors.table.TableReader.Position;
import io.headwater.actors.table.TableReader.QueryRange;
import io.headwater.actors.table.TableReader.ScanSegment;
import io.headwater.actors.table.TableReader.TableStatistics;
import io.headwater.actors.testing.Tables;
import io.headwater.persistence.store.KeyRange;
import io.headwater.persistence.store.LogEntry;
import io.headwater.persistence.store.LogWrite;
import io.headwater.persistence.store.RowCache;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.Store.Durability;
import io.headwater.persistence.store.StoreCorruptionException;
import io.headwater.persistence.testing.InMemoryStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreTableReaderTest {
  private static final TableDefinition TABLE = Tables.withSortKey(AttributeType.S, AttributeType.N);
  private static final S SENSOR = new S("sensor");
  private static final PageLimits UNLIMITED = new PageLimits(Integer.MAX_VALUE, null);

  private static final ScanSegment WHOLE = new ScanSegment(null, 0, 1, null);

  /** Names and key of a reading, so that 16 of these are 1 MiB to the byte. */
  private static final int READING_BYTES_WITHOUT_TEXT = 2 + 6 + 2 + 2 + 4;

  private static final int SIXTEENTH_OF_A_PAGE_BYTES = (1 << 16) - READING_BYTES_WITHOUT_TEXT;

  private final InMemoryStore store = new InMemoryStore();
  private final StoreTableReader reader =
      new StoreTableReader(
          store, store, RowCache.off(), IndexWait.NONE, state -> statistics(state[0], state[1]));

  @Test
  void get_presentAndAbsent_isTheItemOrNull() {
    putReadings(1);

    assertThat(requireNonNull(await(reader.get(TABLE, key(1)))).item()).isEqualTo(reading(1, 0));
    assertThat(await(reader.get(TABLE, key(2)))).isNull();
  }

  @Test
  void multiGet_someAbsent_keepsTheKeysOrder() {
    putReadings(3);

    List<@Nullable EncodedItem> items =
        await(reader.multiGet(TABLE, List.of(key(3), key(9), key(1)), Long.MAX_VALUE, _ -> {}));

    assertThat(items.stream().map(item -> item == null ? null : item.item()))
        .containsExactly(reading(3, 0), null, reading(1, 0));
  }

  /** A response without the item, or with its key as unprocessed, would be wrong for ever. */
  @Test
  void read_oneRowIsDamaged_failsAndNamesTheRowByItsHash() {
    putReadings(3);
    store.damageRow(RowKeys.item(TABLE, key(2)));

    assertDamageIsNamed(reader.get(TABLE, key(2)));
    assertDamageIsNamed(
        reader.multiGet(TABLE, List.of(key(1), key(2), key(3)), Long.MAX_VALUE, _ -> {}));
    assertDamageIsNamed(reader.query(TABLE, all(true, null), UNLIMITED));
    assertDamageIsNamed(reader.scan(TABLE, WHOLE, UNLIMITED));
    assertThat(await(reader.multiGet(TABLE, List.of(key(1), key(3)), Long.MAX_VALUE, _ -> {})))
        .doesNotContainNull();
    assertThat(numbers(await(reader.query(TABLE, all(true, null), new PageLimits(1, null)))))
        .containsExactly(1);
    assertThat(numbers(await(reader.query(TABLE, all(true, key(2)), UNLIMITED))))
        .containsExactly(3);
  }

  private static void assertDamageIsNamed(CompletionStage<?> read) {
    long hash = KeyHash.of(TABLE, SENSOR);
    assertThat(read.toCompletableFuture())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(StoreCorruptionException.class)
        .withMessage(
            "Cannot read an item of table %s, hash %016x: A stored row does not match its checksum"
                .formatted(TABLE.id(), hash));
  }

  @ParameterizedTest
  @CsvSource({"3, 3, true", "4, 4, true", "5, 4, false"})
  void query_limit_endsAfterThatManyItems(int limit, int scanned, boolean namesLast) {
    putReadings(4);

    Page page = await(reader.query(TABLE, all(true, null), new PageLimits(limit, null)));

    assertThat(page.scannedCount()).isEqualTo(scanned);
    assertThat(page.lastEvaluated() != null).isEqualTo(namesLast);
  }

  @ParameterizedTest
  @CsvSource({"0, 16", "-1, 17", "1, 16"})
  void query_aboutAMebibyte_endsAfterTheItemThatReachesIt(int moreText, int scanned) {
    put(reading(1, SIXTEENTH_OF_A_PAGE_BYTES + moreText));
    for (int number = 2; number <= 18; number++) {
      put(reading(number, SIXTEENTH_OF_A_PAGE_BYTES));
    }

    Page page = await(reader.query(TABLE, all(true, null), UNLIMITED));

    assertThat(page.scannedSizeBytes()).isEqualTo(scanned * 65_536L + moreText);
    assertThat(numbers(page)).hasSize(scanned);
    assertThat(numberOf(requireNonNull(page.lastEvaluated()))).isEqualTo(scanned);
  }

  @Test
  void query_filter_countsWhatItDropsAndNamesIt() {
    put(reading(1, 1), reading(2, 2), reading(3, 3), reading(4, 4));
    var limits = new PageLimits(3, filter("text", new S("xx")));

    Page page = await(reader.query(TABLE, all(true, null), limits));

    assertThat(numbers(page)).containsExactly(2);
    assertThat(page.scannedCount()).isEqualTo(3);
    assertThat(numberOf(requireNonNull(page.lastEvaluated()))).isEqualTo(3);
  }

  /** Without a budget of the page, its filter could cost as much as 1 MiB of items let it. */
  @Test
  void query_filterOfMuchWork_endsThePageAtTheBudget() {
    put(reading(1, 400_000), reading(2, 400_000), reading(3, 10));
    String test = "contains(#text, :part)";
    String text = String.join(" OR ", Collections.nCopies(150, test));
    Condition filter =
        ExpressionParser.filter(
            text, new Placeholders(Map.of("#text", "text"), Map.of(":part", new S("y"))));

    Page page = await(reader.query(TABLE, all(true, null), new PageLimits(3, filter)));

    assertThat(page.items()).isEmpty();
    assertThat(page.scannedCount()).isEqualTo(2);
    assertThat(numberOf(requireNonNull(page.lastEvaluated()))).isEqualTo(2);
  }

  /** The store for evaluations is empty, so that a page shows which store it was read from. */
  @Test
  void query_expensiveFilter_isReadWhereEvaluationsRun() {
    var other =
        new StoreTableReader(
            store,
            new InMemoryStore(),
            RowCache.off(),
            IndexWait.NONE,
            state -> statistics(state[0], state[1]));
    put(reading(1, 400_000), reading(2, 10));
    var limits = new PageLimits(3, filter("text", new S("xx")));

    assertThat(await(other.query(TABLE, all(true, null), limits)).scannedCount()).isZero();
    var oneItem = new PageLimits(1, limits.filter());
    assertThat(await(other.query(TABLE, all(false, null), oneItem)).scannedCount()).isEqualTo(1);
    assertThat(await(other.query(TABLE, all(true, null), UNLIMITED)).scannedCount()).isEqualTo(2);
  }

  @Test
  void multiGet_largeItems_areReadWhereEvaluationsRun() {
    var other =
        new StoreTableReader(
            store,
            new InMemoryStore(),
            RowCache.off(),
            IndexWait.NONE,
            state -> statistics(state[0], state[1]));
    put(reading(1, 400_000), reading(2, 400_000), reading(3, 400_000), reading(4, 10));
    var reserved = new ArrayList<Long>();
    var keys = List.of(key(1), key(2), key(3), key(4));

    assertThat(await(other.multiGet(TABLE, keys, 500_000, reserved::add)))
        .hasSize(4)
        .containsOnlyNulls();
    assertThat(reserved).containsExactly(500_000L);
    assertThat(await(other.multiGet(TABLE, keys, 100_000, reserved::add)))
        .hasSize(1)
        .doesNotContainNull();
    assertThat(await(other.multiGet(TABLE, List.of(key(4), key(1)), 500_000, reserved::add)))
        .doesNotContainNull();
    assertThat(reserved).hasSize(1);
  }

  @Test
  void multiGet_largeReadIsRefused_readsNothingMore() {
    put(reading(1, 400_000), reading(2, 10));
    var refusal = new IllegalStateException("No memory");

    assertThatThrownBy(() ->
            await(
                reader.multiGet(
                    TABLE,
                    List.of(key(1), key(2)),
                    500_000,
                    _ -> {
                      throw refusal;
                    })))
        .hasRootCause(refusal);
  }

  @ParameterizedTest
  @CsvSource({"true, '[4, 5]'", "false, '[2, 1]'"})
  void query_startKeyWithoutAnItem_resumesStrictlyBehindIt(boolean forward, String expected) {
    put(reading(1, 0), reading(2, 0), reading(4, 0), reading(5, 0));

    Page page = await(reader.query(TABLE, all(forward, key(3)), UNLIMITED));

    assertThat(numbers(page)).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource({"true, '[3, 4]'", "false, '[1]'"})
  void query_startKeyOfAnItem_leavesItOut(boolean forward, String expected) {
    putReadings(4);

    Page page = await(reader.query(TABLE, all(forward, key(2)), UNLIMITED));

    assertThat(numbers(page)).hasToString(expected);
  }

  @Test
  void page_itemsAreWrittenWhileItIsRead_showsTheMomentItBegan() {
    putReadings(4);
    Runnable changes =
        () -> {
          remove(key(3));
          put(reading(9, 0));
        };

    store.runWithinNextScan(changes);
    Page queried = await(reader.query(TABLE, all(true, null), UNLIMITED));
    put(reading(3, 0));
    remove(key(9));
    store.runWithinNextScan(changes);
    Page scanned = await(reader.scan(TABLE, WHOLE, UNLIMITED));

    assertThat(numbers(queried)).containsExactly(1, 2, 3, 4);
    assertThat(numbers(scanned)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void nextPage_itemsWereWrittenSinceTheLast_showsThem() {
    putReadings(3);
    Page first = await(reader.query(TABLE, all(true, null), new PageLimits(1, null)));

    remove(key(2));
    put(reading(9, 0));
    Page second = await(reader.query(TABLE, all(true, key(1)), UNLIMITED));

    assertThat(numbers(first)).containsExactly(1);
    assertThat(numbers(second)).containsExactly(3, 9);
  }

  @Test
  void query_startKeyBehindTheCondition_findsNothing() {
    putReadings(5);
    var upToThree = new SortKeyCondition.LessThan(sortKey(3), true);

    Page page =
        await(
            reader.query(
                TABLE, new QueryRange(null, bound(upToThree), true, at(key(4))), UNLIMITED));

    assertThat(page).isEqualTo(Page.EMPTY);
  }

  @Test
  void query_lowerAboveUpper_findsNothing() {
    putReadings(5);
    var nothing = new SortKeyCondition.Between(sortKey(4), sortKey(2));

    Page page =
        await(reader.query(TABLE, new QueryRange(null, bound(nothing), false, null), UNLIMITED));

    assertThat(page.items()).isEmpty();
  }

  @Test
  void query_pageWithoutItems_isRefusedAsABug() {
    assertThatThrownBy(() -> reader.query(TABLE, all(true, null), new PageLimits(0, null)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void scan_segments_holdEachItemOnceInTheOrderOfTheWhole() {
    putSensors(40);
    List<Item> inSegments = new ArrayList<>();
    for (int segment = 0; segment < 7; segment++) {
      inSegments.addAll(scan(new ScanSegment(null, segment, 7, null)));
    }

    assertThat(inSegments).hasSize(40).isEqualTo(scan(WHOLE));
  }

  @Test
  void scan_startKeyInsideASegment_resumesBehindIt() {
    putSensors(20);
    List<Item> segment = scan(new ScanSegment(null, 1, 2, null));
    ItemKey start = TABLE.keySchema().keyOf(segment.get(2));

    assertThat(scan(new ScanSegment(null, 1, 2, at(start))))
        .isEqualTo(segment.subList(3, segment.size()));
  }

  @Test
  void scan_rowsOfOtherKinds_areNotSeen() {
    putReadings(2);
    KeyRange items = RowKeys.items(TABLE.id());
    write(RowChange.put(requireNonNull(items.to()), new byte[] {1}));
    write(RowChange.put(RowKeys.partitionState("p0"), new byte[] {1, 1}));

    assertThat(scan(WHOLE)).hasSize(2);
  }

  @Test
  void statistics_partitions_areSummedAndOneWithoutRowIsEmpty() {
    write(RowChange.put(RowKeys.partitionState("p1"), new byte[] {3, 100}));
    assertThat(await(reader.statistics(TABLE))).isEqualTo(statistics(3, 100));

    write(RowChange.put(RowKeys.partitionState("p0"), new byte[] {1, 20}));
    assertThat(await(reader.statistics(TABLE))).isEqualTo(statistics(4, 120));
  }

  @Test
  void get_storeFails_failsTheStage() {
    store.failNextRead(new IllegalStateException("checksum"));

    assertThatThrownBy(() -> await(reader.get(TABLE, key(1)))).hasRootCauseMessage("checksum");
  }

  private List<Item> scan(ScanSegment segment) {
    Page page = await(reader.scan(TABLE, segment, UNLIMITED));
    return page.items().stream().map(EncodedItem::item).toList();
  }

  private static TableStatistics statistics(long itemCount, long sizeBytes) {
    return new TableStatistics(new ItemStatistics(itemCount, sizeBytes), List.of(), List.of());
  }

  private static @Nullable Position at(@Nullable ItemKey key) {
    return key == null ? null : new Position(key, null);
  }

  private static BoundKeyCondition bound(@Nullable SortKeyCondition condition) {
    return new BoundKeyCondition(List.of(SENSOR), List.of(), condition);
  }

  private static QueryRange all(boolean forward, @Nullable ItemKey exclusiveStart) {
    return new QueryRange(null, bound(null), forward, at(exclusiveStart));
  }

  private void putReadings(int count) {
    for (int number = 1; number <= count; number++) {
      put(reading(number, 0));
    }
  }

  private void putSensors(int count) {
    for (int sensor = 0; sensor < count; sensor++) {
      put(TABLE.keySchema().toItem(new ItemKey(new S("sensor" + sensor), sortKey(1))));
    }
  }

  private void remove(ItemKey key) {
    write(RowChange.remove(RowKeys.item(TABLE, key)));
  }

  private void put(Item... items) {
    for (Item item : items) {
      ItemKey key = TABLE.keySchema().keyOf(item);
      write(RowChange.put(RowKeys.item(TABLE, key), EncodedItem.of(item).bytes()));
    }
  }

  private void write(RowChange change) {
    String logId = "log" + store.groupCount();
    var write = new LogWrite(logId, List.of(new LogEntry(1, new byte[0])), List.of(change));
    await(store.write(List.of(write), Durability.SYNCED));
  }

  private static Item reading(int number, int textLength) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    attributes.put(Tables.PARTITION_KEY, SENSOR);
    attributes.put(Tables.SORT_KEY, sortKey(number));
    attributes.put("text", new S("x".repeat(textLength)));
    return new Item(attributes);
  }

  private static ItemKey key(int number) {
    return new ItemKey(SENSOR, sortKey(number));
  }

  private static N sortKey(int number) {
    return new N(BigDecimal.valueOf(number));
  }

  private static List<Integer> numbers(Page page) {
    return page.items().stream().map(StoreTableReaderTest::numberOf).toList();
  }

  private static Condition filter(String attributeName, AttributeValue value) {
    return new Condition.Compare(
        new Operand.Path(DocumentPath.of(attributeName)),
        Comparator.EQ,
        new Operand.Literal(value));
  }

  private static int numberOf(EncodedItem item) {
    ItemKey key = TABLE.keySchema().keyOf(item.item());
    return key.sortKey() instanceof N(BigDecimal number) ? number.intValueExact() : -1;
  }

  private static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
