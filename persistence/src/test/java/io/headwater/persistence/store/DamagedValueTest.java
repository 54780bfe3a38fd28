package io.headwater.persistence.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.persistence.store.Store.Direction;
import io.headwater.persistence.store.Store.Durability;
import io.headwater.persistence.testing.TestSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is damaged in an open store fails when it is read, and never answers something wrong. */
class DamagedValueTest {
  private static final byte[] KEY = "\u0010key".getBytes(UTF_8);
  private static final byte[] VALUE = "value".getBytes(UTF_8);

  @TempDir Path directory;

  @Test
  void get_flippedByte_failsInsteadOfAnsweringWrongData() throws IOException {
    assertDamageIsSeen(KEY, store -> Stages.await(store.get(KEY)), "A stored row");
    assertDamageIsSeen(
        KEY,
        store -> Stages.await(store.multiGet(List.of(KEY))).getFirst().value(),
        "A stored row");
    assertDamageIsSeen(
        KEY,
        store ->
            Stages.await(store.scan(new KeyRange(KEY, null), Direction.FORWARD, (_, _) -> true)),
        "A stored row");
  }

  @Test
  void readLog_flippedByte_fails() throws IOException {
    byte[] logId = StoredKeys.logId("log");
    assertDamageIsSeen(
        StoredKeys.logEntry(StoredKeys.logEntryPrefix(logId), 1),
        store -> Stages.await(store.readLog("log", 1, (_, _) -> true)),
        "A stored log entry");
    assertDamageIsSeen(
        StoredKeys.logMeta(logId),
        store -> Stages.await(store.highestNr("log")),
        "A stored log's row");
  }

  private interface Read {
    void from(Store store);
  }

  /** Flips each byte of an index's value in turn, and puts it right again. */
  private void assertDamageIsSeen(byte[] key, Read read, String message) throws IOException {
    try (var store = open()) {
      if (Stages.await(store.highestNr("log")) == 0) {
        write(store, 1);
      }
    }
    byte[] stored;
    try (var database = openDatabase()) {
      stored = Objects.requireNonNull(database.get(key));
    }
    for (int i = 0; i < stored.length; i += 3) {
      byte[] damaged = stored.clone();
      damaged[i] ^= 0x40;
      put(key, damaged);
      try (var store = open()) {
        assertThatThrownBy(() -> read.from(store))
            .as("byte " + i)
            .isInstanceOf(StoreCorruptionException.class)
            .hasMessageContaining(message);
      }
    }
    put(key, stored);
  }

  private void put(byte[] key, byte[] value) throws IOException {
    try (var database = openDatabase()) {
      database.write(batch -> batch.put(key, value));
      database.flush();
    }
  }

  @Test
  void get_flippedByteInTheSegment_fails() throws IOException {
    byte[] large = new byte[1_000];
    try (var store = open()) {
      var change = RowChange.put(KEY, large);
      Stages.await(
          store.write(List.of(new LogWrite("log", List.of(), List.of(change))), Durability.SYNCED));
    }
    Path segment = StoreFiles.segment(directory, 1);
    StoreFiles.overwrite(
        segment, StoreFiles.contentBytes(segment) + 500, 1); // Trailing zeros of the value.

    try (var store = open()) {
      assertThatThrownBy(() -> Stages.await(store.get(KEY)))
          .isInstanceOfSatisfying(
              StoreCorruptionException.class, e -> assertThat(e.rowKey()).isEqualTo(KEY))
          .hasMessageStartingWith(
              "A stored row does not match its checksum: file " + segment + " at byte ");
    }
  }

  @Test
  void multiGet_oneRowIsDamaged_readsTheOthers() throws IOException {
    byte[] first = "\u0010first".getBytes(UTF_8);
    byte[] second = "\u0010second".getBytes(UTF_8);
    try (var store = open()) {
      put(store, first, new byte[1_000]);
      put(store, second, new byte[1_000]);
    }
    Path segment = StoreFiles.segment(directory, 1);
    StoreFiles.overwrite(segment, StoreFiles.contentBytes(segment) + 500, 1); // In its zeros.

    try (var store = open()) {
      var rows = Stages.await(store.multiGet(List.of(first, second, first)));
      assertThat(rows).hasSize(3);
      assertThat(rows.get(0).value()).hasSize(1_000);
      assertThat(Objects.requireNonNull(rows.get(1).damage()).rowKey()).isEqualTo(second);
      assertThat(rows.get(2).value()).hasSize(1_000);
    }
  }

  private static void put(Store store, byte[] key, byte[] value) {
    var change = RowChange.put(key, value);
    Stages.await(
        store.write(List.of(new LogWrite("log", List.of(), List.of(change))), Durability.SYNCED));
  }

  @Test
  void get_valueOfAnotherKey_fails() throws IOException {
    try (var store = open()) {
      write(store, 1);
    }
    byte[] otherKey = "\u0010other".getBytes(UTF_8);
    try (var database = openDatabase()) {
      byte[] stored = Objects.requireNonNull(database.get(KEY));
      database.write(batch -> batch.put(otherKey, stored));
      database.flush();
    }

    try (var store = open()) {
      assertThatThrownBy(() -> Stages.await(store.get(otherKey)))
          .isInstanceOf(StoreCorruptionException.class);
    }
  }

  @Test
  void readLog_entryMissing_fails() throws IOException {
    try (var store = open()) {
      write(store, 1);
      write(store, 2);
      write(store, 3);
    }
    byte[] second = StoredKeys.logEntry(StoredKeys.logEntryPrefix(StoredKeys.logId("log")), 2);
    try (var database = openDatabase()) {
      database.write(batch -> batch.remove(second));
      database.flush();
    }

    try (var store = open()) {
      List<Long> seen = new ArrayList<>();
      assertThatThrownBy(() -> Stages.await(store.readLog("log", 1, (nr, _) -> seen.add(nr))))
          .isInstanceOf(StoreCorruptionException.class)
          .hasMessage("Log log lacks its entry 2");
      assertThat(seen).containsExactly(1L);
    }
  }

  private SegmentStore open() {
    return SegmentStore.open(TestSettings.in(directory));
  }

  /** The index itself, as another program opens it; the library is loaded by then. */
  private LevelDb openDatabase() throws IOException {
    return LevelDb.open(directory.resolve("leveldb"), TestSettings.in(directory));
  }

  private static void write(Store store, long nr) {
    var write =
        new LogWrite("log", List.of(new LogEntry(nr, VALUE)), List.of(RowChange.put(KEY, VALUE)));
    Stages.await(store.write(List.of(write), Durability.SYNCED));
  }
}
