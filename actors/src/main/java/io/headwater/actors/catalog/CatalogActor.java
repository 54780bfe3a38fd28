package io.headwater.actors.catalog;

import io.headwater.actors.catalog.Catalog.Command;
import io.headwater.actors.catalog.Catalog.CreateTable;
import io.headwater.actors.catalog.Catalog.DeleteTable;
import io.headwater.actors.catalog.Catalog.Reply;
import io.headwater.actors.catalog.Catalog.Seen;
import io.headwater.actors.catalog.Catalog.Subscribe;
import io.headwater.actors.catalog.Catalog.Update;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.entity.RowEntity;
import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.ErrorCode;
import io.headwater.persistence.store.KeyRange;
import io.headwater.persistence.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EffectBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The catalog entity: the one writer of table and stream definitions.
 *
 * <p>A table's life is a chain of commits: CREATING, then ACTIVE when all partitions have committed
 * their opening; DELETING, then gone when all have committed their closing; its rows are removed
 * last. Each step is taken up again after a restart, because the state says which one is next. A
 * client is answered at the end of its chain, when every view has seen it, so that whatever it asks
 * next finds the table there, or gone.
 */
public final class CatalogActor extends RowEntity<Command, CatalogCommit> {
  /** Under which the catalog's log is kept. */
  public static final PersistenceId PERSISTENCE_ID =
      PersistenceId.of(Catalog.TYPE_KEY.name(), Catalog.ENTITY_ID);

  /** How many rows of a deleted table are removed in one step, and how long the next one waits. */
  private static final int PURGE_STEP_ROWS = 1_000;

  private static final Duration PURGE_PAUSE = Duration.ofMillis(5);

  /** Before a step that failed is tried again. */
  private static final Duration RETRY_PAUSE = Duration.ofMillis(500);

  private static final Duration STREAM_SWEEP_INTERVAL = Duration.ofMinutes(10);

  /** Messages that the catalog sends to itself. */
  sealed interface Internal extends Command {}

  private record RowsRead(@Nullable CatalogRows rows, @Nullable Throwable failure)
      implements Internal {}

  private record TakeUp(UUID tableId) implements Internal {}

  private record PartitionsOpened(UUID tableId, @Nullable Throwable failure) implements Internal {}

  private record PartitionsClosed(
      UUID tableId, @Nullable Map<String, Long> lastCommits, @Nullable Throwable failure)
      implements Internal {}

  /** What is left to remove of a deleted table, one range after the other. */
  private record PurgeStep(UUID tableId, List<KeyRange> rows) implements Internal {}

  @SuppressWarnings("ArrayRecordComponent") // A message to itself; never compared.
  private record PurgeStepDone(
      PurgeStep step, byte @Nullable [] nextRow, @Nullable Throwable failure) implements Internal {}

  private enum SweepStreams implements Internal {
    INSTANCE
  }

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final Store store;
  private final InstantSource clock;
  private final TablePartitions partitions;
  private final TableFactory factory;
  private final Duration streamRetention;
  private final CatalogSubscribers subscribers = new CatalogSubscribers();

  /** Who waits for the end of a table's creation or deletion, and what it is told. */
  private final Map<UUID, Waiting> waiting = new HashMap<>();

  private record Waiting(ActorRef<Reply> replyTo, TableDefinition answer) {}

  private CatalogState state = CatalogState.EMPTY;
  private boolean reading = true;

