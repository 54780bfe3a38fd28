package io.headwater.actors.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.Done;
import org.junit.jupiter.api.Test;

class IndexLagTest {
  private final IndexLag lag = new IndexLag(10);
  private final AtomicInteger hurries = new AtomicInteger();

  @Test
  void isTooLarge_nobodyFeedsFromThePartition_isNot() {
    lag.committed("p0", 1_000);

    assertThat(lag.isTooLarge("p0")).isFalse();
  }

  @Test
  void isTooLarge_oneOfTwoIndexesLacksMore_is() {
    var first = begin(1);
    first.through(100, true);
    begin(2).through(105, true);

    lag.committed("p0", 110);
    assertThat(lag.isTooLarge("p0")).isFalse();
    lag.committed("p0", 111);
    assertThat(lag.isTooLarge("p0")).isTrue();
    assertThat(lag.isTooLarge("p1")).isFalse();
    first.through(101, true);
    assertThat(lag.isTooLarge("p0")).isFalse();
  }

  @Test
  void isTooLarge_indexIsFedNoMore_isNot() {
    var first = begin(1);
    first.through(1, true);
    begin(2).through(111, true);
    lag.committed("p0", 111);
    assertThat(lag.isTooLarge("p0")).isTrue();

    lag.end("p0", 1, first);

    assertThat(lag.isTooLarge("p0")).isFalse();
  }

  @Test
  void isTooLarge_indexIsBeingBuilt_isNot() {
    begin(1);

    lag.committed("p0", 111);

    assertThat(lag.isTooLarge("p0")).isFalse();
  }

  @Test
  void isNone_endOfTheLogNeverReached_isNot() {
    assertThat(lag.isNone("p0", 1)).isFalse();
    var fed = begin(1);
    assertThat(lag.isNone("p0", 1)).isFalse();
    fed.through(5, false);
    assertThat(lag.isNone("p0", 1)).isFalse();

    fed.through(7, true);

    assertThat(lag.isNone("p0", 1)).isTrue();
    assertThat(lag.isNone("p0", 2)).isFalse();
    lag.committed("p0", 8);
    assertThat(lag.isNone("p0", 1)).isFalse();
  }

  @Test
  void catchUp_behind_hurriesTheFeederAndWaitsForWhatWasCommittedThen() {
    var fed = begin(1);
    fed.through(5, true);
    lag.committed("p0", 7);

    var caughtUp = catchUp();
    lag.committed("p0", 8);
    fed.through(6, false);
    assertThat(caughtUp).isNotDone();
    fed.through(7, false);

    assertThat(caughtUp).isCompleted();
    assertThat(hurries).hasValue(1);
  }

  @Test
  void catchUp_nothingLacking_isDoneAtOnce() {
    begin(1).through(5, true);

    assertThat(catchUp()).isCompleted();
    assertThat(hurries).hasValue(0);
  }

  @Test
  void catchUp_feederEnds_failsAndThereIsNobody() {
    var fed = begin(1);
    var caughtUp = catchUp();

    lag.end("p0", 1, fed);

    assertThat(caughtUp).isCompletedExceptionally();
    assertThat(lag.catchUp("p0", 1)).isNull();
  }

  @Test
  void end_anotherFeederHasBegun_leavesThatOne() {
    var earlier = begin(1);
    begin(1).through(5, true);

    lag.end("p0", 1, earlier);

    assertThat(lag.isNone("p0", 1)).isTrue();
  }

  private CompletableFuture<Done> catchUp() {
    return Objects.requireNonNull(lag.catchUp("p0", 1));
  }

  private IndexLag.Fed begin(int indexNumber) {
    return lag.begin("p0", indexNumber, hurries::incrementAndGet);
  }
}
