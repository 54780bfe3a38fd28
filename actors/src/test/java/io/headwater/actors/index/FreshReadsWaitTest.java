package io.headwater.actors.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.testing.FakeCatalogView;
import io.headwater.actors.testing.IndexedTables;
import io.headwater.actors.testing.PlainIndex;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long reads wait, by a clock that the test moves. */
class FreshReadsWaitTest {
  private static final TableDefinition TABLE =
      IndexedTables.active(PlainIndex.named("keys").index());
  private static final int INDEX = TABLE.globalSecondaryIndexes().getFirst().number();

  private static ActorTestKit testKit;
  private static ManualTime time;

  private final IndexLag lag = new IndexLag(100);
  private final FakeCatalogView catalog = new FakeCatalogView();
  private boolean feedsHere = true;

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
  void fillCatalog() {
    catalog.put(TABLE);
  }

  @Test
  void read_feederMakesNoProgress_waitsNoLongerThanTheLimit() {
    begin("p0");
    begin("p1").through(1, true);
    var read = read();

    time.timePasses(Duration.ofMillis(199));
    assertThat(read).isNotDone();
    time.timePasses(Duration.ofMillis(1));

    read.join();
  }

  @Test
  void read_feedersNotThereYet_waitsForThem() {
    var read = read();
    begin("p0").through(1, true);
    var second = begin("p1");
    time.timePasses(Duration.ofMillis(20));
    assertThat(read).isNotDone();

    second.through(1, true);

    read.join();
  }

  @Test
  void read_feederEnds_waitsForTheNext() {
    begin("p0").through(1, true);
    var first = begin("p1");
    var read = read();
    lag.end("p1", INDEX, first);
    assertThat(read).isNotDone();

    begin("p1").through(1, true);
    time.timePasses(Duration.ofMillis(20));

    read.join();
  }

  @Test
  void read_elsewhereThanTheFeeders_doesNotWait() {
    feedsHere = false;

    assertThat(read()).isCompleted();
  }

  @Test
  void drain_indexIsDeletedMeanwhile_completes() {
    var drained = waits().drain().toCompletableFuture();
    assertThat(drained).isNotDone();

    catalog.remove(TABLE.name());
    time.timePasses(Duration.ofMillis(20));

    drained.join();
  }

  private IndexLag.Fed begin(String source) {
    return lag.begin(source, INDEX, () -> {});
  }

  private CompletableFuture<Done> read() {
    return waits().beforeRead(TABLE, INDEX).toCompletableFuture();
  }

  private FreshReads waits() {
    var config = testKit.system().settings().config().withFallback(ConfigFactory.load());
    return new FreshReads(
        catalog,
        lag,
        IndexSettings.from(config),
        () -> feedsHere,
        testKit.system().scheduler(),
        testKit.system().executionContext());
  }
}
