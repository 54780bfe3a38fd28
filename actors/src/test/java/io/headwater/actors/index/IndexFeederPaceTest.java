package io.headwater.actors.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When a feeder feeds what was committed. */
class IndexFeederPaceTest extends IndexFeederFixture {
  @Test
  void hints_soonAfterAFeed_areFedAsOneAfterTheGatherTime() {
    startGathering();
    commits.commit(1_000);
    feed.committed("p0", 3);
    commits.commit(1_000);
    feed.committed("p0", 4);
    partitions.expectNoMessage(Duration.ofMillis(10));

    time.timePasses(GATHER_TIME);

    assertThat(nextFeed().to()).isEqualTo(SourcePosition.at(4));
  }

  @Test
  void hint_longAfterAFeed_isFedAtOnce() {
    startGathering();
    time.timePasses(GATHER_TIME);

    commits.commit(1_000);
    feed.committed("p0", 3);

    assertThat(nextFeed().to()).isEqualTo(SourcePosition.at(3));
  }

  @Test
  void reader_whileCommitsGather_hasThemFedAtOnce() {
    startGathering();
    commits.commit(1_000);
    lag.committed("p0", 3);
    feed.committed("p0", 3);

    var caughtUp = Objects.requireNonNull(lag.catchUp("p0", INDEX_NUMBER));

    answer(nextFeed());
    assertThat(caughtUp.orTimeout(10, TimeUnit.SECONDS).join()).isNotNull();
  }

  @Test
  void reader_whileCommitsAreSent_hasTheNextOnesFedAtOnce() {
    startGathering();
    commits.commit(1_000);
    lag.committed("p0", 3);
    feed.committed("p0", 3);
    time.timePasses(GATHER_TIME);
    var sent = nextFeed();
    commits.commit(1_000);
    lag.committed("p0", 4);
    feed.committed("p0", 4);

    var caughtUp = Objects.requireNonNull(lag.catchUp("p0", INDEX_NUMBER));
    answer(sent);

    var next = nextFeed();
    assertThat(next.to()).isEqualTo(SourcePosition.at(4));
    answer(next);
    assertThat(caughtUp.orTimeout(10, TimeUnit.SECONDS).join()).isNotNull();
  }

  /** Answers a feed, and after it nothing has been fed for no time. */
  private void startGathering() {
    commits.commit(1_000);
    start(IndexStatus.ACTIVE, settings(GATHER_TIME));
    answerLooks(SourcePosition.at(1), SourcePosition.at(1));
    answer(nextFeed());
    partitions.awaitAssert(() -> {
      assertThat(lag.isNone("p0", INDEX_NUMBER)).isTrue();
      return null;
    });
  }

  @Test
  void extraLag_commitIsYoung_isFedWhenItIsOlder() {
    start(IndexStatus.ACTIVE, eventual(Duration.ofSeconds(5)));
    answerLooks(SourcePosition.at(1), SourcePosition.at(1));
    commits.commit(1_000);
    commits.commit(3_000);
    now.set(Instant.ofEpochMilli(6_000));
    feed.committed("p0", 3);

    var first = nextFeed();
    assertThat(first.to()).isEqualTo(SourcePosition.at(2));
    answer(first);
    partitions.expectNoMessage(Duration.ofMillis(10));
    now.set(Instant.ofEpochMilli(8_000));
    time.timePasses(Duration.ofSeconds(2));

    assertThat(nextFeed().to()).isEqualTo(SourcePosition.at(3));
  }
}
