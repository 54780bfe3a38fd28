package io.headwater.actors.catalog;

import io.headwater.actors.catalog.Catalog.Command;
import io.headwater.actors.catalog.Catalog.CreateTable;
import io.headwater.actors.catalog.Catalog.DeleteTable;
import io.headwater.actors.catalog.Catalog.IndexBuilt;
import io.headwater.actors.catalog.Catalog.Reply;
import io.headwater.actors.catalog.Catalog.Seen;
import io.headwater.actors.catalog.Catalog.Subscribe;
import io.headwater.actors.catalog.Catalog.TimeToLiveFiled;
import io.headwater.actors.catalog.Catalog.Update;
import io.headwater.actors.catalog.Catalog.UpdateTable;
import io.headwater.actors.catalog.Catalog.UpdateTags;
import io.headwater.actors.catalog.Catalog.UpdateTimeToLive;
import io.headwater.actors.catalog.CatalogState.IndexKey;
import io.headwater.actors.catalog.CatalogStep.PurgeStep;
import io.headwater.actors.catalog.CatalogStep.PurgeStepDone;
import io.headwater.actors.catalog.CatalogStep.RowsRead;
import io.headwater.actors.catalog.CatalogStep.StepDone;
import io.headwater.actors.catalog.CatalogStep.SweepStreams;
import io.headwater.actors.catalog.CatalogStep.TakeUp;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.codec.RowDamage;
import io.headwater.actors.entity.RowEntity;
import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.persistence.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
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
 * their opening; UPDATING, then ACTIVE when all have committed what they are to heed; DELETING,
 * then gone when all have committed their closing; its rows, and its partitions' states and logs,
 * are removed last. An index that is deleted goes when its own partitions are closed. Each step is
 * taken up again after a restart, because the state says which one is next ({@link TableSteps}). A
 * client is answered at the end of its chain, when every view has seen it, so that whatever it asks
 * next finds the change done.
 */
public final class CatalogActor extends RowEntity<Command, CatalogCommit> {
  /** Under which the catalog's log is kept. */
  public static final PersistenceId PERSISTENCE_ID =
      PersistenceId.of(Catalog.TYPE_KEY.name(), Catalog.ENTITY_ID);

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final Store store;
  private final InstantSource clock;
  private final CatalogSettings settings;
  private final TableFactory factory;
  private final TableUpdater updater;
  private final TableSteps steps;
  private final RowPurge purge;
  private final CatalogSubscribers subscribers = new CatalogSubscribers();

  /** Who waits for the end of a table's chain, and what it is told. */
  private final Map<UUID, Waiting> waiting = new HashMap<>();

  /**
   * Changes of a time to live that arrived while their table was UPDATING. They follow its chain.
   */
  private final Map<UUID, List<UpdateTimeToLive>> deferred = new HashMap<>();

  private record Waiting(ActorRef<Reply> replyTo, TableDefinition answer) {}

  private CatalogState state = new CatalogState();
  private boolean reading = true;

