package io.headwater.actors.testing;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.headwater.actors.catalog.CatalogClient.NewIndex;
import io.headwater.actors.catalog.CatalogClient.NewTable;
import io.headwater.actors.catalog.OnDemandThroughput;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableSettings;
import io.headwater.actors.catalog.Throughput;
import io.headwater.actors.cluster.Database;
import io.headwater.actors.cluster.DatabaseConfig;
import io.headwater.actors.cluster.HeadwaterDatabase;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.model.LocalSecondaryIndex;
import io.headwater.actors.model.StreamViewType;
import io.headwater.persistence.journal.StoreSetup;
import io.headwater.persistence.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/** A database of one node over any store; closing it leaves the store as a stopped node would. */
public final class RunningDatabase implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
  private static final Config QUIET =
      ConfigFactory.parseString("pekko { loglevel = WARNING, log-dead-letters = off }");

  private static final KeySchema SCHEMA =
      new KeySchema(
          new KeyAttribute("id", AttributeType.S), new KeyAttribute("sk", AttributeType.N));

  private final Database database;

  private RunningDatabase(Database database) {
    this.database = database;
  }

  public static RunningDatabase start(Store store) {
    return start(store, InstantSource.system());
  }

  public static RunningDatabase start(Store store, InstantSource clock) {
    return start(store, clock, ConfigFactory.empty());
  }

  public static RunningDatabase start(Store store, InstantSource clock, Config settings) {
    return start(store, clock, settings, new Random(1));
  }

  /** One whose tables' ids come from {@code random}, as not to repeat those of an earlier start. */
  public static RunningDatabase start(
      Store store, InstantSource clock, Config settings, RandomGenerator random) {
    var setup =
        ActorSystemSetup.create(
            BootstrapSetup.create(DatabaseConfig.over(settings.withFallback(QUIET))),
            new StoreSetup(store));
    var system = ActorSystem.create(Behaviors.empty(), "headwater", setup);
    return new RunningDatabase(
        HeadwaterDatabase.start(system, store, clock, random)
            .toCompletableFuture()
            .orTimeout(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
            .join());
  }

  public Database database() {
    return database;
  }

  /** Creates a table with partition key {@code id} (S) and sort key {@code sk} (N). */
  public TableDefinition createTable(String name, @Nullable StreamViewType viewType) {
    return createTable(name, List.of(), viewType);
  }

  /** The same table with a local secondary index by {@code text} (S) that has the keys only. */
  public TableDefinition createIndexedTable(String name) {
    var index =
        Tables.localIndex(SCHEMA, "by-text", "text", AttributeType.S, IndexProjection.KEYS_ONLY);
    return createTable(name, List.of(index), null);
  }

  /** A table of {@link PlainIndex#TABLE_KEY} with a global secondary index. */
  public TableDefinition createTable(String name, PlainIndex index, TableSettings settings) {
    var newIndex =
        new NewIndex(index.index(), Throughput.ON_DEMAND, OnDemandThroughput.UNLIMITED, null);
    return create(
        new NewTable(
            name, PlainIndex.TABLE_KEY, List.of(), List.of(newIndex), settings, Map.of(), null));
  }

  private TableDefinition createTable(
      String name, List<LocalSecondaryIndex> indexes, @Nullable StreamViewType viewType) {
    var table =
        new NewTable(name, SCHEMA, indexes, List.of(), Tables.ON_DEMAND, Map.of(), viewType);
    return create(table);
  }

  private TableDefinition create(NewTable table) {
    return database.catalogClient().createTable(table).toCompletableFuture().join();
  }

  @Override
  public void close() {
    database.system().terminate();
    database.system().getWhenTerminated().toCompletableFuture().join();
  }
}
