package io.headwater.actors.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.model.StreamViewType;
import io.headwater.actors.partition.StoredCommits;
import io.headwater.actors.testing.FakeCatalogView;
import io.headwater.persistence.testing.InMemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.Identify;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.pattern.Patterns;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogTrimmerTest {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final RetentionSettings SETTINGS =
      new RetentionSettings(Duration.ofHours(24), INTERVAL, 2, PAUSE);
  private static final long MILLIS = 1_700_000_000_000L;

  private static ActorTestKit testKit;
  private static ManualTime time;

  private final AtomicLong clockMillis = new AtomicLong(MILLIS);

  /** How long a step seems to take: the clock is asked before and after it. */
  private volatile long stepMillis;

  private final InMemoryStore store = new InMemoryStore();
  private final AtomicBoolean leader = new AtomicBoolean(true);
  private final CommittedLogs committed = new CommittedLogs();
  private final StoredCommits commits = new StoredCommits(store, "p", null, MILLIS);

  private ActorRef<LogTrimmer.Command> trimmer;

  @BeforeAll
  static void startActorSystem() {
    testKit = ActorTestKit.create(ManualTime.config());
    time = ManualTime.get(testKit.system());
  }

  @AfterAll
  static void stopActorSystem() {
    testKit.shutdownTestKit();
  }

  @BeforeEach
  void start() {
    for (int i = 0; i < 4; i++) {
      commits.commit(MILLIS);
    }
    trimmer =
        testKit.spawn(
            LogTrimmer.create(
                store, new FakeCatalogView(), this::nextInstant, SETTINGS, committed, leader::get));
    settle();
  }

  @AfterEach
  void stop() {
    testKit.stop(trimmer);
  }

  @Test
  void round_moreThanAStep_pausesBetweenSteps() {
    pass(INTERVAL.minusMillis(1));
    assertThat(lowestNr()).isEqualTo(1);
    pass(Duration.ofMillis(1));
    assertThat(lowestNr()).isEqualTo(3);
    pass(PAUSE.minusMillis(1));
    assertThat(lowestNr()).isEqualTo(3);
    pass(Duration.ofMillis(1));
    assertThat(lowestNr()).isEqualTo(5);
    pass(PAUSE);
    assertThat(lowestNr()).isEqualTo(6);
  }

  @Test
  void pause_stepTookLong_isTwiceAsLong() {
    stepMillis = 100;
    pass(INTERVAL);
    assertThat(lowestNr()).isEqualTo(3);
    pass(Duration.ofMillis(199));
    assertThat(lowestNr()).isEqualTo(3);

    pass(Duration.ofMillis(1));

    assertThat(lowestNr()).isEqualTo(5);
  }

  @Test
  void pause_clockJumped_isNoMoreThanAnInterval() {
    stepMillis = Duration.ofDays(1_000).toMillis();
    pass(INTERVAL);

    pass(INTERVAL);

    assertThat(lowestNr()).isEqualTo(5);
  }

  @Test
  void round_ended_isFollowedByTheNext() {
    trimAll();
    commits.commit(MILLIS);
    committed.ofPartitions().committed("p", 6);

    pass(INTERVAL);

    assertThat(lowestNr()).isEqualTo(7);
  }

  @Test
  void round_hintWasLost_isFoundByALookAtAll() {
    trimAll();
    commits.commit(MILLIS);
    pass(INTERVAL);
    assertThat(lowestNr()).isEqualTo(6);

    for (int i = 0; i < 60; i++) {
      pass(INTERVAL);
    }

    assertThat(lowestNr()).isEqualTo(7);
  }

  @Test
  void look_notThisNodesTurn_trimsNothingUntilItIs() {
    leader.set(false);
    pass(INTERVAL);
    pass(INTERVAL);
    assertThat(lowestNr()).isEqualTo(1);

    leader.set(true);

    trimAll();
  }

  @Test
  void look_storeFails_isDoneAgainLater() {
    store.failNextRead(new IllegalStateException("the test's failure"));
    pass(INTERVAL);
    assertThat(lowestNr()).isEqualTo(1);

    trimAll();
  }

  @Test
  void step_storeFails_isDoneAgainLater() {
    pass(INTERVAL);
    store.failNextRead(new IllegalStateException("the test's failure"));
    pass(PAUSE);
    assertThat(lowestNr()).isEqualTo(3);

    pass(INTERVAL);

    assertThat(lowestNr()).isEqualTo(5);
  }

  @Test
  void step_damagedEntry_otherLogsAreTrimmed() {
    var damaged = new StoredCommits(store, "a", StreamViewType.KEYS_ONLY, MILLIS);
    store.damageLogEntry(damaged.logId(), 1);

    trimAll();

    assertThat(store.lowestNr(damaged.logId()).toCompletableFuture().join()).isEqualTo(1);
  }

  @Test
  void stop_endsIt() {
    trimmer.tell(LogTrimmer.Stop.INSTANCE);

    testKit.createTestProbe().expectTerminated(trimmer);
  }

  private void trimAll() {
    pass(INTERVAL);
    pass(PAUSE);
    pass(PAUSE);
    assertThat(lowestNr()).isEqualTo(6);
    pass(PAUSE);
  }

  /** Lets time pass and the trimmer come to rest. */
  private void pass(Duration duration) {
    time.timePasses(duration);
    settle();
  }

  /**
   * An actor answers Identify behind what was in its mailbox; a step with this store is a chain of
   * a few messages that the trimmer sends to itself.
   */
  private void settle() {
    for (int i = 0; i < 8; i++) {
      Patterns.ask(Adapter.toClassic(trimmer), new Identify(i), Duration.ofSeconds(10))
          .toCompletableFuture()
          .join();
    }
  }

  private Instant nextInstant() {
    return Instant.ofEpochMilli(clockMillis.getAndAdd(stepMillis));
  }

  private long lowestNr() {
    return store.lowestNr(commits.logId()).toCompletableFuture().join();
  }
}
