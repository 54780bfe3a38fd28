package io.headwater.actors.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import io.headwater.actors.index.IndexPartition.Look;
import io.headwater.actors.index.IndexPartition.Refused;
import io.headwater.actors.index.IndexPartition.Unreadable;
import io.headwater.actors.model.Bytes;
import io.headwater.persistence.store.Admission;
import io.headwater.persistence.store.KeyRange;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A feeder of an index whose two partitions are one probe. */
class IndexFeederTest extends IndexFeederFixture {
  @Test
  void log_commitsThere_areFedAsOneAndFromWhereThePartitionsStand() {
    commits.commit(1_000);
    commits.commit(1_000);
    start(IndexStatus.ACTIVE);

    answerLooks(SourcePosition.at(1), SourcePosition.at(1));
    var fed = nextFeed();
    assertThat(fed.from()).isEqualTo(SourcePosition.at(1));
    assertThat(fed.to()).isEqualTo(SourcePosition.at(3));
  }

  @Test
  void hint_newCommit_isFed() {
    start(IndexStatus.ACTIVE);
    answerLooks(null, null);
    commits.commit(1_000);
    feed.committed("p0", 2);

    var fed = nextFeed();

    assertThat(fed.from()).isNull();
    assertThat(fed.to()).isEqualTo(SourcePosition.at(2));
    assertThat(fed.changes()).hasSize(1);
  }

  @Test
  void progress_commitThatConcernsOnePartition_isToldTheOtherAfterTheInterval() {
    commits.commit(1_000);
    start(IndexStatus.ACTIVE);
    answerLooks(SourcePosition.at(1), SourcePosition.at(1));
    var fed = nextFeed();
    answer(fed);
    partitions.expectNoMessage(Duration.ZERO);

    time.timePasses(PROGRESS_INTERVAL);

    var told = nextFeed();
    assertThat(told.to()).isEqualTo(SourcePosition.at(2));
    assertThat(told.changes()).isEmpty();
  }

  @Test
  void building_itemsThere_areScannedAndThenTheLogIsFed() throws InterruptedException {
    putItems(1);
    commits.commit(1_000);
    start(IndexStatus.BACKFILLING);
    answerLooks(null, null);

    var slices = List.of(nextFeed(), nextFeed());
    assertThat(slices)
        .allSatisfy(slice -> {
          assertThat(slice.from()).isNull();
          assertThat(slice.to()).isEqualTo(SourcePosition.at(1));
        });
    assertThat(slices.stream().mapToInt(slice -> slice.changes().size()).sum()).isEqualTo(1);
    answer(slices.get(0), "g0");
    answer(slices.get(1), "g1");
    var logs = List.of(nextFeed(), nextFeed());
    assertThat(logs).allSatisfy(log -> assertThat(log.to()).isEqualTo(SourcePosition.at(2)));
    assertThat(built.getCount()).isEqualTo(1);
    answer(logs.get(0), "g0");
    answer(logs.get(1), "g1");
    built.await();
  }

  @Test
  void building_scanWasInterrupted_goesOnWhereItStood() {
    var behindFirst = Bytes.ofOwned(KeyRange.successorOf(putItems(2).getFirst()));
    start(IndexStatus.BACKFILLING);

    answerLooks(new SourcePosition(1, behindFirst), SourcePosition.at(1));

    var slice = nextFeed();
    assertThat(slice.from()).isEqualTo(new SourcePosition(1, behindFirst));
    assertThat(slice.to()).isEqualTo(SourcePosition.at(1));
    partitions.expectNoMessage(Duration.ZERO);
  }

  @Test
  void failures_inARow_areWaitedForLongerAndLonger() {
    start(IndexStatus.ACTIVE);
    for (int backoffMillis : new int[] {100, 200, 300, 300}) {
      looks();
      time.timePasses(ANSWER_TIMEOUT);
      time.timePasses(Duration.ofMillis(backoffMillis - 1));
      partitions.expectNoMessage(Duration.ZERO);
      time.timePasses(Duration.ofMillis(1));
    }
    looks();
  }

