package io.headwater.persistence.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.persistence.store.StoredValue.Kind;
import io.headwater.persistence.testing.GoldenFile;
import org.junit.jupiter.api.Test;

/** The store's formats, byte for byte. */
class StoredFormatTest {
  private static final GoldenFile GOLDEN = GoldenFile.of("store-v1.txt");

  @Test
  void formatRow_isTheGoldenFiles() {
    assertThat(StoredKeys.FORMAT).isEqualTo(GOLDEN.bytes("format row key"));
    assertThat(StoredValue.seal(StoredKeys.FORMAT, new byte[] {1}))
        .isEqualTo(GOLDEN.bytes("format row value"));
  }

  @Test
  void logEntry_isTheGoldenFiles() {
    byte[] key = StoredKeys.logEntry(StoredKeys.logEntryPrefix("läuft-1"), 258);
    byte[] body = "entry".getBytes(UTF_8);

    assertThat(key).isEqualTo(GOLDEN.bytes("log entry key"));
    assertThat(StoredKeys.entryNr(key)).isEqualTo(258);
    assertThat(StoredValue.seal(key, body)).isEqualTo(GOLDEN.bytes("log entry value"));
    assertThat(StoredValue.open(key, GOLDEN.bytes("log entry value"), Kind.LOG_ENTRY))
        .isEqualTo(body);
  }

  @Test
  void logMetaRow_isTheGoldenFiles() {
    byte[] key = StoredKeys.logMeta("läuft-1");

    var log = LogState.of("läuft-1", key, GOLDEN.bytes("log meta value"));

    assertThat(key).isEqualTo(GOLDEN.bytes("log meta key"));
    assertThat(log.highestNr).isEqualTo(258);
    assertThat(log.lowestNr).isEqualTo(200);
    assertThat(log.storedMeta(258, 200)).isEqualTo(GOLDEN.bytes("log meta value"));
    assertThat(StoredKeys.logIdOfMeta(key)).isEqualTo("läuft-1");
  }
}
