package io.headwater.actors.ttl;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableTimeToLive;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.IntactRows;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.codec.RowKeys.FiledItem;
import io.headwater.actors.expression.ExpressionParser;
import io.headwater.actors.expression.Placeholders;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.TimeToLive;
import io.headwater.actors.partition.CommitRecord.ItemChange;
import io.headwater.actors.partition.DecidingRouter;
import io.headwater.actors.partition.Write;
import io.headwater.actors.testing.Tables;
import io.headwater.persistence.store.Store.Direction;
import io.headwater.persistence.testing.InMemoryStore;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Writes, enabling and disabling, passing time and the background work in any order, against plain
 * maps. The background work is interrupted anywhere, as by a crash, meets partitions that are busy,
 * and clients write between its reads and the decisions.
 */
class TimeToLivePropertyTest {
  private static final TableDefinition TABLE = Tables.withSortKey(AttributeType.S, AttributeType.N);
  private static final List<String> ATTRIBUTES = List.of("t", "u");
  private static final long FIVE_YEARS_SECONDS = 1_826L * 24 * 60 * 60;

  private final DamagedItems damagedItems = new DamagedItems();
  private InMemoryStore store = new InMemoryStore();
  private Instant now = Instant.EPOCH;
  private Random random = new Random(0);
  private DecidingRouter partitions = new DecidingRouter(store, () -> now, TABLE);

  /** What the client wrote, by key, and the service has not removed. */
  private final Map<String, Map<String, AttributeValue>> model = new TreeMap<>();

  private @Nullable TimeToLive timeToLive;
  private long generation;
  private boolean filed;

  /** How many items the model has seen expire. */
  private int expiredCount;

  @Property(tries = 150)
  void anyOrder_rowsAreTheItemsTimesAndEveryExpiredItemGoesOnce(@ForAll long seed) {
    begin(seed);
    for (int step = 0; step < 100; step++) {
      switch (random.nextInt(16)) {
        case 0, 1, 2 -> now = now.plusMillis(random.nextInt(8_000));
        case 3 -> changeTimeToLive();
        case 4 -> file();
        case 5, 6 -> sweep(random.nextBoolean());
        case 7 -> clear(random.nextBoolean());
        default -> write(randomId());
      }
      followExpiries();
      assertThat(items()).isEqualTo(model);
      assertRows();
    }
    end();
  }

  private void begin(long seed) {
    store = new InMemoryStore();
    random = new Random(seed);
    now = Instant.parse("2026-01-02T03:04:05.678Z");
    partitions = new DecidingRouter(store, () -> now, TABLE);
    partitions.throttle(write -> isOwn(write) && random.nextInt(6) == 0);
    partitions.beforeWrite(write -> {
      if (isOwn(write) && random.nextInt(3) == 0) {
        write(random.nextBoolean() ? idOf(write.key()) : randomId());
      }
    });
    model.clear();
    timeToLive = null;
    generation = 0;
    filed = false;
    expiredCount = 0;
  }

  private static boolean isOwn(Write write) {
    return write instanceof Write.Unconditional;
  }

  /** When nothing interferes any more, the next pass and sweep do all that is to be done. */
  private void end() {
    partitions.throttle(_ -> false);
    partitions.beforeWrite(_ -> {});
    file();
    sweep(true);
    clear(true);
    followExpiries();
    model.forEach((_, item) -> assertThat(isDue(item)).isFalse());
    assertThat(items()).isEqualTo(model);
    assertThat(filedItems()).isEqualTo(expectedRows());
    var expired = partitions.changes().stream().filter(ItemChange::expired).toList();
    assertThat(expired).hasSize(expiredCount).allMatch(ItemChange::removed);
  }

  private void changeTimeToLive() {
    if (timeToLive == null) {
      timeToLive = new TimeToLive(ATTRIBUTES.get(random.nextInt(2)), ++generation);
      filed = model.isEmpty();
    } else {
      timeToLive = null;
    }
    partitions.redefine(timeToLive);
  }

  private IntactRows rows() {
    return new IntactRows(store, "Time to live");
  }

  private void file() {
    if (timeToLive != null
        && run(FilingPass.of(rows(), partitions, TABLE, timeToLive, damagedItems, 3))) {
      filed = true;
    }
  }

  /** A pass that a crash interrupts begins again at the next look. */
  private void sweep(boolean toItsEnd) {
    if (timeToLive != null) {
      Task sweep = ExpirySweep.of(rows(), partitions, TABLE, timeToLive, damagedItems, 2, now);
      if (toItsEnd) {
        run(sweep);
      } else {
        join(sweep);
      }
    }
  }

  private void clear(boolean toItsEnd) {
    if (generation == 0) {
      return;
    }
    var status =
        timeToLive == null ? TableTimeToLive.Status.DISABLED : TableTimeToLive.Status.ENABLED;
    var state = new TableTimeToLive(new TimeToLive("any", generation), status, 0);
    Task clearing = Clearing.of(store, TABLE, state, 2);
    if (toItsEnd) {
      run(clearing);
    } else {
      join(clearing);
    }
  }

  /** Whether a task came to its end; as with a crash, it may not. */
  private boolean run(Task task) {
    Task rest = task;
    for (int i = 0; i < 200; i++) {
      rest = join(rest).rest();
      if (rest == null) {
        return true;
      }
    }
    return false;
  }

