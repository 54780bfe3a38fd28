package io.headwater.actors.testing;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.headwater.actors.catalog.CatalogClient.NewIndex;
import io.headwater.actors.catalog.CatalogClient.NewTable;
import io.headwater.actors.catalog.OnDemandThroughput;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableUpdate;
import io.headwater.actors.catalog.TableUpdate.IndexUpdate;
import io.headwater.actors.catalog.TableUpdate.ThroughputUpdate;
import io.headwater.actors.catalog.Throughput;
import io.headwater.actors.cluster.Database;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.expression.ExpressionParser;
import io.headwater.actors.expression.Placeholders;
import io.headwater.actors.index.IndexPartition;
import io.headwater.actors.index.IndexPartition.Look;
import io.headwater.actors.index.IndexPartition.StandsAt;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.partition.Partition;
import io.headwater.actors.partition.Partition.Apply;
import io.headwater.actors.partition.Partition.ApplyReply;
import io.headwater.actors.partition.Write;
import io.headwater.persistence.store.Store;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.jspecify.annotations.Nullable;

/**
 * Random sequences of writes, of global secondary indexes created and deleted, and of partitions
 * and index partitions that stop in the middle of it. After each sequence every index must have
 * exactly what {@link PlainIndex} computes from the table's items.
 *
 * <p>Each sequence is made of the seed and its number alone. What runs at the same time in the
 * database is not, so a finding may take several runs to come again.
 */
