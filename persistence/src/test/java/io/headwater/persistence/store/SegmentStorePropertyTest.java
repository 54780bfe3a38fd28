package io.headwater.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.persistence.store.Store.Direction;
import io.headwater.persistence.store.Store.Durability;
import io.headwater.persistence.testing.TestSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** The store against a map, over random histories with restarts in between. */
class SegmentStorePropertyTest {
  private static final List<String> LOGS = List.of("a", "ab", "b");

  /** Small, so that histories reach LevelDB's tables and go through many segments. */
  private static final Map<String, String> SMALL =
      Map.of("write-buffer", "64 KiB", "segment-size", "64 KiB");

  /** What lies between a store and the next one in its directory. */
  enum Ending {
    CLOSED,
    KILLED,
    INDEX_LOST
  }

  /** One step of a history. */
  sealed interface Step {
    record Write(String logId, int entries, List<RowChange> changes, Durability durability)
        implements Step {}

    record Trim(String logId, int distance) implements Step {}

    record Forget(String logId, List<byte[]> rowKeys) implements Step {}

    record RemoveRows(KeyRange range, int maxRows) implements Step {}

    record Scan(KeyRange range, Direction direction) implements Step {}

    record Reopen(Ending ending) implements Step {}
  }

  /** What the store should hold. */
  private static final class Model {
    final NavigableMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
    final Map<String, Long> highest = new HashMap<>();
    final Map<String, Long> lowest = new HashMap<>();

    NavigableMap<byte[], byte[]> range(KeyRange range) {
      NavigableMap<byte[], byte[]> result = new TreeMap<>(Arrays::compareUnsigned);
      byte[] to = range.to();
      rows.tailMap(range.from(), true)
          .forEach((key, value) -> {
            if (to == null || Arrays.compareUnsigned(key, to) < 0) {
              result.put(key, value);
            }
          });
      return result;
    }
  }

  @Property(tries = 40)
  void store_anyHistory_equalsTheModel(@ForAll("histories") List<Step> history) throws IOException {
    Path directory = Files.createTempDirectory("headwater-store");
    var model = new Model();
    var store = SegmentStore.open(TestSettings.with(directory, SMALL));
    try {
      for (Step step : history) {
        if (step instanceof Step.Reopen(var ending)) {
          end(store, directory, ending);
          store = SegmentStore.open(TestSettings.with(directory, SMALL));
        } else {
          apply(step, store, model);
        }
      }
      assertSame(store, model);
    } finally {
      store.close();
      deleteAll(directory);
    }
  }

  private static void end(SegmentStore store, Path directory, Ending ending) throws IOException {
    switch (ending) {
      case CLOSED -> store.close();
      case KILLED -> store.abandon();
      case INDEX_LOST -> {
        store.abandon();
        deleteAll(directory.resolve("leveldb"));
      }
    }
  }

  private static void apply(Step step, Store store, Model model) {
    switch (step) {
      case Step.Write write -> write(write, store, model);
      case Step.Trim(var logId, var distance) -> {
        long highest = model.highest.getOrDefault(logId, 0L);
        long toNr = highest - distance;
        Stages.await(store.trimLog(logId, toNr));
        model.lowest.merge(logId, Math.min(toNr, highest) + 1, Math::max);
      }
      case Step.Forget(var logId, var rowKeys) -> {
        Stages.await(store.forgetLog(logId, rowKeys));
        model.highest.remove(logId);
        model.lowest.remove(logId);
        rowKeys.forEach(model.rows::remove);
      }
      case Step.RemoveRows(var range, var maxRows) -> {
        List<byte[]> expected = model.range(range).keySet().stream().limit(maxRows).toList();
        byte[] next = Stages.await(store.removeRows(range, maxRows));
        assertThat(next)
            .isEqualTo(expected.size() < maxRows ? null : KeyRange.successorOf(expected.getLast()));
        expected.forEach(model.rows::remove);
      }
      case Step.Scan(var range, var direction) ->
          assertThat(scan(store, range, direction))
              .containsExactlyElementsOf(
                  direction == Direction.FORWARD
                      ? List.copyOf(model.range(range).keySet())
                      : List.copyOf(model.range(range).descendingKeySet()));
      case Step.Reopen _ -> throw new AssertionError("Handled by the caller");
    }
  }

