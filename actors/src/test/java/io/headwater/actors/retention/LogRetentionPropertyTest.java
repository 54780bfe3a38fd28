package io.headwater.actors.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.feed.ChangeFeed.Change;
import io.headwater.actors.feed.ChangeFeed.Position;
import io.headwater.actors.feed.StoreChangeFeed;
import io.headwater.actors.model.StreamViewType;
import io.headwater.actors.partition.StoredCommits;
import io.headwater.actors.retention.LogRetention.RetainedLog;
import io.headwater.actors.testing.FakeCatalogView;
import io.headwater.persistence.testing.InMemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Commits, clock moves, trims, restarts and reads in any order, against a plain list of each log's
 * commit times.
 */
class LogRetentionPropertyTest {
  private static final int RETENTION_MILLIS = 100;
  private static final RetentionSettings SETTINGS =
      new RetentionSettings(
          Duration.ofMillis(RETENTION_MILLIS), Duration.ofSeconds(1), 4, Duration.ofMillis(1));

  /** A partition's log, and what is known of it. */
  private static final class Model {
    final StoredCommits commits;
    final String partitionId;
    final boolean streamed;
    final List<Long> millisOfCommits = new ArrayList<>();

    Model(InMemoryStore store, String partitionId, boolean streamed, long now) {
      this.partitionId = partitionId;
      this.streamed = streamed;
      var viewType = streamed ? StreamViewType.KEYS_ONLY : null;
      this.commits = new StoredCommits(store, partitionId, viewType, now);
      millisOfCommits.add(now);
    }

    void commit(long now) {
      commits.commit(now);
      millisOfCommits.add(Math.max(now, millisOfCommits.getLast()));
    }

    /** The first commit that must stay, or the one behind the last. */
    long firstNeeded(long now) {
      int index = 0;
      while (index < millisOfCommits.size()
          && (!streamed || millisOfCommits.get(index) < now - RETENTION_MILLIS)) {
        index++;
      }
      return index + 1L;
    }
  }

  private InMemoryStore store = new InMemoryStore();
  private StoreChangeFeed feed = new StoreChangeFeed(store);
  private LogRetention retention = newRetention();
  private List<Model> models = List.of();
  private long now;

  /** The highest time at which anything was trimmed. */
  private long latestTrim;

  @Property(tries = 150)
  void anyHistory_keepsWhatIsNeededAndReadsSayWhatIsMissing(@ForAll long seed) {
    var random = new Random(seed);
    now = 1_000;
    latestTrim = 0;
    store = new InMemoryStore();
    restart();
    models =
        List.of(
            new Model(store, "plain", false, now),
            new Model(store, "stream-1", true, now),
            new Model(store, "stream-2", true, now));
    for (int i = 0; i < 120; i++) {
      var model = models.get(random.nextInt(models.size()));
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3, 4 -> model.commit(now);
        case 5, 6 -> now += random.nextInt(40);
        case 7 -> now -= random.nextInt(20); // A clock that was set back.
        case 8 -> trimSome(random);
        case 9 -> trimAll();
        case 10 -> restart();
        default -> assertRead(model, 1 + random.nextInt((int) model.commits.lastCommit() + 1));
      }
    }
    trimAll();
  }

  private void restart() {
    feed = new StoreChangeFeed(store);
    retention = newRetention();
  }

  private LogRetention newRetention() {
    return new LogRetention(
        store, new FakeCatalogView(), () -> Instant.ofEpochMilli(now), SETTINGS);
  }

  /** One step of one log, as if the process ended then. */
  private void trimSome(Random random) {
    var logs = join(retention.logs());
    if (!logs.isEmpty()) {
      var log = logs.get(random.nextInt(logs.size()));
      long before = join(store.lowestNr(log.id()));
      long trimmed = join(retention.trimStep(log)).trimmedEntries();
      assertThat(trimmed).isBetween(0L, (long) SETTINGS.stepEntries());
      assertThat(join(store.lowestNr(log.id()))).isEqualTo(before + trimmed);
    }
    latestTrim = Math.max(latestTrim, now);
    for (Model model : models) {
      assertThat(join(feed.lastCommit(model.partitionId))).isEqualTo(model.millisOfCommits.size());
      assertThat(lowest(model)).isLessThanOrEqualTo(model.firstNeeded(latestTrim));
    }
  }

  private void trimAll() {
    latestTrim = Math.max(latestTrim, now);
    var lowestBefore = models.stream().map(this::lowest).toList();
    for (RetainedLog log : join(retention.logs())) {
      while (join(retention.trimStep(log)).more()) {
        assertThat(join(store.lowestNr(log.id()))).isLessThanOrEqualTo(log.lastNr());
      }
    }
    for (int i = 0; i < models.size(); i++) {
      long expected = Math.max(lowestBefore.get(i), models.get(i).firstNeeded(now));
      assertThat(lowest(models.get(i))).isEqualTo(expected);
    }
  }

  private void assertRead(Model model, long from) {
    long lowest = lowest(model);
    long last = model.millisOfCommits.size();

    var batch = join(feed.read(model.partitionId, new Position(from, 0), 1_000, 1 << 20));

    long first = Math.max(from, lowest);
    assertThat(batch.changes())
        .extracting(Change::position)
        .extracting(Position::commit)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(Math.max(2, first), last).boxed().toList());
    assertThat(batch.trimmedCommits()).isEqualTo(first - from);
    assertThat(batch.next()).isEqualTo(new Position(Math.max(first, last + 1), 0));
    assertThat(batch.reachedEnd()).isTrue();
  }

  private long lowest(Model model) {
    return join(feed.oldestCommit(model.partitionId));
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
