package io.headwater.persistence.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.persistence.store.Store.Durability;
import io.headwater.persistence.testing.TestSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index that says something else than the segments is told from one that says the same. */
class InspectedIndexTest {
  private static final byte[] KEY = "\u0010key".getBytes(UTF_8);
  private static final byte[] OTHER_KEY = "\u0010other".getBytes(UTF_8);

  @TempDir Path folder;

  private final List<String> shown = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();

  private StoreSettings settings() {
    return TestSettings.in(folder.resolve("data"));
  }

  @BeforeEach
  void fill() {
    try (var store = SegmentStore.open(settings())) {
      byte[] value = new byte[500];
      var write =
          new LogWrite(
              "log",
              List.of(new LogEntry(1, value), new LogEntry(2, value)),
              List.of(RowChange.put(KEY, value)));
      Stages.await(store.write(List.of(write), Durability.SYNCED));
    }
  }

  private void alter(LevelDb.BatchFiller filler) throws IOException {
    Path database = folder.resolve("data").resolve("leveldb");
    try (var index = LevelDb.open(database, settings())) {
      index.write(filler);
      index.flush();
    }
  }

  private void compare() throws IOException {
    try (var directory = InspectedDirectory.open(folder.resolve("data"));
        var expected = directory.newIndex();
        var found = directory.checkpointedIndex()) {
      directory.segments().recover(expected.checkpoint(), expected::apply);
      InspectedIndex.compare(expected, found, new Recorder());
    }
  }

  private final class Recorder implements InspectedIndex.Visitor {
    @Override
    public void log(String logId, long lowestNr, long highestNr) {
      shown.add("%s from %d to %d".formatted(logId, lowestNr, highestNr));
    }

    @Override
    public void logEntry(String logId, long nr, byte[] bytes) {
      shown.add("%s %d".formatted(logId, nr));
    }

    @Override
    public void row(byte[] key, byte[] value) {
      shown.add(new String(key, 1, key.length - 1, UTF_8));
    }

    @Override
    public void finding(String what) {
      findings.add(what);
    }
  }

  private void assertOneFinding(String start) {
    assertThat(findings).singleElement().asString().startsWith(start);
  }

  @Test
  void compare_equal_showsEverythingOnce() throws IOException {
    compare();

    assertThat(findings).isEmpty();
    assertThat(shown).containsExactly("log from 1 to 2", "log 1", "log 2", "key");
  }

  @Test
  void compare_rowLacking_isFoundAndShown() throws IOException {
    alter(batch -> batch.remove(KEY));

    compare();

    assertOneFinding("The index lacks a row whose key begins with 10 (segment 1, byte ");
    assertThat(shown).contains("key");
  }

  @Test
  void compare_logEntryLacking_isFound() throws IOException {
    byte[] prefix = StoredKeys.logEntryPrefix("log".getBytes(UTF_8));
    alter(batch -> batch.remove(StoredKeys.logEntry(prefix, 1)));

    compare();

    assertOneFinding("The index lacks entry 1 of log log");
  }

  @Test
  void compare_rowTooMany_isFound() throws IOException {
    byte[] stored = IndexValue.near(OTHER_KEY, ByteBuffer.wrap(new byte[3]), 1L << 32);
    alter(batch -> batch.put(OTHER_KEY, stored));

    compare();

    assertThat(findings)
        .containsExactly(
            "The index has what the segments do not: a row whose key begins with 10"
                + " (segment 1, byte 0)");
  }

  @Test
  void compare_anotherValue_isFound() throws IOException {
    byte[] stored = IndexValue.near(KEY, ByteBuffer.wrap(new byte[3]), 1L << 32);
    alter(batch -> batch.put(KEY, stored));

    compare();

    assertOneFinding("The index has something else than the segments for a row");
  }

  @Test
  void walk_valueThatIsNotThere_isFoundAndTheRestShown() throws IOException {
    byte[] stored = IndexValue.far(KEY, ByteBuffer.wrap(new byte[300]), 9L << 32);
    alter(batch -> batch.put(KEY, stored));

    try (var directory = InspectedDirectory.open(folder.resolve("data"));
        var index = directory.checkpointedIndex()) {
      InspectedIndex.compare(null, index, new Recorder());
    }

    assertThat(findings)
        .singleElement()
        .asString()
        .contains("is not there", "There is no segment 9");
    assertThat(shown).containsExactly("log from 1 to 2", "log 1", "log 2");
  }
}
