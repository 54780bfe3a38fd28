package io.headwater.persistence.journal;

import static io.headwater.persistence.journal.JournalDriver.atomic;
import static io.headwater.persistence.journal.JournalDriver.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.persistence.journal.TestEvents.Named;
import io.headwater.persistence.journal.TestEvents.Unserializable;
import io.headwater.persistence.journal.TestEvents.WithRows;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.testing.InMemoryStore;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.Tagged;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pekko's contract of an AsyncWriteJournal, one clause a test. */
class HeadwaterJournalContractTest {
  private static final byte[] ROW = {0x10, 'a'};

  private final InMemoryStore store = new InMemoryStore();
  private JournalDriver journal;

  @BeforeEach
  void start() {
    journal = JournalDriver.over(store);
  }

  @AfterEach
  void stop() {
    journal.close();
  }

  @Test
  void write_oneEvent_isConfirmedAndReplayed() {
    assertThat(journal.write(named("p", 1))).containsExactly("success 1");

    var replayed = journal.replay("p");

    assertThat(replayed.payloads()).containsExactly(new Named("e1"));
    assertThat(replayed.highestNr()).isEqualTo(1);
    PersistentRepr event = replayed.events().getFirst();
    assertThat(event.persistenceId()).isEqualTo("p");
    assertThat(event.sequenceNr()).isEqualTo(1);
    assertThat(event.writerUuid()).isEqualTo(JournalDriver.WRITER_UUID);
    assertThat(event.deleted()).isFalse();
    assertThat(event.timestamp()).isPositive();
  }

  @Test
  void write_anyPayloadType_isReplayed() {
    byte[] bytes = {1, 2, 3};

    journal.write(
        atomic(event("p", 1, "text")), atomic(event("p", 2, 42L)), atomic(event("p", 3, bytes)));

    assertThat(journal.replay("p").payloads()).containsExactly("text", 42L, bytes);
  }

  @Test
  void write_eventFields_areKept() {
    PersistentRepr event =
        event("p", 1, new Named("e"))
            .withTimestamp(1_234_567)
            .withManifest("adapter")
            .withMetadata("meta");

    journal.write(atomic(event));

    PersistentRepr replayed = journal.replay("p").events().getFirst();
    assertThat(replayed.timestamp()).isEqualTo(1_234_567);
    assertThat(replayed.manifest()).isEqualTo("adapter");
    assertThat(replayed.metadata().get()).isEqualTo("meta");
  }

  @Test
  void write_severalEventsInOne_areStoredTogetherInOrder() {
    var write = atomic(event("p", 1, new Named("a")), event("p", 2, new Named("b")));

    assertThat(journal.write(write)).containsExactly("success 1", "success 2");

    assertThat(journal.replay("p").payloads()).containsExactly(new Named("a"), new Named("b"));
    assertThat(store.groupCount()).isEqualTo(1);
  }

  @Test
  void write_oneOfSeveralEventsUnserializable_rejectsAllOfTheWrite() {
    var write = atomic(event("p", 1, new Named("a")), event("p", 2, new Unserializable("b")));

    assertThat(journal.write(write)).containsExactly("rejected 1", "rejected 2");

    assertThat(journal.replay("p").payloads()).isEmpty();
    assertThat(journal.replay("p").highestNr()).isZero();
  }

  @Test
  void write_unserializableAmongOthers_rejectsOnlyThat() {
    var outcomes =
        journal.write(named("p", 1), atomic(event("p", 2, new Unserializable("x"))), named("p", 3));

    assertThat(outcomes).containsExactly("success 1", "rejected 2", "success 3");
    assertThat(journal.replay("p").numbers()).containsExactly(1L, 3L);
    assertThat(journal.replay("p").highestNr()).isEqualTo(3);
  }

  @Test
  void write_afterRejectedOnes_goesOnBehindTheirNumbers() {
    journal.write(named("p", 1));
    journal.write(atomic(event("p", 2, new Unserializable("x"))));
    journal.write(atomic(event("p", 3, new Object())));

    assertThat(journal.write(named("p", 4))).containsExactly("success 4");

    assertThat(journal.replay("p").numbers()).containsExactly(1L, 4L);
  }

  @Test
  void write_rejectedNumberUsedAgain_isStored() {
    journal.write(atomic(event("p", 1, new Unserializable("x"))));

    assertThat(journal.write(named("p", 1))).containsExactly("success 1");
    assertThat(journal.write(named("p", 2))).containsExactly("success 2");

    assertThat(journal.replay("p").numbers()).containsExactly(1L, 2L);
  }

  @Test
  void write_rowsOfAnEventThatThrow_areRejected() {
    EventWithRows throwing =
        () -> {
          throw new IllegalStateException("rows");
        };

    assertThat(journal.write(atomic(event("p", 1, throwing)))).containsExactly("rejected 1");
  }

  @Test
  void write_numberTaken_failsAndOverwritesNothing() {
    journal.write(named("p", 1));

    assertThat(journal.write(atomic(event("p", 1, new Named("other")))))
        .containsExactly("failure 1");

    assertThat(journal.replay("p").payloads()).containsExactly(new Named("e1"));
  }

