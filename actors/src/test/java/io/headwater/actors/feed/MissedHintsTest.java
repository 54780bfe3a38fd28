package io.headwater.actors.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.partition.StoredCommits;
import io.headwater.persistence.testing.InMemoryStore;
import java.time.Duration;
import org.apache.pekko.actor.Identify;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.pattern.Patterns;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commits of which the feed heard nothing. */
class MissedHintsTest {
  private static final Duration ROUND = Duration.ofMinutes(1);

  private static ActorTestKit testKit;
  private static ManualTime time;

  private final InMemoryStore store = new InMemoryStore();
  private final StoreChangeFeed feed = new StoreChangeFeed(store);
  private final StoredCommits commits = new StoredCommits(store, "p0", null, 1_000);
  private TestProbe<String> hints;
  private ActorRef<MissedHints.Command> missedHints;

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
    hints = testKit.createTestProbe(String.class);
    feed.onCommit("p0", () -> hints.ref().tell("p0"));
    missedHints = testKit.spawn(MissedHints.create(store, feed));
  }

  @AfterEach
  void stop() {
    testKit.stop(missedHints);
  }

  @Test
  void round_commitWithoutAHint_isHintedAtOnce() {
    time.timePasses(ROUND);
    hints.expectMessage("p0"); // It may have had commits before this node heard of it.
    settle();
    time.timePasses(ROUND);
    settle();
    hints.expectNoMessage(Duration.ZERO);

    commits.commit(2_000);
    time.timePasses(ROUND);

    hints.expectMessage("p0");
  }

  @Test
  void round_storeFails_isDoneAgain() {
    store.failNextRead(new IllegalStateException("the test's failure"));
    time.timePasses(ROUND);
    settle();
    hints.expectNoMessage(Duration.ZERO);

    time.timePasses(ROUND);

    hints.expectMessage("p0");
  }

  @Test
  void round_moreRowsThanASlice_reachesTheLast() {
    for (int i = 0; i < 1_500; i++) {
      var _ = new StoredCommits(store, "p0-" + i, null, 1_000);
    }
    feed.onCommit("p0-999", () -> hints.ref().tell("last"));
    time.timePasses(ROUND);
    hints.expectMessage("p0");
    settle();

    time.timePasses(Duration.ofMillis(100));

    assertThat(hints.receiveMessage()).isEqualTo("last");
  }

  /** The actor has come to rest when it has answered after its last message to itself. */
  private void settle() {
    for (int i = 0; i < 4; i++) {
      Patterns.ask(Adapter.toClassic(missedHints), new Identify(i), Duration.ofSeconds(10))
          .toCompletableFuture()
          .join();
    }
  }
}