  private CatalogActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Store store,
      InstantSource clock,
      TablePartitions partitions,
      TableFactory factory,
      Duration streamRetention) {
    super(PERSISTENCE_ID);
    this.context = context;
    this.timers = timers;
    this.store = store;
    this.clock = clock;
    this.partitions = partitions;
    this.factory = factory;
    this.streamRetention = streamRetention;
  }

  /**
   * The catalog entity.
   *
   * @param streamRetention how long a stream can be read after it ended
   */
  static Behavior<Command> create(
      ClusterSharding sharding,
      Store store,
      InstantSource clock,
      RandomGenerator random,
      int partitionsPerTable,
      Duration streamRetention) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers ->
            new CatalogActor(
                context,
                timers,
                store,
                clock,
                new TablePartitions(sharding),
                new TableFactory(clock, random, partitionsPerTable),
                streamRetention)));
  }

  @Override
  protected void onTerminated(ActorRef<Void> watched) {
    subscribers.remove(watched.unsafeUpcast());
  }

  @Override
  protected Effect<CatalogCommit, NoState> onCommand(Command command) {
    if (command instanceof RowsRead read) {
      return onRowsRead(read);
    }
    if (reading) {
      return Effect().stash();
    }
    return switch (command) {
      case RowsRead read -> onRowsRead(read);
      case CreateTable create -> onCreateTable(create);
      case DeleteTable delete -> onDeleteTable(delete);
      case Subscribe subscribe -> onSubscribe(subscribe);
      case Seen(var subscriber, long version) -> {
        subscribers.seen(subscriber, version);
        yield Effect().none();
      }
      case TakeUp(UUID tableId) -> onTakeUp(tableId);
      case PartitionsOpened opened -> onPartitionsOpened(opened);
      case PartitionsClosed closed -> onPartitionsClosed(closed);
      case PurgeStep step -> onPurgeStep(step);
      case PurgeStepDone done -> onPurgeStepDone(done);
      case SweepStreams _ -> onSweepStreams();
    };
  }

  @Override
  protected void readRows() {
    context.pipeToSelf(CatalogRows.read(store), RowsRead::new);
  }

  private Effect<CatalogCommit, NoState> onRowsRead(RowsRead read) {
    var rows = read.rows();
    if (rows == null) {
      throw new IllegalStateException("cannot read the catalog", read.failure());
    }
    requireRowsAt(context, rows.state().version());
    state = rows.state();
    reading = false;
    state.tables().values().stream()
        .filter(table -> table.status() != TableStatus.ACTIVE)
        .forEach(table -> context.getSelf().tell(new TakeUp(table.id())));
    state.purging().forEach(this::startPurge);
    timers.startTimerWithFixedDelay(SweepStreams.INSTANCE, STREAM_SWEEP_INTERVAL);
    return Effect().none().thenUnstashAll();
  }

  private Effect<CatalogCommit, NoState> onCreateTable(CreateTable create) {
    String name = create.table().name();
    if (state.table(name) != null) {
      return refuse(create.replyTo(), ErrorCode.RESOURCE_IN_USE, "Table already exists: " + name);
    }
    var table = factory.create(create.table());
    return commit(
        List.of(new CatalogChange.TablePut(table)),
        () -> {
          waiting.put(table.id(), new Waiting(create.replyTo(), table));
          openPartitions(table);
        });
  }

  private Effect<CatalogCommit, NoState> onDeleteTable(DeleteTable delete) {
    String name = delete.name();
    var table = state.table(name);
    if (table == null) {
      return refuse(
          delete.replyTo(),
          ErrorCode.RESOURCE_NOT_FOUND,
          "Requested resource not found: Table: " + name + " not found");
    }
    return switch (table.status()) {
      case CREATING -> refuse(delete.replyTo(), ErrorCode.RESOURCE_IN_USE, inUse("created", name));
      case DELETING -> refuse(delete.replyTo(), ErrorCode.RESOURCE_IN_USE, inUse("deleted", name));
      case ACTIVE -> {
        var deleting = table.withStatus(TableStatus.DELETING);
        yield commit(
            List.of(new CatalogChange.TablePut(deleting)),
            () -> {
              waiting.put(table.id(), new Waiting(delete.replyTo(), deleting));
              closePartitions(deleting);
            });
      }
    };
  }

  private static String inUse(String participle, String name) {
    return "Attempt to change a resource which is still in use: Table is being "
        + participle
        + ": "
        + name;
  }

  private Effect<CatalogCommit, NoState> refuse(
      ActorRef<Reply> replyTo, ErrorCode code, String message) {
    return Effect()
        .none()
        .thenRun(() -> replyTo.tell(new Reply.Refused(DynamoDbError.of(code, message))));
  }

  private Effect<CatalogCommit, NoState> onSubscribe(Subscribe subscribe) {
    context.watch(subscribe.subscriber());
    subscribers.add(subscribe.subscriber());
    subscribe.subscriber().tell(new Update(state, context.getSelf()));
    return Effect().none();
  }

  /** Goes on with a table where its status says that it stands. */
  private Effect<CatalogCommit, NoState> onTakeUp(UUID tableId) {
    var table = tableOf(tableId);
    if (table != null) {
      switch (table.status()) {
        case CREATING -> openPartitions(table);
        case DELETING -> closePartitions(table);
        case ACTIVE -> {}
      }
    }
    return Effect().none();
  }

  private void openPartitions(TableDefinition table) {
    context.pipeToSelf(
        partitions.open(table), (_, failure) -> new PartitionsOpened(table.id(), failure));
  }

  private void closePartitions(TableDefinition table) {
    context.pipeToSelf(
        partitions.close(table),
        (lastCommits, failure) -> new PartitionsClosed(table.id(), lastCommits, failure));
  }

  private Effect<CatalogCommit, NoState> onPartitionsOpened(PartitionsOpened opened) {
    if (opened.failure() != null) {
      return retry(opened.tableId(), opened.failure());
    }
    var table = tableOf(opened.tableId());
    if (table == null || table.status() != TableStatus.CREATING) {
      return Effect().none();
    }
    var changes = new ArrayList<CatalogChange>();
    changes.add(new CatalogChange.TablePut(table.withStatus(TableStatus.ACTIVE)));
    if (table.stream() != null) {
      changes.add(new CatalogChange.StreamPut(table.stream()));
    }
    return commit(changes, () -> answerWhenSeen(table.id()));
  }

  private Effect<CatalogCommit, NoState> onPartitionsClosed(PartitionsClosed closed) {
    var lastCommits = closed.lastCommits();
    if (lastCommits == null) {
      return retry(closed.tableId(), closed.failure());
    }
    var table = tableOf(closed.tableId());
    if (table == null) {
      return Effect().none();
    }
    var changes = new ArrayList<CatalogChange>();
    changes.add(new CatalogChange.TableRemoved(table.name(), table.id()));
    if (table.stream() != null && table.stream().isEnabled()) {
      changes.add(new CatalogChange.StreamPut(factory.disabled(table.stream(), lastCommits)));
    }
    return commit(
        changes,
        () -> {
          answerWhenSeen(table.id());
          startPurge(table.id());
        });
  }

  private Effect<CatalogCommit, NoState> retry(UUID tableId, @Nullable Throwable failure) {
    context.getLog().warn("Partitions of table {} did not answer; trying again", tableId, failure);
    timers.startSingleTimer(tableId, new TakeUp(tableId), RETRY_PAUSE);
    return Effect().none();
  }

  private void startPurge(UUID tableId) {
    context.getSelf().tell(new PurgeStep(tableId, RowKeys.tableContents(tableId)));
  }

  private Effect<CatalogCommit, NoState> onPurgeStep(PurgeStep step) {
    context.pipeToSelf(
        store.removeRows(step.rows().getFirst(), PURGE_STEP_ROWS),
        (nextRow, failure) -> new PurgeStepDone(step, nextRow, failure));
    return Effect().none();
  }

  private Effect<CatalogCommit, NoState> onPurgeStepDone(PurgeStepDone done) {
    var step = done.step();
    if (done.failure() != null) {
      context.getLog().warn("Rows of table {} cannot be removed", step.tableId(), done.failure());
      timers.startSingleTimer(step.tableId(), step, RETRY_PAUSE);
      return Effect().none();
    }
    var left = rowsLeft(step.rows(), done.nextRow());
    if (left.isEmpty()) {
      return commit(List.of(new CatalogChange.TablePurged(step.tableId())), () -> {});
    }
    timers.startSingleTimer(step.tableId(), new PurgeStep(step.tableId(), left), PURGE_PAUSE);
    return Effect().none();
  }

  private static List<KeyRange> rowsLeft(List<KeyRange> rows, byte @Nullable [] nextRow) {
    var left = new ArrayList<>(rows.subList(1, rows.size()));
    if (nextRow != null) {
      left.addFirst(new KeyRange(nextRow, rows.getFirst().to()));
    }
    return left;
  }

  private Effect<CatalogCommit, NoState> onSweepStreams() {
    long oldestMillis = clock.millis() - streamRetention.toMillis();
    var changes = new ArrayList<CatalogChange>();
    for (StreamDefinition stream : state.streams().values()) {
      Long disabledAtMillis = stream.disabledAtMillis();
      if (disabledAtMillis != null && disabledAtMillis < oldestMillis) {
        changes.add(new CatalogChange.StreamRemoved(stream.tableName(), stream.label()));
      }
    }
    return changes.isEmpty() ? Effect().none() : commit(changes, () -> {});
  }

  private void answerWhenSeen(UUID tableId) {
    var waiter = waiting.remove(tableId);
    if (waiter != null) {
      subscribers.whenSeen(
          state.version(), () -> waiter.replyTo().tell(new Reply.Done(waiter.answer())));
    }
  }

  /** Persists changes; only then they hold, are published, and the rest is done. */
  private EffectBuilder<CatalogCommit, NoState> commit(
      List<CatalogChange> changes, Runnable whenDurable) {
    long version = state.version() + 1;
    return Effect()
        .persist(new CatalogCommit(version, changes))
        .thenRun(() -> {
          state = state.after(version, changes);
          subscribers.publish(new Update(state, context.getSelf()));
          whenDurable.run();
        });
  }

  private @Nullable TableDefinition tableOf(UUID tableId) {
    for (TableDefinition table : state.tables().values()) {
      if (table.id().equals(tableId)) {
        return table;
      }
    }
    return null;
  }
}
