package io.headwater.actors.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.expression.KeyCondition.BoundKeyCondition;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemStatistics;
import io.headwater.actors.table.IndexQueryModel.Query;
import io.headwater.actors.table.StoreTableReader.IndexWait;
import io.headwater.actors.table.TableReader.IndexRead;
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
import io.headwater.persistence.testing.InMemoryStore;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reads of a global secondary index's rows against a list that is sorted, filtered and cut. */
class GlobalIndexReadTest {
  private static final TableDefinition TABLE = Tables.withSortKey(AttributeType.S, AttributeType.N);
  private static final PageLimits UNLIMITED = new PageLimits(Integer.MAX_VALUE, null);

  /** Beyond a byte, between others. */
  private static final int NUMBER = 257;

  private static final IndexRead INDEX = new IndexRead.Global(NUMBER);

  @Property(tries = 500)
  void query_pageByPage_isTheListInItsOrder(
      @ForAll long seed, @ForAll boolean forward, @ForAll @IntRange(min = 1, max = 7) int limit) {
    var model = IndexQueryModel.random(new Random(seed), TABLE.keySchema());
    StoreTableReader reader = readerOver(model);
    Query query = model.query();

    List<Item> actual = new ArrayList<>();
    Position start = null;
    do {
      var range = new QueryRange(INDEX, query.condition(), forward, start);
      Page page = await(reader.query(TABLE, range, new PageLimits(limit, null)));
      page.items().forEach(item -> actual.add(item.item()));
      start = position(model, page.lastEvaluated());
    } while (start != null);

    List<Item> expected = query.entries();
    assertThat(actual).isEqualTo(forward ? expected : expected.reversed());
  }

  @Property(tries = 100)
  void query_fromAnyPlace_resumesStrictlyBehindIt(@ForAll long seed, @ForAll boolean forward) {
    var random = new Random(seed);
    var model = IndexQueryModel.random(random, TABLE.keySchema());
    StoreTableReader reader = readerOver(model);
    Query query = model.query();
    List<Item> inOrder = forward ? query.entries() : query.entries().reversed();
    if (inOrder.isEmpty()) {
      return;
    }
    int place = random.nextInt(inOrder.size());
    Position start = position(model, EncodedItem.of(inOrder.get(place)));

    Page rest =
        await(
            reader.query(
                TABLE, new QueryRange(INDEX, query.condition(), forward, start), UNLIMITED));

    assertThat(rest.items())
        .extracting(EncodedItem::item)
        .isEqualTo(inOrder.subList(place + 1, inOrder.size()));
  }

  @Property(tries = 100)
  void scan_segmentsPageByPage_holdEachEntryOnceInTheOrderOfTheWhole(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 6) int segments,
      @ForAll @IntRange(min = 1, max = 9) int limit) {
    var model = IndexQueryModel.random(new Random(seed), TABLE.keySchema());
    StoreTableReader reader = readerOver(model);
    List<Item> inSegments = new ArrayList<>();
    for (int segment = 0; segment < segments; segment++) {
      Position start = null;
      do {
        var part = new ScanSegment(INDEX, segment, segments, start);
        Page page = await(reader.scan(TABLE, part, new PageLimits(limit, null)));
        page.items().forEach(item -> inSegments.add(item.item()));
        start = position(model, page.lastEvaluated());
      } while (start != null);
    }

    Page whole = await(reader.scan(TABLE, new ScanSegment(INDEX, 0, 1, null), UNLIMITED));

    assertThat(inSegments)
        .isEqualTo(whole.items().stream().map(EncodedItem::item).toList())
        .containsExactlyInAnyOrderElementsOf(model.entries());
  }

  @Test
  void query_wideEntries_endsThePageAtAMebibyte() {
    var model = IndexQueryModel.byText(TABLE.keySchema());
    for (int number = 0; number < 6; number++) {
      model.add(
          new Item(
              Map.of(
                  Tables.PARTITION_KEY,
                  new S("a"),
                  Tables.SORT_KEY,
                  new N(BigDecimal.valueOf(number)),
                  "text",
                  new S("same"),
                  "wide",
                  new S("x".repeat(300_000)))));
    }
    var condition = new BoundKeyCondition(List.of(new S("same")), List.of(), null);

    Page page =
        await(
            readerOver(model)
                .query(TABLE, new QueryRange(INDEX, condition, true, null), UNLIMITED));

    assertThat(page.items()).hasSize(4);
    assertThat(page.fetchedReadUnits()).isZero();
    assertThat(page.lastEvaluated()).isNotNull();
  }

  /** A reader over the index's rows, and over other indexes' rows before and behind them. */
  private static StoreTableReader readerOver(IndexQueryModel model) {
    List<RowChange> rows = new ArrayList<>();
    for (Item entry : model.entries()) {
      for (int number : List.of(NUMBER - 256, NUMBER - 1, NUMBER, NUMBER + 1)) {
        byte[] row =
            RowKeys.globalIndexEntry(
                TABLE, number, model.keyOf(entry), TABLE.keySchema().keyOf(entry));
        Item value = number == NUMBER ? entry : Item.EMPTY;
        rows.add(RowChange.put(row, EncodedItem.of(value).bytes()));
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

  private static @Nullable Position position(IndexQueryModel model, @Nullable EncodedItem entry) {
    return entry == null
        ? null
        : new Position(TABLE.keySchema().keyOf(entry.item()), model.keyOf(entry.item()));
  }

  private static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
