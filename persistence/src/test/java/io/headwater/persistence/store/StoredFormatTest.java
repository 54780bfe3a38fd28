package io.headwater.persistence.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.persistence.segment.SegmentLog;
import io.headwater.persistence.store.IndexValue.Kind;
import io.headwater.persistence.store.Store.Durability;
import io.headwater.persistence.testing.GoldenFile;
import io.headwater.persistence.testing.TestSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store's formats, byte for byte. */
class StoredFormatTest {
  private static final GoldenFile VERSION_1 = GoldenFile.of("segments-v1.txt");
  private static final GoldenFile GOLDEN = GoldenFile.of("segments-v2.txt");
  private static final byte[] KEY = "\u0010key".getBytes(UTF_8);

  @TempDir Path directory;

  @Test
  void segment_isTheGoldenFiles() throws IOException {
    try (var store = SegmentStore.open(TestSettings.in(directory))) {
      var entry = new LogEntry(1, "entry".getBytes(UTF_8));
      var changes =
          List.of(
              RowChange.put(KEY, "value".getBytes(UTF_8)),
              RowChange.remove("\u0010gone".getBytes(UTF_8)));
      Stages.await(
          store.write(
              List.of(new LogWrite("läuft-1", List.of(entry), changes)), Durability.SYNCED));
      Stages.await(store.trimLog("läuft-1", 1));
    }

    byte[] segment = Files.readAllBytes(directory.resolve("segments").resolve("0000000001.seg"));
    byte[] golden = GOLDEN.bytes("segment");
    assertThat(Arrays.copyOf(segment, golden.length)).isEqualTo(golden);
    assertThat(segment[golden.length]).isZero();
    assertThat(Files.readAllBytes(directory.resolve("tip"))).isEqualTo(GOLDEN.bytes("tip"));
  }

  @Test
  void segmentOfAForgottenLog_isTheGoldenFiles() throws IOException {
    try (var store = SegmentStore.open(TestSettings.in(directory))) {
      var entry = new LogEntry(1, "entry".getBytes(UTF_8));
      var row = RowChange.put(KEY, "value".getBytes(UTF_8));
      Stages.await(
          store.write(
              List.of(new LogWrite("läuft-1", List.of(entry), List.of(row))), Durability.SYNCED));
      Stages.await(store.forgetLog("läuft-1", List.of(KEY)));
    }

    byte[] segment = Files.readAllBytes(directory.resolve("segments").resolve("0000000001.seg"));
    byte[] golden = GOLDEN.bytes("segment of a forgotten log");
    assertThat(Arrays.copyOf(segment, golden.length)).isEqualTo(golden);
    assertThat(segment[golden.length]).isZero();
  }

  @Test
  void segmentOfVersion1_isReadAndFollowedByOneOfThisVersion() throws IOException {
    Files.createDirectory(directory.resolve("segments"));
    Path segment = StoreFiles.segment(directory, 1);
    byte[] golden = VERSION_1.bytes("segment");
    Files.write(segment, Arrays.copyOf(golden, 64 * 1024));
    Files.write(directory.resolve("tip"), VERSION_1.bytes("tip"));

    try (var store = SegmentStore.open(TestSettings.in(directory))) {
      assertThat(Stages.await(store.get(KEY))).isEqualTo("value".getBytes(UTF_8));
      assertThat(Stages.await(store.highestNr("läuft-1"))).isEqualTo(1);
      assertThat(Stages.await(store.lowestNr("läuft-1"))).isEqualTo(2);
      var entry = new LogEntry(2, "entry".getBytes(UTF_8));
      Stages.await(
          store.write(
              List.of(new LogWrite("läuft-1", List.of(entry), List.of())), Durability.SYNCED));
    }

    byte[] ended = Files.readAllBytes(segment);
    byte[] end = VERSION_1.bytes("segment end");
    assertThat(Arrays.copyOf(ended, golden.length)).isEqualTo(golden);
    assertThat(Arrays.copyOfRange(ended, golden.length, golden.length + end.length)).isEqualTo(end);
    assertThat(StoreFiles.segment(directory, 2)).exists();
    try (var store = SegmentStore.open(TestSettings.in(directory))) {
      assertThat(Stages.await(store.highestNr("läuft-1"))).isEqualTo(2);
      assertThat(Stages.await(store.get(KEY))).isEqualTo("value".getBytes(UTF_8));
    }
  }

  @Test
  void indexValues_areTheGoldenFiles() throws IOException {
    ByteBuffer value = ByteBuffer.wrap("value".getBytes(UTF_8));

    assertThat(IndexValue.near(KEY, value, 0x1_0000_0010L)).isEqualTo(GOLDEN.bytes("near"));
    assertThat(IndexValue.far(KEY, value, 0x1_0000_0010L)).isEqualTo(GOLDEN.bytes("far"));
    try (var segments = SegmentLog.open(directory, 64 * 1024)) {
      assertThat(IndexValue.open(KEY, GOLDEN.bytes("near"), Kind.ROW, segments))
          .isEqualTo(value.array());
    }
  }

  @Test
  void log_isTheGoldenFiles() {
    byte[] logId = StoredKeys.logId("läuft-1");

    var log = LogState.of(logId, GOLDEN.bytes("log"));

    assertThat(log.metaKey).isEqualTo(GOLDEN.bytes("log key"));
    assertThat(log.highestNr).isEqualTo(258);
    assertThat(log.lowestNr).isEqualTo(200);
    assertThat(log.position).isEqualTo(0x1_0000_0010L);
    assertThat(IndexValue.log(log.metaKey, log)).isEqualTo(GOLDEN.bytes("log"));
    assertThat(log.entryKey(258)).isEqualTo(GOLDEN.bytes("log entry key"));
    assertThat(StoredKeys.entryNr(log.entryKey(258))).isEqualTo(258);
    assertThat(StoredKeys.logIdOf(log.entryKey(258))).isEqualTo(logId);
    assertThat(StoredKeys.logIdOf(log.metaKey)).isEqualTo(logId);
  }
}
