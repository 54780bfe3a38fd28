package io.headwater.persistence.journal;

import static io.headwater.persistence.journal.JournalDriver.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.persistence.journal.TestEvents.Named;
import io.headwater.persistence.testing.GoldenFile;
import io.headwater.persistence.testing.InMemoryStore;
import java.util.Arrays;
import java.util.Objects;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.persistence.PersistentRepr;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EntryCodecTest {
  private static final GoldenFile GOLDEN = GoldenFile.of("journal-entries-v1.txt");
  private static final long NOW_MILLIS = 1_700_000_000_000L;

  private static JournalDriver journal;
  private static EntryCodec codec;

  @BeforeAll
  static void start() {
    journal = JournalDriver.over(new InMemoryStore());
    codec = new EntryCodec((ExtendedActorSystem) journal.system);
  }

  @AfterAll
  static void stop() {
    journal.close();
  }

  @Test
  void encode_eventsOfTheGoldenFile_areItsBytes() {
    assertThat(codec.encode(plain(), NOW_MILLIS)).isEqualTo(GOLDEN.bytes("event"));
    assertThat(codec.encode(full(), NOW_MILLIS)).isEqualTo(GOLDEN.bytes("event with metadata"));
    assertThat(EntryCodec.NOTHING).isEqualTo(GOLDEN.bytes("nothing"));
  }

  @Test
  void decode_bytesOfTheGoldenFile_areItsEvents() {
    assertThat(decode(GOLDEN.bytes("event"))).isEqualTo(plain().withTimestamp(NOW_MILLIS));
    PersistentRepr full = decode(GOLDEN.bytes("event with metadata"));
    assertThat(full).isEqualTo(full());
    assertThat(full.metadata().get()).isEqualTo("metadata");
    assertThat(full.timestamp()).isEqualTo(1);
    assertThat(codec.decode("p", 5, GOLDEN.bytes("nothing"))).isNull();
  }

  @Test
  void decode_anyPrefixOrLongerEntry_fails() {
    byte[] entry = GOLDEN.bytes("event with metadata");
    for (int length = 0; length < entry.length; length++) {
      byte[] prefix = Arrays.copyOf(entry, length);
      assertThatThrownBy(() -> codec.decode("p", 5, prefix)).isInstanceOf(RuntimeException.class);
    }
    byte[] longer = Arrays.copyOf(entry, entry.length + 1);
    assertThatThrownBy(() -> codec.decode("p", 5, longer))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Entry 5 of p is not an entry that this version reads: too many bytes");
  }

  @Test
  void decode_unknownVersionOrKind_fails() {
    byte[] version = {2, 1};
    byte[] kind = {1, 9};

    assertThatThrownBy(() -> codec.decode("p", 5, version)).hasMessageContaining("version 2");
    assertThatThrownBy(() -> codec.decode("p", 5, kind)).hasMessageContaining("kind 9");
  }

  private static PersistentRepr decode(byte[] bytes) {
    return Objects.requireNonNull(codec.decode("p", 5, bytes));
  }

  private static PersistentRepr plain() {
    return event("p", 5, new Named("größe"));
  }

  private static PersistentRepr full() {
    return event("p", 5, new Named("e"))
        .withTimestamp(1)
        .withManifest("adapter")
        .withMetadata("metadata");
  }
}
