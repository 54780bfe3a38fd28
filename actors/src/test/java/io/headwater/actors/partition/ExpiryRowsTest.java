package io.headwater.actors.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.codec.RowKeys.FiledItem;
import io.headwater.actors.expression.ExpressionParser;
import io.headwater.actors.expression.Placeholders;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.TimeToLive;
import io.headwater.actors.testing.Tables;
import io.headwater.persistence.store.Store.Direction;
import io.headwater.persistence.testing.InMemoryStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExpiryRowsTest {
  private static final TableDefinition PLAIN = Tables.withSortKey(AttributeType.S, AttributeType.N);
  private static final TableDefinition TABLE =
      Tables.withLocalIndexes(
          PLAIN,
          List.of(
              Tables.localIndex(
                  PLAIN.keySchema(), "by-t", "t", AttributeType.N, IndexProjection.ALL)));
  private static final TimeToLive TIME_TO_LIVE = new TimeToLive("t", 2);
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final long SECOND = NOW.getEpochSecond();
  private static final ItemKey KEY = key("a");

  private final InMemoryStore store = new InMemoryStore();
  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final DecidingRouter partition = new DecidingRouter(store, now::get, TABLE);

  @Test
  void write_itemWithATime_hasARowThatFollowsIt() {
    partition.redefine(TIME_TO_LIVE);

    put(KEY, SECOND + 10);
    assertThat(filed()).containsExactly(new FiledItem(2, SECOND + 10, KEY));

    update("SET t = :v", SECOND + 20);
    assertThat(filed()).containsExactly(new FiledItem(2, SECOND + 20, KEY));

    update("REMOVE t", null);
    assertThat(filed()).isEmpty();

    update("SET t = :v", SECOND + 30);
    decide(new Write.Delete(KEY, null, false));
    assertThat(filed()).isEmpty();
  }

  @Test
  void write_valueThatIsNoTime_hasNoRow() {
    partition.redefine(TIME_TO_LIVE);

    put(KEY, -1);
    decide(put(key("b"), new N(new BigDecimal("1E30"))));

    assertThat(filed()).isEmpty();
  }

  @Test
  void write_tableWithoutTimeToLive_hasNoRow() {
    put(KEY, SECOND);

    assertThat(filed()).isEmpty();
  }

  @Test
  void file_itemThatWasThereBefore_isFiledWithoutAChangeOfIt() {
    put(KEY, SECOND + 10);
    partition.redefine(TIME_TO_LIVE);

    decide(new Write.File(KEY));

    assertThat(filed()).containsExactly(new FiledItem(2, SECOND + 10, KEY));
    assertThat(partition.changes()).hasSize(1);
    assertThat(partition.commits()).isEqualTo(2);
  }

  @Test
  void file_noItemOrNoTime_commitsNothing() {
    decide(put(KEY, new S("x")));
    partition.redefine(TIME_TO_LIVE);

    decide(new Write.File(KEY));
    decide(new Write.File(key("b")));

    assertThat(partition.commits()).isEqualTo(1);
  }

  @Test
  void file_tableWithoutTimeToLive_commitsNothing() {
    put(KEY, SECOND);

    decide(new Write.File(KEY));

    assertThat(filed()).isEmpty();
    assertThat(partition.commits()).isEqualTo(1);
  }

  @Test
  void expire_itemIsDue_removesItWithItsRows() {
    partition.redefine(TIME_TO_LIVE);
    put(KEY, SECOND - 1);

    decide(new Write.Expire(KEY, 2, SECOND - 1));

    assertThat(partition.changes().getLast().removed()).isTrue();
    assertThat(partition.changes().getLast().expired()).isTrue();
    assertThat(partition.changes().getLast().oldImage()).isNotNull();
    assertThat(allRows()).isEmpty();
  }

  @Test
  void delete_itemIsDue_isNotCalledExpired() {
    partition.redefine(TIME_TO_LIVE);
    put(KEY, SECOND - 1);

    decide(new Write.Delete(KEY, null, false));

    assertThat(partition.changes().getLast().removed()).isTrue();
    assertThat(partition.changes().getLast().expired()).isFalse();
  }

  @Test
  void expire_notDueByThePartitionsClock_changesNothing() {
    partition.redefine(TIME_TO_LIVE);
    put(KEY, SECOND);

    decide(new Write.Expire(KEY, 2, SECOND));
    assertThat(partition.commits()).isEqualTo(1);

    now.set(NOW.plusSeconds(1));
    decide(new Write.Expire(KEY, 2, SECOND));
    assertThat(allRows()).isEmpty();
  }

  @Test
  void expire_pastForMoreThanFiveYears_changesNothing() {
    partition.redefine(TIME_TO_LIVE);
    put(KEY, SECOND);
    now.set(NOW.plus(Duration.ofDays(5 * 366)));

    decide(new Write.Expire(KEY, 2, SECOND));

    assertThat(partition.commits()).isEqualTo(1);
    assertThat(filed()).hasSize(1);
  }

  @Test
  void expire_itemWasGivenAnotherTime_keepsItAndItsRow() {
    partition.redefine(TIME_TO_LIVE);
    put(KEY, SECOND - 1);
    put(KEY, SECOND - 2);

    decide(new Write.Expire(KEY, 2, SECOND - 1));

    assertThat(filed()).containsExactly(new FiledItem(2, SECOND - 2, KEY));
    assertThat(partition.changes()).noneMatch(change -> change.removed());
  }

  @Test
  void expire_rowWithoutItsItem_isRemoved() {
    put(KEY, SECOND - 5);
    partition.redefine(TIME_TO_LIVE);
    decide(new Write.File(KEY));
    partition.redefine(null);
    decide(new Write.Delete(KEY, null, false)); // Its row stays: nobody files now.
    partition.redefine(TIME_TO_LIVE);
    assertThat(filed()).hasSize(1);

    decide(new Write.Expire(KEY, 2, SECOND - 5));

    assertThat(allRows()).isEmpty();
    assertThat(partition.changes()).hasSize(2);
  }

  @Test
  void expire_foundByAnotherTimeToLive_changesNothing() {
    partition.redefine(new TimeToLive("t", 3));
    put(KEY, SECOND - 1);

    decide(new Write.Expire(KEY, 2, SECOND - 1));

    assertThat(filed()).containsExactly(new FiledItem(3, SECOND - 1, KEY));
  }

  @Test
  void expire_tableWithoutTimeToLive_changesNothing() {
    put(KEY, SECOND - 1);

    decide(new Write.Expire(KEY, 2, SECOND - 1));

    assertThat(partition.commits()).isEqualTo(1);
  }

  private void put(ItemKey key, long seconds) {
    decide(put(key, new N(BigDecimal.valueOf(seconds))));
  }

  private static Write put(ItemKey key, AttributeValue time) {
    var item = new LinkedHashMap<>(TABLE.keySchema().toItem(key).attributes());
    item.put(time instanceof N ? "t" : "no-time", time);
    return new Write.Put(key, EncodedItem.of(new Item(item)), null, false);
  }

  private void update(String expression, @Nullable Long seconds) {
    Map<String, AttributeValue> values =
        seconds == null ? null : Map.of(":v", new N(BigDecimal.valueOf(seconds)));
    var update = ExpressionParser.update(expression, new Placeholders(null, values));
    decide(new Write.UpdateItem(KEY, update, null, false));
  }

  private void decide(Write write) {
    assertThat(partition.write(TABLE, write).toCompletableFuture().join())
        .isInstanceOf(WriteResult.Done.class);
  }

  private List<FiledItem> filed() {
    var filed = new ArrayList<FiledItem>();
    store
        .scan(
            RowKeys.timesToLiveBefore(TABLE.id(), Long.MAX_VALUE),
            Direction.FORWARD,
            (key, _) -> filed.add(RowKeys.filedItem(key)))
        .toCompletableFuture()
        .join();
    return filed;
  }

  private List<byte[]> allRows() {
    var rows = new ArrayList<byte[]>();
    RowKeys.tableContents(TABLE.id())
        .forEach(range ->
            store
                .scan(range, Direction.FORWARD, (key, _) -> rows.add(key))
                .toCompletableFuture()
                .join());
    return rows;
  }

  private static ItemKey key(String id) {
    return new ItemKey(new S(id), new N(BigDecimal.ONE));
  }
}