  private CatalogActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Store store,
      InstantSource clock,
      CatalogSettings settings,
      TableFactory factory,
      TableSteps steps,
      RowPurge purge) {
    super(PERSISTENCE_ID);
    this.context = context;
    this.timers = timers;
    this.store = store;
    this.clock = clock;
    this.settings = settings;
    this.factory = factory;
    this.updater = new TableUpdater(factory);
    this.steps = steps;
    this.purge = purge;
  }

  /** The catalog entity. */
  static Behavior<Command> create(
      ClusterSharding sharding,
      IndexPartitions indexPartitions,
      Store store,
      InstantSource clock,
      RandomGenerator random,
      CatalogSettings settings) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers ->
            new CatalogActor(
                context,
                timers,
                store,
                clock,
                settings,
                new TableFactory(
                    clock,
                    random,
                    () -> TableFactory.randomId(random),
                    settings.partitionsPerTable()),
                new TableSteps(context, timers, new TablePartitions(sharding), indexPartitions),
                new RowPurge(context, timers, store, indexPartitions))));
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
      case DeleteTable(String name, var replyTo) -> onChange(name, replyTo, TableUpdater::deleted);
      case UpdateTable update ->
          onChange(
              update.name(),
              update.replyTo(),
              table -> updater.updated(table, update.update(), clock.millis()));
      case UpdateTimeToLive update -> onUpdateTimeToLive(update);
      case UpdateTags(String name, var put, var removed, var replyTo) ->
          onChange(name, replyTo, table -> TableUpdater.tagged(table, put, removed));
      case IndexBuilt(UUID tableId, int number, var replyTo) ->
          onTold(tableId, replyTo, table -> TableUpdater.indexBuilt(table, number));
      case TimeToLiveFiled(UUID tableId, long generation, var replyTo) ->
          onTold(tableId, replyTo, table -> TableUpdater.timeToLiveFiled(table, generation));
      case Subscribe subscribe -> onSubscribe(subscribe);
      case Seen(var subscriber, long version) -> {
        subscribers.seen(subscriber, version);
        yield Effect().none();
      }
      case TakeUp(UUID tableId) -> {
        takeUp(tableOf(tableId));
        yield Effect().none();
      }
      case StepDone done -> onStepDone(done);
      case PurgeStep step -> {
        purge.run(step);
        yield Effect().none();
      }
      case PurgeStepDone done -> purge.goOn(done) ? onPurged(done.step()) : Effect().none();
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
      throw RowDamage.refusalToStart("the catalog", read.failure());
    }
    requireRowsAt(context, rows.state().version());
    state = rows.state();
    reading = false;
    state.tables().stream()
        .filter(TableSteps::wants)
        .forEach(table -> context.getSelf().tell(new TakeUp(table.id())));
    state.purging().forEach(this::purge);
    state.purgingIndexes().forEach(purge::start);
    timers.startTimerWithFixedDelay(SweepStreams.INSTANCE, settings.streamSweepInterval());
    return Effect().none().thenUnstashAll();
  }

  private Effect<CatalogCommit, NoState> onCreateTable(CreateTable create) {
    String name = create.table().name();
    if (state.table(name) != null) {
      return refuse(create.replyTo(), TableErrors.exists(name));
    }
    var table = factory.create(create.table());
    return commit(List.of(new CatalogChange.TablePut(table)), () -> begin(table, create.replyTo()));
  }

  /** Changes a table; if its partitions have to heed the change, that begins. */
  private Effect<CatalogCommit, NoState> onChange(
      String name, ActorRef<Reply> replyTo, UnaryOperator<TableDefinition> change) {
    var table = state.table(name);
    if (table == null) {
      return refuse(replyTo, TableErrors.unknown(name));
    }
    TableDefinition changed;
    try {
      changed = change.apply(table);
    } catch (DynamoDbException e) {
      return refuse(replyTo, e.error());
    }
    if (changed.status() == table.status()) {
      return put(table, changed, replyTo);
    }
    return commit(List.of(new CatalogChange.TablePut(changed)), () -> begin(changed, replyTo));
  }

  private Effect<CatalogCommit, NoState> onUpdateTimeToLive(UpdateTimeToLive update) {
    var updating = state.table(update.tableName());
    if (updating != null && updating.status() == TableStatus.UPDATING) {
      deferred.computeIfAbsent(updating.id(), _ -> new ArrayList<>()).add(update);
      return Effect().none();
    }
    return onChange(
        update.tableName(),
        update.replyTo(),
        table ->
            TableUpdater.withTimeToLive(
                table,
                update.enabled(),
                update.attributeName(),
                clock.millis(),
                settings.timeToLiveInterval()));
  }

  /** Stores a version that nobody but the views has to know of. */
  private Effect<CatalogCommit, NoState> put(
      TableDefinition table, TableDefinition changed, ActorRef<Reply> replyTo) {
    if (changed.equals(table)) {
      return Effect().none().thenRun(() -> answerWhenSeen(replyTo, new Reply.Done(table)));
    }
    return commit(
        List.of(new CatalogChange.TablePut(changed)),
        () -> answerWhenSeen(replyTo, new Reply.Done(changed)));
  }

  /** Takes in what work in the background came to; null: it is of no consequence any more. */
  private Effect<CatalogCommit, NoState> onTold(
      UUID tableId,
      ActorRef<Reply> replyTo,
      Function<TableDefinition, @Nullable TableDefinition> change) {
    var table = tableOf(tableId);
    var changed = table == null || !table.servesItems() ? null : change.apply(table);
    return changed == null
        ? Effect().none().thenRun(() -> answerWhenSeen(replyTo, new Reply.NothingToDo()))
        : commit(
            List.of(new CatalogChange.TablePut(changed)),
            () -> answerWhenSeen(replyTo, new Reply.Done(changed)));
  }

  private Effect<CatalogCommit, NoState> refuse(ActorRef<Reply> replyTo, DynamoDbError error) {
    return Effect().none().thenRun(() -> replyTo.tell(new Reply.Refused(error)));
  }

  private Effect<CatalogCommit, NoState> onSubscribe(Subscribe subscribe) {
    context.watch(subscribe.subscriber());
    subscribers.add(subscribe.subscriber());
    subscribe
        .subscriber()
        .tell(new Update(state.version(), true, state.content(), context.getSelf()));
    return Effect().none();
  }

  /** Begins a chain, at whose end a client is answered. One that waited for another is now. */
  private void begin(TableDefinition table, ActorRef<Reply> replyTo) {
    endChain(table.id());
    waiting.put(table.id(), new Waiting(replyTo, table));
    steps.takeUp(table);
  }

  private void takeUp(@Nullable TableDefinition table) {
    if (table != null) {
      steps.takeUp(table);
    }
  }

  private Effect<CatalogCommit, NoState> onStepDone(StepDone done) {
    var step = done.step();
    var table = tableOf(step.tableId());
    var commits = steps.ended(done, table);
    if (table == null || commits == null) {
      return Effect().none();
    }
    return switch (step.kind()) {
      case OPEN -> goOn(table, TableUpdater.opened(table));
      case REDEFINE -> goOn(table, TableUpdater.heeded(table, commits));
      case CLOSE -> onClosed(table, commits);
      case CLOSE_INDEX -> onIndexClosed(table, Math.toIntExact(step.number()));
    };
  }

  /** Stores a table that its partitions heed; its stream, if it begins or ends, with it. */
  private Effect<CatalogCommit, NoState> goOn(TableDefinition before, TableDefinition table) {
    var changes = new ArrayList<CatalogChange>();
    changes.add(new CatalogChange.TablePut(table));
    if (table.stream() != null
        && (before.status() == TableStatus.CREATING
            || !Objects.equals(before.stream(), table.stream()))) {
      changes.add(new CatalogChange.StreamPut(table.stream()));
    }
    return commit(
        changes,
        () -> {
          endChain(table.id());
          steps.takeUp(table);
        });
  }

  private Effect<CatalogCommit, NoState> onClosed(
      TableDefinition table, Map<String, Long> commits) {
    var changes = new ArrayList<CatalogChange>();
    var ended = TableUpdater.endedStream(table, commits, clock.millis());
    if (ended != null) {
      changes.add(new CatalogChange.StreamPut(ended));
    }
    changes.add(new CatalogChange.TableRemoved(table.name(), table.id()));
    return commit(
        changes,
        () -> {
          endChain(table.id());
          // Nobody writes to its index partitions once no view has it.
          subscribers.whenSeen(state.version(), () -> purge(table.id()));
        });
  }

  private void purge(UUID tableId) {
    purge.start(tableId, state.hasStreamOf(tableId));
  }

  /** The last step of a table or index; a table whose stream can still be read waits for that. */
  private Effect<CatalogCommit, NoState> onPurged(PurgeStep done) {
    if (!(done.whenDone() instanceof CatalogChange.TablePurged(UUID tableId))
        || !done.keepsPartitions()) {
      return commit(List.of(done.whenDone()), () -> {});
    }
    if (!state.hasStreamOf(tableId)) {
      purge(tableId);
    }
    return Effect().none();
  }

  private Effect<CatalogCommit, NoState> onIndexClosed(TableDefinition table, int number) {
    var without = TableUpdater.withoutIndex(table, number);
    if (without == null) {
      return Effect().none();
    }
    return commit(
        List.of(
            new CatalogChange.TablePut(without),
            new CatalogChange.IndexRemoved(table.id(), number)),
        () -> {
          var index = new IndexKey(table.id(), number);
          subscribers.whenSeen(state.version(), () -> purge.start(index));
        });
  }

  private Effect<CatalogCommit, NoState> onSweepStreams() {
    long oldestMillis = clock.millis() - settings.streamRetention().toMillis();
    var changes = new ArrayList<CatalogChange>();
    var tableIds = new HashSet<UUID>();
    for (StreamDefinition stream : state.streams()) {
      Long disabledAtMillis = stream.disabledAtMillis();
      if (disabledAtMillis != null && disabledAtMillis < oldestMillis) {
        changes.add(new CatalogChange.StreamRemoved(stream.tableName(), stream.label()));
        var tableId = CatalogState.tableOf(stream);
        if (tableId != null && state.purging().contains(tableId)) {
          tableIds.add(tableId);
        }
      }
    }
    return changes.isEmpty()
        ? Effect().none()
        : commit(
            changes,
            () -> subscribers.whenSeen(state.version(), () -> tableIds.forEach(this::purge)));
  }

  /** Replies to the client of a chain that has ended, and processes what was deferred for it. */
  private void endChain(UUID tableId) {
    var waiter = waiting.remove(tableId);
    if (waiter != null) {
      answerWhenSeen(waiter.replyTo(), new Reply.Done(waiter.answer()));
    }
    var updates = deferred.remove(tableId);
    if (updates != null) {
      updates.forEach(context.getSelf()::tell);
    }
  }

  private void answerWhenSeen(ActorRef<Reply> replyTo, Reply reply) {
    subscribers.whenSeen(state.version(), () -> replyTo.tell(reply));
  }

  /** Persists changes; only then they hold, are published, and the rest is done. */
  private EffectBuilder<CatalogCommit, NoState> commit(
      List<CatalogChange> changes, Runnable whenDurable) {
    long version = state.version() + 1;
    return Effect()
        .persist(new CatalogCommit(version, changes))
        .thenRun(() -> {
          state.apply(version, changes);
          subscribers.publish(new Update(version, false, changes, context.getSelf()));
          whenDurable.run();
        });
  }

  private @Nullable TableDefinition tableOf(UUID tableId) {
    return state.table(tableId);
  }
}