  @Test
  void write_numberBeyondTheNext_fails() {
    assertThat(journal.write(named("p", 2))).containsExactly("failure 2");
    assertThat(journal.replay("p").highestNr()).isZero();
  }

  @Test
  void write_storeFails_failsWithoutTrace() {
    store.failNextWrite(new IllegalStateException("connection lost"));

    assertThat(journal.write(named("p", 1), named("p", 2)))
        .containsExactly("failure 1", "failure 2");

    assertThat(journal.write(named("p", 1))).containsExactly("success 1");
  }

  @Test
  void write_storeBroken_failsForGoodWhileReplaysGoOn() {
    journal.write(named("p", 1));
    store.breakWrites();

    for (int i = 0; i < 30; i++) {
      assertThat(journal.write(named("p", 2))).containsExactly("failure 2");
    }

    assertThat(journal.replay("p").numbers()).containsExactly(1L);
  }

  @Test
  void write_eventWithRows_storesBothInOneGroup() {
    var event = new WithRows("e", List.of(RowChange.put(ROW, "v".getBytes(UTF_8))));

    journal.write(atomic(event("p", 1, event)));

    assertThat(store.get(ROW).toCompletableFuture().join()).asString(UTF_8).isEqualTo("v");
    assertThat(store.groupCount()).isEqualTo(1);
  }

  @Test
  void write_taggedEvent_isStoredWithoutItsTags() {
    var event = new WithRows("e", List.of(RowChange.put(ROW, "v".getBytes(UTF_8))));

    journal.write(atomic(event("p", 1, new Tagged(event, Set.of("tag")))));

    assertThat(journal.replay("p").payloads()).containsExactly(new WithRows("e", List.of()));
    assertThat(store.get(ROW).toCompletableFuture().join()).isNotNull();
  }

  @Test
  void replay_fromToMax_limitsTheEvents() {
    journal.write(
        LongStream.rangeClosed(1, 5).mapToObj(nr -> named("p", nr)).toArray(AtomicWrite[]::new));

    assertThat(journal.replay("p", 2, 4, Long.MAX_VALUE).numbers()).containsExactly(2L, 3L, 4L);
    assertThat(journal.replay("p", 2, Long.MAX_VALUE, 2).numbers()).containsExactly(2L, 3L);
    assertThat(journal.replay("p", 1, 5, 0).numbers()).isEmpty();
    assertThat(journal.replay("p", 4, 2, 10).numbers()).isEmpty();
    assertThat(journal.replay("p", 6, 9, 10).numbers()).isEmpty();
    assertThat(journal.replay("p", 6, 9, 10).highestNr()).isEqualTo(5);
  }

  @Test
  void replay_maxWithRejectedNumbers_countsEventsOnly() {
    journal.write(named("p", 1), atomic(event("p", 2, new Unserializable("x"))), named("p", 3));

    assertThat(journal.replay("p", 1, 10, 2).numbers()).containsExactly(1L, 3L);
  }

  @Test
  void replay_unknownActor_isEmpty() {
    assertThat(journal.replay("p").events()).isEmpty();
    assertThat(journal.replay("p").highestNr()).isZero();
  }

  @Test
  void replay_similarIds_doesNotMix() {
    journal.write(named("p", 1));
    journal.write(named("p-1", 1));
    journal.write(named("p-1", 2));

    assertThat(journal.replay("p").numbers()).containsExactly(1L);
    assertThat(journal.replay("p-1").numbers()).containsExactly(1L, 2L);
  }

  @Test
  void replay_storeFails_failsTheRecovery() {
    journal.write(named("p", 1));
    store.failNextRead(new IllegalStateException("damage"));

    assertThatThrownBy(() -> journal.replay("p"))
        .isInstanceOf(JournalDriver.ReplayFailedException.class)
        .rootCause()
        .hasMessage("damage");
  }

  @Test
  void replay_writeUnderWay_waitsForIt() {
    var actor = journal.probe();
    var restarted = journal.probe();
    store.holdWrites();
    journal.send(actor.getRef(), named("p", 1));
    journal.requestReplay(restarted.getRef(), "p", 1, Long.MAX_VALUE, Long.MAX_VALUE);
    restarted.expectNoMessage(java.time.Duration.ofMillis(50));

    store.releaseWrites();

    var replayed = JournalDriver.awaitReplay(restarted);
    assertThat(replayed.highestNr()).isEqualTo(1);
    assertThat(replayed.numbers()).containsExactly(1L);
  }

  @Test
  void delete_prefix_isNotReplayed() {
    journal.write(named("p", 1), named("p", 2), named("p", 3));

    journal.delete("p", 2);

    assertThat(journal.replay("p").numbers()).containsExactly(3L);
  }

  @Test
  void delete_everything_keepsTheHighestNumber() {
    journal.write(named("p", 1), named("p", 2));

    journal.delete("p", Long.MAX_VALUE);

    assertThat(journal.replay("p").events()).isEmpty();
    assertThat(journal.replay("p").highestNr()).isEqualTo(2);
    assertThat(journal.write(named("p", 3))).containsExactly("success 3");
  }

  private static AtomicWrite named(String persistenceId, long nr) {
    return atomic(event(persistenceId, nr, new Named("e" + nr)));
  }
}
