package io.headwater.actors.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.headwater.actors.catalog.CatalogClient.NewIndex;
import io.headwater.actors.catalog.CatalogClient.NewTable;
import io.headwater.actors.catalog.GlobalIndex;
import io.headwater.actors.catalog.OnDemandThroughput;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.Throughput;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.partition.Write;
import io.headwater.actors.table.TableReader.IndexRead;
import io.headwater.actors.table.TableReader.PageLimits;
import io.headwater.actors.table.TableReader.ScanSegment;
import io.headwater.actors.testing.PlainIndex;
import io.headwater.actors.testing.RunningDatabase;
import io.headwater.actors.testing.Tables;
import io.headwater.persistence.testing.InMemoryStore;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads of indexes right after the writes that they must show. */
class FreshReadsTest {
  private static final int ROUNDS = Integer.getInteger("headwater.indexes.rounds", 200);

  /** Longer than a busy machine takes. */
  private static final String PATIENT = "headwater.indexes.read-wait = 20s";

  private final InMemoryStore store = new InMemoryStore();
  private final Random random = new Random(20_261_201);
  private final Map<ItemKey, Item> items = new HashMap<>();
  private RunningDatabase running = start(PATIENT);

  @AfterEach
  void stop() {
    running.close();
    store.close();
  }

  private RunningDatabase start(String settings) {
    return RunningDatabase.start(
        store, InstantSource.system(), ConfigFactory.parseString(settings), random);
  }

  private void restart(String settings) {
    running.close();
    running = start(settings);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void read_behindEachWrite_showsIt(int indexes) {
    create(PlainIndex.ALL.subList(0, indexes));

    for (int i = 0; i < ROUNDS; i++) {
      write();

      assertShown();
    }
  }

  @Test
  void read_afterARestart_showsTheWritesBeforeIt() {
    create(PlainIndex.ALL);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 20; j++) {
        write();
      }

      restart(PATIENT);

      assertShown();
    }
  }

  @Test
  void read_eventual_doesNotWait() {
    restart("headwater.indexes { reads = eventual, extra-lag = 1h }");
    create(List.of(PlainIndex.named("inverted")));
    write();

    assertThat(entries(table().globalSecondaryIndexes().getFirst())).isEmpty();
  }

  @Test
  void drain_eventual_completesWhenAllIsShown() {
    restart("headwater.indexes { reads = eventual, extra-lag = 200ms }");
    create(PlainIndex.ALL);
    for (int i = 0; i < 20; i++) {
      write();
    }
    var drained = running.database().drain().toCompletableFuture();
    assertThat(drained).isNotDone();

    drained.orTimeout(20, TimeUnit.SECONDS).join();

    assertShown();
  }

  private void create(List<PlainIndex> indexes) {
    var newIndexes =
        indexes.stream()
            .map(index ->
                new NewIndex(
                    index.index(), Throughput.ON_DEMAND, OnDemandThroughput.UNLIMITED, null))
            .toList();
    join(
        running
            .database()
            .catalogClient()
            .createTable(
                new NewTable(
                    "orders",
                    PlainIndex.TABLE_KEY,
                    List.of(),
                    newIndexes,
                    Tables.ON_DEMAND,
                    Map.of(),
                    null)));
  }

  /** Puts an item, moves its entries by putting another one in its place, or deletes it. */
  private void write() {
    var key =
        new ItemKey(new S("p" + random.nextInt(6)), new N(BigDecimal.valueOf(random.nextInt(2))));
    Write write;
    if (items.containsKey(key) && random.nextInt(3) == 0) {
      items.remove(key);
      write = new Write.Delete(key, null, false);
    } else {
      var attributes = new HashMap<>(PlainIndex.TABLE_KEY.toItem(key).attributes());
      attributes.put("a", new S("a" + random.nextInt(3)));
      attributes.put("b", new N(BigDecimal.valueOf(random.nextInt(3))));
      attributes.put("c", new S("c" + random.nextInt(3)));
      var item = new Item(attributes);
      items.put(key, item);
      write = new Write.Put(key, EncodedItem.of(item), null, false);
    }
    join(running.database().router().write(table(), write));
  }

  private void assertShown() {
    for (GlobalIndex index : table().globalSecondaryIndexes()) {
      var expected =
          PlainIndex.named(index.name())
              .rowsOf(table(), index.number(), List.copyOf(items.values()))
              .values();

      assertThat(entries(index)).as(index.name()).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private List<Bytes> entries(GlobalIndex index) {
    var whole = new ScanSegment(new IndexRead.Global(index.number()), 0, 1, null);
    var page =
        join(
            running
                .database()
                .reader()
                .scan(table(), whole, new PageLimits(Integer.MAX_VALUE, null)));
    return page.items().stream().map(item -> Bytes.ofOwned(item.bytes())).toList();
  }

  private TableDefinition table() {
    return Objects.requireNonNull(running.database().catalog().table("orders"));
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
