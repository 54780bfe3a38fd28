package io.headwater.persistence.journal;

import static io.headwater.persistence.journal.JournalDriver.atomic;
import static io.headwater.persistence.journal.JournalDriver.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.persistence.journal.TestEvents.Named;
import io.headwater.persistence.store.SegmentStore;
import io.headwater.persistence.store.StoreOpenException;
import io.headwater.persistence.testing.InMemoryStore;
import io.headwater.persistence.testing.ShadowDirectory;
import io.headwater.persistence.testing.TestSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal over the embedded store, through restarts and power cuts. */
class HeadwaterJournalRestartTest {
  @TempDir Path directory;
  @TempDir Path shadow;

  @Test
  void restart_confirmedEvents_areReplayed() {
    try (var journal = JournalDriver.configured(storeIn(directory))) {
      write(journal, 1);
      write(journal, 2);
    }

    try (var journal = JournalDriver.configured(storeIn(directory))) {
      assertThat(journal.replay("p").payloads()).containsExactly(new Named("e1"), new Named("e2"));
      write(journal, 3);
    }
  }

  @Test
  void powerCut_syncAlways_keepsWhatWasConfirmed() {
    var power = new ShadowDirectory(directory, shadow);
    try (var store = SegmentStore.open(TestSettings.in(directory), power);
        var journal = JournalDriver.over(store)) {
      write(journal, 1);
      write(journal, 2);
      power.cut();
      write(journal, 3);
    }

    try (var journal = JournalDriver.configured(storeIn(shadow))) {
      assertThat(journal.replay("p").numbers()).containsExactly(1L, 2L);
    }
  }

  @Test
  void powerCut_syncInterval_losesWhatWasConfirmed() {
    String interval =
        """
        headwater.journal.sync = INTERVAL
        headwater.journal.sync-interval = 1h
        """;
    var power = new ShadowDirectory(directory, shadow);
    try (var store = SegmentStore.open(TestSettings.in(directory), power)) {
      try (var journal = JournalDriver.over(store, interval)) {
        write(journal, 1);
        power.cut();
      }
    }

    try (var journal = JournalDriver.configured(storeIn(shadow))) {
      assertThat(journal.replay("p").numbers()).isEmpty();
    }
  }

  @Test
  void store_givenBySetup_isLeftOpen() {
    var store = new InMemoryStore();

    try (var journal = JournalDriver.over(store)) {
      assertThat(StoreExtension.get(journal.system).store()).isSameAs(store);
      write(journal, 1);
    }

    assertThat(store.highestNr("p").toCompletableFuture().join()).isEqualTo(1);
  }

  @Test
  void store_openedFromConfiguration_isClosedWithTheSystem() {
    try (var journal = JournalDriver.configured(storeIn(directory))) {
      write(journal, 1);
      assertThatThrownBy(() -> SegmentStore.open(TestSettings.in(directory)))
          .isInstanceOf(StoreOpenException.class);
    }

    SegmentStore.open(TestSettings.in(directory)).close();
  }

  private static String storeIn(Path directory) {
    return "headwater.store.directory = \"" + directory + "\"";
  }

  private static void write(JournalDriver journal, long nr) {
    assertThat(journal.write(atomic(event("p", nr, new Named("e" + nr)))))
        .containsExactly("success " + nr);
  }
}