  private static void write(Step.Write write, Store store, Model model) {
    long highest = model.highest.getOrDefault(write.logId(), 0L);
    List<LogEntry> entries = new ArrayList<>();
    for (int i = 1; i <= write.entries(); i++) {
      entries.add(new LogEntry(highest + i, entryBytes(write.logId(), highest + i)));
    }
    Stages.await(
        store.write(
            List.of(new LogWrite(write.logId(), entries, write.changes())), write.durability()));
    model.highest.put(write.logId(), highest + write.entries());
    for (RowChange change : write.changes()) {
      byte[] value = change.value();
      if (value == null) {
        model.rows.remove(change.key());
      } else {
        model.rows.put(change.key(), value);
      }
    }
  }

  private static void assertSame(Store store, Model model) {
    List<byte[]> values = new ArrayList<>();
    Stages.await(
        store.scan(
            new KeyRange(new byte[0], null), Direction.FORWARD, (_, value) -> values.add(value)));
    assertThat(values).containsExactlyElementsOf(model.rows.values());
    for (String logId : LOGS) {
      long highest = model.highest.getOrDefault(logId, 0L);
      long lowest = Math.max(1, model.lowest.getOrDefault(logId, 1L));
      assertThat(Stages.await(store.highestNr(logId))).isEqualTo(highest);
      assertThat(Stages.await(store.lowestNr(logId))).isEqualTo(lowest);
      List<byte[]> expected = new ArrayList<>();
      for (long nr = lowest; nr <= highest; nr++) {
        expected.add(entryBytes(logId, nr));
      }
      List<byte[]> read = new ArrayList<>();
      Stages.await(store.readLog(logId, 1, (_, bytes) -> read.add(bytes)));
      assertThat(read).containsExactlyElementsOf(expected);
    }
  }

  private static List<byte[]> scan(Store store, KeyRange range, Direction direction) {
    List<byte[]> keys = new ArrayList<>();
    Stages.await(store.scan(range, direction, (key, _) -> keys.add(key)));
    return keys;
  }

  private static byte[] entryBytes(String logId, long nr) {
    return ByteBuffer.allocate(12).putInt(logId.hashCode()).putLong(nr).array();
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<String> logId = Arbitraries.of(LOGS);
    Arbitrary<byte[]> key =
        Arbitraries.bytes()
            .array(byte[].class)
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(bytes -> {
              bytes[0] = (byte) (Byte.toUnsignedInt(bytes[0]) | 0x10);
              return bytes;
            });
    Arbitrary<RowChange> change =
        Combinators.combine(
                key, Arbitraries.bytes().array(byte[].class).ofMaxSize(2_000).injectNull(0.3))
            .as((rowKey, value) -> change(rowKey, value));
    Arbitrary<KeyRange> range =
        Combinators.combine(key, key.injectNull(0.2)).as((from, to) -> new KeyRange(from, to));
    return Arbitraries.<Step>frequencyOf(
            Tuple.of(
                10,
                Combinators.combine(
                        logId,
                        Arbitraries.integers().between(0, 20),
                        change.list().ofMaxSize(20),
                        Arbitraries.of(Durability.class))
                    .as(Step.Write::new)),
            Tuple.of(
                2,
                Combinators.combine(logId, Arbitraries.integers().between(-2, 10))
                    .as(Step.Trim::new)),
            Tuple.of(1, Combinators.combine(logId, key.list().ofMaxSize(2)).as(Step.Forget::new)),
            Tuple.of(
                1,
                Combinators.combine(range, Arbitraries.integers().between(1, 5))
                    .as(Step.RemoveRows::new)),
            Tuple.of(
                3, Combinators.combine(range, Arbitraries.of(Direction.class)).as(Step.Scan::new)),
            Tuple.of(2, Arbitraries.of(Ending.class).map(Step.Reopen::new)))
        .list()
        .ofMaxSize(40);
  }

  private static RowChange change(byte[] key, byte @Nullable [] value) {
    return new RowChange(key, value);
  }

  private static void deleteAll(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