  private static Task.Step join(Task task) {
    return task.step().toCompletableFuture().join();
  }

  private String randomId() {
    return String.valueOf((char) ('a' + random.nextInt(6)));
  }

  private static String idOf(ItemKey key) {
    return key.partitionKey() instanceof S(var id) ? id : "";
  }

  private void write(String id) {
    followExpiries();
    var item = model.get(id);
    switch (random.nextInt(5)) {
      case 0 -> {
        model.remove(id);
        decide(new Write.Delete(key(id), null, false));
      }
      case 1 -> {
        var time = randomTime();
        var attribute = ATTRIBUTES.get(random.nextInt(2));
        (item == null ? model.computeIfAbsent(id, TimeToLivePropertyTest::bare) : item)
            .put(attribute, time);
        decide(update(id, "SET " + attribute + " = :v", time));
      }
      case 2 -> {
        if (item != null) {
          item.remove("t");
        }
        decide(update(id, "REMOVE t", null));
      }
      default -> {
        var fresh = bare(id);
        if (random.nextInt(4) > 0) {
          fresh.put("t", randomTime());
        }
        if (random.nextInt(4) > 0) {
          fresh.put("u", randomTime());
        }
        model.put(id, fresh);
        decide(new Write.Put(key(id), EncodedItem.of(new Item(fresh)), null, false));
      }
    }
  }

  private void decide(Write write) {
    partitions.write(TABLE, write).toCompletableFuture().join();
  }

  private AttributeValue randomTime() {
    long second = now.getEpochSecond();
    return switch (random.nextInt(8)) {
      case 0 -> new S("soon");
      case 1 -> new N(BigDecimal.valueOf(second - FIVE_YEARS_SECONDS - random.nextInt(100)));
      case 2 -> new N(new BigDecimal(random.nextBoolean() ? "1E40" : "-5"));
      case 3 -> new N(BigDecimal.valueOf(second).add(new BigDecimal("0.5")));
      case 4 -> new N(BigDecimal.valueOf(second - random.nextInt(5)));
      default -> new N(BigDecimal.valueOf(second + random.nextInt(20)));
    };
  }

  /** Removes from the model what the service says has expired, if it might have. */
  private void followExpiries() {
    var expired =
        partitions.changes().stream().filter(ItemChange::expired).skip(expiredCount).toList();
    for (ItemChange change : expired) {
      expiredCount++;
      if (change.keys().item().get("pk") instanceof S(var id)) {
        var item = model.remove(id);
        assertThat(Objects.requireNonNull(change.oldImage()).item().attributes()).isEqualTo(item);
        assertThat(isDue(Objects.requireNonNull(item))).as("%s is due", item).isTrue();
      }
    }
  }

  private boolean isDue(Map<String, AttributeValue> item) {
    return timeToLive != null
        && item.get(timeToLive.attributeName()) instanceof N(var number)
        && number.compareTo(BigDecimal.valueOf(now.getEpochSecond())) < 0
        && number.compareTo(BigDecimal.valueOf(now.getEpochSecond() - FIVE_YEARS_SECONDS)) >= 0;
  }

  /** Until all items that were there before are filed, some of the rows may be missing. */
  private void assertRows() {
    var present = filedItems();
    present.removeIf(row -> timeToLive == null || row.generation() < generation);
    if (filed && timeToLive != null) {
      assertThat(present).isEqualTo(expectedRows());
    } else {
      assertThat(expectedRows()).containsAll(present);
    }
  }

  private Set<FiledItem> expectedRows() {
    var expected = new HashSet<FiledItem>();
    model.forEach((id, item) -> {
      if (timeToLive != null
          && item.get(timeToLive.attributeName()) instanceof N(var number)
          && number.signum() > 0
          && number.precision() - number.scale() < 20) {
        expected.add(new FiledItem(generation, number.longValue(), key(id)));
      }
    });
    return expected;
  }

  private Set<FiledItem> filedItems() {
    var rows = new HashSet<FiledItem>();
    store
        .scan(
            RowKeys.timesToLiveBefore(TABLE.id(), Long.MAX_VALUE),
            Direction.FORWARD,
            (key, _) -> rows.add(RowKeys.filedItem(key)))
        .toCompletableFuture()
        .join();
    return rows;
  }

  private Map<String, Map<String, AttributeValue>> items() {
    var items = new TreeMap<String, Map<String, AttributeValue>>();
    var rows = new ArrayList<byte[]>();
    store
        .scan(RowKeys.items(TABLE.id()), Direction.FORWARD, (_, value) -> rows.add(value))
        .toCompletableFuture()
        .join();
    for (byte[] row : rows) {
      var attributes = EncodedItem.ofStored(row).item().attributes();
      if (attributes.get("pk") instanceof S(var id)) {
        items.put(id, attributes);
      }
    }
    return items;
  }

  private static Map<String, AttributeValue> bare(String id) {
    return new LinkedHashMap<>(TABLE.keySchema().toItem(key(id)).attributes());
  }

  private static ItemKey key(String id) {
    return new ItemKey(new S(id), new N(BigDecimal.ONE));
  }

  private static Write update(String id, String expression, @Nullable AttributeValue value) {
    var values = value == null ? null : Map.of(":v", value);
    var update = ExpressionParser.update(expression, new Placeholders(null, values));
    return new Write.UpdateItem(key(id), update, null, false);
  }
}
