package io.headwater.actors.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.testing.IndexSequences;
import io.headwater.persistence.store.SegmentStore;
import io.headwater.persistence.testing.InMemoryStore;
import io.headwater.persistence.testing.TestSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form; {@code load-tests/run index-sequences} is the long one. Another count in memory
 * is {@code -Dheadwater.indexes.sequences}, another seed {@code -Dheadwater.indexes.seed}.
 */
class GlobalIndexPropertyTest {
  private static final int COUNT = Integer.getInteger("headwater.indexes.sequences", 200);
  private static final long SEED = Long.getLong("headwater.indexes.seed", 20_260_101);

  @Test
  void sequences_inMemory_leaveEachIndexAsItsTableCallsFor() {
    try (var store = new InMemoryStore();
        var sequences = new IndexSequences(store, SEED)) {
      assertThat(sequences.run(COUNT)).isNotNull();
    }
  }

  @Test
  void sequences_onDisk_leaveEachIndexAsItsTableCallsFor(@TempDir Path directory) {
    try (var store = SegmentStore.open(TestSettings.in(directory));
        var sequences = new IndexSequences(store, SEED + 1)) {
      assertThat(sequences.run(50)).isNotNull();
    }
  }
}