public final class IndexSequences implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration ANSWER_TIMEOUT = Duration.ofMillis(200);

  /** After so many sequences the database is stopped and started in the middle of one. */
  private static final int SEQUENCES_BETWEEN_RESTARTS = 50;

  private static final Config SETTINGS =
      ConfigFactory.parseString(
          """
          headwater {
            indexes {
              batch-size = 3
              progress-interval = 20ms, answer-timeout = 200ms, min-backoff = 5ms, max-backoff = 50ms
            }
            routing.batch-timeout = 200ms
            log-trimming { interval = 10ms, step-entries = 3, pause = 1ms }
          }
          """);

  private final Store store;
  private final long seed;
  private final Random ids;
  private RunningDatabase running;
  private final Counts counts = new Counts();

  /** What happened. */
  public static final class Counts {
    private long sequences;
    private long writes;
    private long refusedWrites;
    private long created;
    private long deleted;
    private long stopped;
    private long entries;

    @Override
    public String toString() {
      return ("%,d sequences: %,d writes (%,d of them refused), %,d indexes created and %,d deleted"
              + " by themselves, %,d actors stopped; %,d entries compared at the ends")
          .formatted(sequences, writes, refusedWrites, created, deleted, stopped, entries);
    }
  }

  /** Sequences on a store, which stays open when this is closed. */
  public IndexSequences(Store store, long seed) {
    this.store = store;
    this.seed = seed;
    this.ids = new Random(seed);
    this.running = start();
  }

  private RunningDatabase start() {
    return RunningDatabase.start(store, InstantSource.system(), SETTINGS, ids);
  }

  /** Runs sequences; the first finding is an AssertionError that names its sequence. */
  public Counts run(int count) {
    for (int number = 0; number < count; number++) {
      try {
        new Sequence(number).run();
        counts.sequences++;
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("sequence %d of seed %d".formatted(number, seed), e);
      }
    }
    return counts;
  }

  @Override
  public void close() {
    running.close();
  }

  private final class Sequence {
    private final int number;
    private final String tableName;
    private final Random random;

    Sequence(int number) {
      this.number = number;
      this.tableName = "table-" + number;
      this.random = new Random(seed * 1_000_003 + number);
    }

    void run() {
      createTable();
      int steps = 4 + random.nextInt(12);
      int restartAt = number % SEQUENCES_BETWEEN_RESTARTS == 1 ? random.nextInt(steps) : -1;
      for (int i = 0; i < steps; i++) {
        if (i == restartAt) {
          running.close();
          running = start();
        }
        step();
      }
      if (random.nextInt(8) > 0) { // Otherwise the table goes while all kinds of things go on.
        await(() -> audit().underWay(table()));
        counts.entries += audit().compare(table());
      }
      deleteTable();
    }

    private void createTable() {
      var indexes = new ArrayList<NewIndex>();
      for (PlainIndex index : PlainIndex.ALL) {
        if (random.nextInt(4) == 0) {
          indexes.add(newIndex(index));
        }
      }
      join(
          database()
              .catalogClient()
              .createTable(
                  new NewTable(
                      tableName,
                      PlainIndex.TABLE_KEY,
                      List.of(),
                      indexes,
                      Tables.ON_DEMAND,
                      Map.of(),
                      null)));
    }

    private void step() {
      switch (random.nextInt(10)) {
        case 0, 1 -> createIndex();
        case 2 -> deleteIndex();
        case 3 -> stopIndexPartition();
        case 4 -> stopPartition();
        default -> write();
      }
    }

    private void createIndex() {
      var index = PlainIndex.ALL.get(random.nextInt(PlainIndex.ALL.size()));
      counts.created += update(new IndexUpdate.Create(newIndex(index))) ? 1 : 0;
    }

    private void deleteIndex() {
      var index = PlainIndex.ALL.get(random.nextInt(PlainIndex.ALL.size()));
      counts.deleted += update(new IndexUpdate.Delete(index.index().name())) ? 1 : 0;
    }

    /** Whether it was done; it may be that another index is under way, or that there is none. */
    private boolean update(IndexUpdate update) {
      var change =
          new TableUpdate(null, ThroughputUpdate.NONE, null, null, null, null, List.of(update));
      return isDone(database().catalogClient().updateTable(tableName, change));
    }

    private void write() {
      var table = table();
      var results = new ArrayList<CompletionStage<?>>();
      for (int i = 0; i < 1 + random.nextInt(40); i++) {
        results.add(database().router().write(table, randomWrite()));
      }
      for (CompletionStage<?> result : results) {
        counts.writes++;
        counts.refusedWrites += isDone(result) ? 0 : 1;
      }
    }

    private Write randomWrite() {
      var key =
          new ItemKey(
              new S("p" + random.nextInt(12)), new N(BigDecimal.valueOf(random.nextInt(3))));
      return switch (random.nextInt(6)) {
        case 0 -> new Write.Delete(key, null, false);
        case 1 -> update(key, "SET a = :v", new S("a" + random.nextInt(3)));
        case 2 -> update(key, "ADD b :v", new N(BigDecimal.valueOf(random.nextInt(3))));
        case 3 ->
            new Write.UpdateItem(
                key,
                ExpressionParser.update("REMOVE a, c", new Placeholders(null, null)),
                null,
                false);
        default ->
            new Write.Put(key, EncodedItem.of(PlainIndex.randomItem(random, key)), null, false);
      };
    }

    private static Write update(ItemKey key, String expression, AttributeValue value) {
      var placeholders = new Placeholders(null, Map.of(":v", value));
      return new Write.UpdateItem(
          key, ExpressionParser.update(expression, placeholders), null, false);
    }

    private void stopPartition() {
      var ranges = table().partitions();
      var id = ranges.get(random.nextInt(ranges.size())).partitionId();
      var partition = sharding().entityRefFor(Partition.TYPE_KEY, id);
      partition
          .<ApplyReply>ask(replyTo -> new Apply(-1, List.of(), replyTo), ANSWER_TIMEOUT)
          .handle((reply, _) -> reply instanceof ApplyReply.Taken taken ? taken.partition() : null)
          .thenAccept(this::stop)
          .toCompletableFuture()
          .join();
    }

    private void stopIndexPartition() {
      var indexes = table().globalSecondaryIndexes();
      if (indexes.isEmpty()) {
        return;
      }
      var ranges = indexes.get(random.nextInt(indexes.size())).partitions();
      var id = ranges.get(random.nextInt(ranges.size())).partitionId();
      var partition = sharding().entityRefFor(IndexPartition.TYPE_KEY, id);
      partition
          .<IndexPartition.Reply>ask(replyTo -> new Look(0, "nobody", replyTo), ANSWER_TIMEOUT)
          .handle(
              (reply, _) -> reply instanceof StandsAt standing ? standing.indexPartition() : null)
          .thenAccept(this::stop)
          .toCompletableFuture()
          .join();
    }

    /** Null: whoever was asked did not answer, because it was being stopped already. */
    private void stop(@Nullable ActorRef<?> actor) {
      if (actor != null) {
        Adapter.toClassic(database().system()).stop(Adapter.toClassic(actor));
        counts.stopped++;
      }
    }

    private IndexAudit audit() {
      return new IndexAudit(store, database());
    }

    private void deleteTable() {
      await(() ->
          isDone(database().catalogClient().deleteTable(tableName))
              ? null
              : "the table cannot be deleted");
    }

    private TableDefinition table() {
      return Objects.requireNonNull(database().catalog().table(tableName));
    }
  }

  private static NewIndex newIndex(PlainIndex index) {
    return new NewIndex(index.index(), Throughput.ON_DEMAND, OnDemandThroughput.UNLIMITED, null);
  }

  private Database database() {
    return running.database();
  }

  private ClusterSharding sharding() {
    return ClusterSharding.get(database().system());
  }

  /** Waits until nothing is amiss any more. */
  private static void await(Supplier<@Nullable String> amiss) {
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    var later = CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS);
    String what = amiss.get();
    while (what != null) {
      if (System.nanoTime() > endNanos) {
        throw new AssertionError("after " + PATIENCE + ": " + what);
      }
      what = CompletableFuture.supplyAsync(amiss, later).join();
    }
  }

  /** False if it was refused, or if nobody knows because an actor stopped. */
  private static boolean isDone(CompletionStage<?> stage) {
    try {
      join(stage);
      return true;
    } catch (CompletionException e) {
      if (e.getCause() instanceof DynamoDbException) {
        return false;
      }
      throw e;
    }
  }

  private static <T extends @Nullable Object> T join(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    return future.copy().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}