  @Test
  void entry_unreadable_isWaitedForLongerAndLonger() {
    commits.commit(1_000);
    start(IndexStatus.ACTIVE);
    for (int backoffMillis : new int[] {100, 200, 300, 300}) {
      answerLooks(SourcePosition.at(1), SourcePosition.at(1));
      var fed = nextFeed();
      fed.replyTo().tell(new Unreadable(fed.round(), idOf(fed)));
      partitions.expectNoMessage(Duration.ZERO);
      time.timePasses(Duration.ofMillis(backoffMillis - 1));
      partitions.expectNoMessage(Duration.ZERO);
      time.timePasses(Duration.ofMillis(1));
    }
    looks();
  }

  @Test
  void log_damagedEntry_isWaitedForLongerAndLonger() {
    commits.commit(1_000);
    store.damageLogEntry(commits.logId(), commits.lastCommit());
    start(IndexStatus.ACTIVE);
    for (int backoffMillis : new int[] {100, 200, 300}) {
      answerLooks(SourcePosition.at(1), SourcePosition.at(1));
      partitions.expectNoMessage(Duration.ZERO);
      time.timePasses(Duration.ofMillis(backoffMillis - 1));
      partitions.expectNoMessage(Duration.ZERO);
      time.timePasses(Duration.ofMillis(1));
    }
    looks();
  }

  @Test
  void building_freeingOnly_waitsForSpace() {
    putItems(1);
    store.setAdmission(Admission.FREEING_ONLY);
    start(IndexStatus.BACKFILLING);
    answerLooks(null, null);

    var look = looksAfterBackoff();

    store.setAdmission(Admission.ALL);
    stand(look.replyTo(), look.round(), "g0", null);
    stand(look.replyTo(), look.round(), "g1", null);
    assertThat(List.of(nextFeed(), nextFeed()))
        .allSatisfy(slice -> assertThat(slice.to()).isEqualTo(SourcePosition.at(1)));
  }

  @Test
  void log_freeingOnly_isFed() {
    commits.commit(1_000);
    store.setAdmission(Admission.FREEING_ONLY);
    start(IndexStatus.ACTIVE);

    answerLooks(SourcePosition.at(1), SourcePosition.at(1));

    assertThat(nextFeed().to()).isEqualTo(SourcePosition.at(2));
  }

  @Test
  void log_nothingAdmitted_waitsForSpace() {
    commits.commit(1_000);
    store.setAdmission(Admission.NONE);
    start(IndexStatus.ACTIVE);
    answerLooks(SourcePosition.at(1), SourcePosition.at(1));

    looksAfterBackoff();
  }

  @Test
  void positions_elsewhereThanSent_areAskedForAgain() {
    commits.commit(1_000);
    start(IndexStatus.ACTIVE);
    answerLooks(SourcePosition.at(1), SourcePosition.at(1));
    var fed = nextFeed();

    stand(fed.replyTo(), fed.round(), idOf(fed), SourcePosition.at(1));
    partitions.expectNoMessage(Duration.ofMillis(10));
    time.timePasses(Duration.ofMillis(100));

    answerLooks(SourcePosition.at(1), SourcePosition.at(1));
    assertThat(nextFeed().to()).isEqualTo(fed.to());
  }

  @Test
  void log_trimmedTooFar_isNotSkipped() {
    commits.commit(1_000);
    commits.commit(1_000);
    store.trimLog(commits.logId(), 2).toCompletableFuture().join();
    start(IndexStatus.ACTIVE);

    answerLooks(SourcePosition.at(1), SourcePosition.at(1));
    partitions.expectNoMessage(Duration.ofMillis(10));

    time.timePasses(Duration.ofMillis(100));
    looks();
  }

  @Test
  void closed_indexPartition_endsTheFeeder() {
    start(IndexStatus.ACTIVE);
    var look = partitions.expectMessageClass(Look.class);

    look.replyTo().tell(new Refused(look.round(), "g0"));

    partitions.expectTerminated(feeder());
    feeder = null;
  }

  @Test
  void lag_feederGetsNoAnswer_growsUntilItDoes() {
    start(IndexStatus.ACTIVE);
    answerLooks(SourcePosition.at(1), SourcePosition.at(1));
    commits.commit(1_000);
    feed.committed("p0", 2);
    var fed = nextFeed();
    for (int nr = 2; nr <= 4; nr++) {
      lag.committed("p0", nr);
    }
    assertThat(lag.isTooLarge("p0")).isTrue();

    answer(fed);

    partitions.awaitAssert(() -> {
      assertThat(lag.isTooLarge("p0")).isFalse();
      return null;
    });
  }
}
