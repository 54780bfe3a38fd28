package io.headwater.persistence.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.persistence.store.Store.Direction;
import io.headwater.persistence.store.Store.Durability;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every store must do, one clause of {@link Store} a test. Long because a port's whole
 * contract is read and run as one: an engine that extends this class cannot leave a part of it out.
 */
abstract class StoreContract {
  private Store store;

  /** Opens an empty store. */
  abstract Store openStore();

  @BeforeEach
  void open() {
    store = openStore();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void write_entriesAndRows_areReadable(Durability durability) {
    var write =
        new LogWrite("log", List.of(entry(1), entry(2)), List.of(put("a", "1"), put("b", "2")));

    await(store.write(List.of(write), durability));

    assertThat(readLog("log", 1)).containsExactly("1=e1", "2=e2");
    assertThat(get("a")).isEqualTo("1");
    assertThat(get("b")).isEqualTo("2");
  }

  @Test
  void write_sameKeyTwice_lastChangeWins() {
    await(writeRows(put("a", "1"), RowChange.remove(key("a")), put("a", "2")));
    await(writeRows(put("b", "1"), RowChange.remove(key("b"))));

    assertThat(get("a")).isEqualTo("2");
    assertThat(get("b")).isNull();
  }

  @Test
  void write_sameLogTwiceInOneGroup_continues() {
    var first = new LogWrite("log", List.of(entry(1)), List.of(put("a", "1")));
    var second = new LogWrite("log", List.of(entry(2)), List.of(put("a", "2")));

    await(store.write(List.of(first, second), Durability.SYNCED));

    assertThat(readLog("log", 1)).containsExactly("1=e1", "2=e2");
    assertThat(get("a")).isEqualTo("2");
  }

  @Test
  void write_emptyValues_areNotRemovals() {
    await(writeRows(put("a", "")));

    assertThat(get("a")).isEmpty();
  }

  @Test
  void write_numberTaken_failsWholeGroupAndStoreGoesOn() {
    await(append("log", 1));
    var other = new LogWrite("other", List.of(entry(1)), List.of(put("a", "1")));
    var taken = new LogWrite("log", List.of(entry(1)), List.of(put("b", "1")));

    assertThatThrownBy(() -> await(store.write(List.of(other, taken), Durability.SYNCED)))
        .isInstanceOf(LogFencedException.class)
        .extracting(fenced -> ((LogFencedException) fenced).logId())
        .isEqualTo("log");

    assertThat(get("a")).isNull();
    assertThat(get("b")).isNull();
    assertThat(await(store.highestNr("other"))).isZero();
    await(append("log", 2));
    await(append("other", 1));
  }

  @Test
  void write_gapInLog_fails() {
    await(append("log", 1));

    assertThatThrownBy(() -> await(append("log", 3))).isInstanceOf(LogFencedException.class);

    assertThat(await(store.highestNr("log"))).isEqualTo(1);
  }

  @Test
  void write_gapWithinOneWrite_fails() {
    var write = new LogWrite("log", List.of(entry(1), entry(3)), List.of());

    assertThatThrownBy(() -> await(store.write(List.of(write), Durability.SYNCED)))
        .isInstanceOf(LogFencedException.class);

    await(append("log", 1));
  }

  @Test
  void write_rowKeyOfTheEngine_fails() {
    var change = RowChange.put(new byte[] {0x0F}, new byte[0]);

    assertThatThrownBy(() -> await(writeRows(change))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> await(writeRows(RowChange.remove(new byte[0]))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void multiGet_presentAndAbsent_answersInOrder() {
    await(writeRows(put("a", "1"), put("c", "3")));

    var values = await(store.multiGet(List.of(key("c"), key("b"), key("a"), key("c"))));

    assertThat(values).extracting(row -> text(row.value())).containsExactly("3", null, "1", "3");
  }

  @Test
  void multiGet_rowsAreWrittenTogetherMeanwhile_showsOneMoment() {
    await(writeRows(put("a", "0"), put("b", "0")));
    var writes =
        CompletableFuture.runAsync(() -> {
          for (int i = 1; i <= 200; i++) {
            await(writeRows(put("a", "" + i), put("b", "" + i)));
          }
        });
    List<RowRead> rows;
    do {
      rows = await(store.multiGet(List.of(key("a"), key("b"))));
      assertThat(text(rows.get(0).value())).isEqualTo(text(rows.get(1).value()));
    } while (!writes.isDone());

    writes.join();
  }

  @Test
  void multiGet_bytesReachTheBound_endsAfterThatRow() {
    await(writeRows(put("a", "12"), put("c", "345"), put("d", "6")));
    var keys = List.of(key("a"), key("b"), key("c"), key("d"));

    assertThat(await(store.multiGet(keys, 1))).hasSize(1);
    assertThat(await(store.multiGet(keys, 3))).hasSize(3);
    assertThat(await(store.multiGet(keys, 6))).hasSize(4);
    assertThat(await(store.multiGet(keys, Long.MAX_VALUE))).hasSize(4);
  }

  @Test
  void scan_forward_visitsRangeInOrder() {
    await(writeRows(put("b", "2"), put("a", "1"), put("d", "4"), put("c", "3")));

    assertThat(scan(new KeyRange(key("a"), key("d")), Direction.FORWARD))
        .containsExactly("a=1", "b=2", "c=3");
    assertThat(scan(new KeyRange(key("b"), null), Direction.FORWARD))
        .containsExactly("b=2", "c=3", "d=4");
  }

  @Test
  void scan_backward_visitsRangeInReverse() {
    await(append("log", 1));
    await(writeRows(put("b", "2"), put("a", "1"), put("d", "4"), put("c", "3")));

    assertThat(scan(new KeyRange(key("a"), key("d")), Direction.BACKWARD))
        .containsExactly("c=3", "b=2", "a=1");
    assertThat(scan(new KeyRange(key("b"), null), Direction.BACKWARD))
        .containsExactly("d=4", "c=3", "b=2");
    assertThat(scan(new KeyRange(new byte[0], null), Direction.BACKWARD))
        .containsExactly("d=4", "c=3", "b=2", "a=1");
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void scan_emptyStoreOrRange_visitsNothing(Direction direction) {
    assertThat(scan(new KeyRange(new byte[0], null), direction)).isEmpty();

    await(writeRows(put("b", "2")));

    assertThat(scan(new KeyRange(key("c"), null), direction)).isEmpty();
    assertThat(scan(new KeyRange(key("a"), key("b")), direction)).isEmpty();
    assertThat(scan(new KeyRange(key("c"), key("a")), direction)).isEmpty();
    assertThat(scan(new KeyRange(key("b"), key("b")), direction)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void scan_keysBeyond127_orderUnsigned(Direction direction) {
    byte[] low = {0x10, 0x7F};
    byte[] high = {0x10, (byte) 0x80};
    await(writeRows(RowChange.put(high, new byte[0]), RowChange.put(low, new byte[0])));
    List<byte[]> visited = new ArrayList<>();

    await(
        store.scan(
            KeyRange.withPrefix(new byte[] {0x10}), direction, (key, _) -> visited.add(key)));

    assertThat(visited)
        .containsExactlyElementsOf(
            direction == Direction.FORWARD ? List.of(low, high) : List.of(high, low));
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void scan_visitorStops_endsAtThatRow(Direction direction) {
    await(writeRows(put("a", "1"), put("b", "2"), put("c", "3")));
    List<String> visited = new ArrayList<>();

    await(
        store.scan(
            new KeyRange(key("a"), null),
            direction,
            (key, _) -> {
              visited.add(name(key));
              return visited.size() < 2;
            }));

    assertThat(visited).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void scanJoined_someRowsHaveNone_showsEachWithItsOwn(Direction direction) {
    await(writeRows(put("a", "x"), put("b", "y"), put("c", "z"), put("x", "1"), put("z", "3")));

    List<String> visited = scanJoined(new KeyRange(key("a"), key("d")), direction, () -> {});

    var forward = List.of("a=x=1", "b=y=null", "c=z=3");
    assertThat(visited).isEqualTo(direction == Direction.FORWARD ? forward : forward.reversed());
  }

  @Test
  void scanJoined_visitorStops_endsAtThatRow() {
    await(writeRows(put("a", "x"), put("b", "x")));
    List<String> visited = new ArrayList<>();

    await(
        store.scanJoined(
            new KeyRange(key("a"), null),
            Direction.FORWARD,
            joining((key, _, _) -> {
              visited.add(name(key));
              return false;
            })));

    assertThat(visited).containsExactly("a");
  }

  @Test
  void scanJoined_writesMeanwhile_areNotSeen() {
    await(writeRows(put("a", "x"), put("b", "y"), put("x", "1"), put("y", "1")));
    var range = new KeyRange(key("a"), key("d"));

    List<String> visited =
        scanJoined(
            range,
            Direction.FORWARD,
            () -> await(writeRows(put("b", "x"), put("c", "y"), put("x", "2"), put("y", "2"))));

    assertThat(visited).containsExactly("a=x=1", "b=y=1");
    assertThat(scanJoined(range, Direction.FORWARD, () -> {}))
        .containsExactly("a=x=2", "b=x=2", "c=y=2");
  }

  @Test
  void scan_writesMeanwhile_areNotSeen() {
    await(writeRows(put("a", "1"), put("b", "1"), put("c", "1")));
    List<String> visited = new ArrayList<>();

    await(
        store.scan(
            new KeyRange(key("a"), null),
            Direction.FORWARD,
            (key, value) -> {
              await(writeRows(put("b", "2"), RowChange.remove(key("c")), put("d", "2")));
              return visited.add(name(key) + "=" + text(value));
            }));

    assertThat(visited).containsExactly("a=1", "b=1", "c=1");
    assertThat(scan(new KeyRange(key("a"), null), Direction.FORWARD))
        .containsExactly("a=1", "b=2", "d=2");
  }

  @Test
  void scan_visitorThrows_failsAndStoreGoesOn() {
    await(writeRows(put("a", "1")));

    assertThatThrownBy(() ->
            await(
                store.scan(
                    new KeyRange(key("a"), null),
                    Direction.FORWARD,
                    (_, _) -> {
                      throw new IllegalStateException("visitor");
                    })))
        .hasMessage("visitor");

    assertThat(get("a")).isEqualTo("1");
  }

  @Test
  void readLog_fromWithin_startsThere() {
    await(append("log", 1, 2, 3));

    assertThat(readLog("log", 2)).containsExactly("2=e2", "3=e3");
    assertThat(readLog("log", 4)).isEmpty();
    assertThat(readLog("log", 0)).hasSize(3);
    assertThat(readLog("none", 1)).isEmpty();
  }

  @Test
  void readLog_visitorStops_endsAtThatEntry() {
    await(append("log", 1, 2, 3));
    List<Long> visited = new ArrayList<>();

    await(
        store.readLog(
            "log",
            1,
            (nr, _) -> {
              visited.add(nr);
              return nr < 2;
            }));

    assertThat(visited).containsExactly(1L, 2L);
  }

  @Test
  void readLog_idsThatArePrefixes_doNotMix() {
    await(append("log", 1));
    await(append("log-2", 1, 2));
    await(append("lo", 1, 2, 3));

    assertThat(readLog("log", 1)).hasSize(1);
    assertThat(readLog("log-2", 1)).hasSize(2);
    assertThat(readLog("lo", 1)).hasSize(3);
  }

  @Test
  void highestAndLowestNr_newLog_areZeroAndOne() {
    assertThat(await(store.highestNr("log"))).isZero();
    assertThat(await(store.lowestNr("log"))).isEqualTo(1);
  }

  @Test
  void trimLog_prefix_keepsTheRestAndTheNumbers() {
    await(append("log", 1, 2, 3));

    await(store.trimLog("log", 2));

    assertThat(readLog("log", 1)).containsExactly("3=e3");
    assertThat(await(store.lowestNr("log"))).isEqualTo(3);
    assertThat(await(store.highestNr("log"))).isEqualTo(3);
  }

  @Test
  void trimLog_everything_keepsTheHighestNumber() {
    await(append("log", 1, 2, 3));

    await(store.trimLog("log", Long.MAX_VALUE));
    await(store.trimLog("log", 2));

    assertThat(readLog("log", 1)).isEmpty();
    assertThat(await(store.highestNr("log"))).isEqualTo(3);
    assertThat(await(store.lowestNr("log"))).isEqualTo(4);
    await(append("log", 4));
    assertThat(readLog("log", 1)).containsExactly("4=e4");
  }

  @Test
  void trimLog_unknownLog_doesNothing() {
    await(store.trimLog("log", 10));

    assertThat(await(store.highestNr("log"))).isZero();
    assertThat(await(store.lowestNr("log"))).isEqualTo(1);
  }

  @Test
  void forgetLog_writtenLog_leavesNothingOfItAndOfItsRows() {
    await(
        store.write(
            List.of(
                new LogWrite("log", List.of(entry(1), entry(2), entry(3)), List.of(put("a", "1"))),
                new LogWrite("log2", List.of(entry(1)), List.of(put("b", "2")))),
            Durability.SYNCED));
    await(store.trimLog("log", 1));

    await(store.forgetLog("log", List.of(key("a"))));
    await(store.forgetLog("log", List.of(key("a"))));

    assertThat(readLog("log", 1)).isEmpty();
    assertThat(await(store.highestNr("log"))).isZero();
    assertThat(await(store.lowestNr("log"))).isEqualTo(1);
    assertThat(get("a")).isNull();
    assertThat(readLog("log2", 1)).containsExactly("1=e1");
    assertThat(get("b")).isEqualTo("2");
  }

  @Test
  void forgetLog_unknownLog_removesTheRows() {
    await(writeRows(put("a", "1")));

    await(store.forgetLog("log", List.of(key("a"))));

    assertThat(await(store.highestNr("log"))).isZero();
    assertThat(get("a")).isNull();
  }

  @Test
  void forgetLog_rowKeyOfTheEngine_failsAndKeepsTheLog() {
    await(append("log", 1));

    assertThatThrownBy(() -> await(store.forgetLog("log", List.of(new byte[] {1}))))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(await(store.highestNr("log"))).isEqualTo(1);
  }

  @Test
  void removeRows_moreThanMax_removesTheFirst() {
    await(writeRows(put("a", "1"), put("b", "2"), put("c", "3"), put("d", "4")));
    var range = new KeyRange(key("a"), key("d"));

    byte[] next = Objects.requireNonNull(await(store.removeRows(range, 2)));
    assertThat(Arrays.compareUnsigned(next, key("b"))).isPositive();
    assertThat(await(store.removeRows(new KeyRange(next, range.to()), 2))).isNull();

    assertThat(scan(new KeyRange(key("a"), null), Direction.FORWARD)).containsExactly("d=4");
  }

  @Test
  void sync_afterBufferedWrite_succeeds() {
    await(
        store.write(
            List.of(new LogWrite("log", List.of(entry(1)), List.of())), Durability.BUFFERED));

    await(store.sync());

    assertThat(readLog("log", 1)).hasSize(1);
  }

  @Test
  void close_laterCalls_fail() {
    store.close();
    store.close();

    assertThatThrownBy(() -> get("a")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> await(append("log", 1))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> readLog("log", 1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> await(store.sync())).isInstanceOf(IllegalStateException.class);
  }

  private CompletionStage<Void> append(String logId, long... numbers) {
    List<LogEntry> entries = new ArrayList<>();
    for (long nr : numbers) {
      entries.add(entry(nr));
    }
    return store.write(List.of(new LogWrite(logId, entries, List.of())), Durability.SYNCED);
  }

  private CompletionStage<Void> writeRows(RowChange... changes) {
    return store.write(
        List.of(new LogWrite("rows", List.of(), List.of(changes))), Durability.SYNCED);
  }

  private @Nullable String get(String name) {
    return text(await(store.get(key(name))));
  }

  private List<String> scan(KeyRange range, Direction direction) {
    List<String> visited = new ArrayList<>();
    await(store.scan(range, direction, (key, value) -> visited.add(name(key) + "=" + text(value))));
    return visited;
  }

  /** Scans rows whose values name the rows that they are joined to. */
  private List<String> scanJoined(KeyRange range, Direction direction, Runnable beforeEachRow) {
    List<String> visited = new ArrayList<>();
    await(
        store.scanJoined(
            range,
            direction,
            joining((key, value, joined) -> {
              beforeEachRow.run();
              return visited.add(name(key) + "=" + text(value) + "=" + text(joined));
            })));
    return visited;
  }

  private interface JoinedRow {
    boolean row(byte[] key, byte[] value, byte @Nullable [] joined);
  }

  private static Store.JoinedRowVisitor joining(JoinedRow visitor) {
    return new Store.JoinedRowVisitor() {
      @Override
      public byte[] joinedKey(byte[] key, byte[] value) {
        return key(Objects.requireNonNull(text(value)));
      }

      @Override
      public boolean row(byte[] key, byte[] value, byte @Nullable [] joined) {
        return visitor.row(key, value, joined);
      }
    };
  }

  private List<String> readLog(String logId, long fromNr) {
    List<String> visited = new ArrayList<>();
    await(store.readLog(logId, fromNr, (nr, bytes) -> visited.add(nr + "=" + text(bytes))));
    return visited;
  }

  private static LogEntry entry(long nr) {
    return new LogEntry(nr, ("e" + nr).getBytes(UTF_8));
  }

  private static RowChange put(String name, String value) {
    return RowChange.put(key(name), value.getBytes(UTF_8));
  }

  private static byte[] key(String name) {
    return ("\u0010" + name).getBytes(UTF_8);
  }

  private static String name(byte[] key) {
    return new String(key, 1, key.length - 1, UTF_8);
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, UTF_8);
  }

  private static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
    return Stages.await(stage);
  }
}
