package io.headwater.actors.partition;

import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.entity.RowEntity;
import io.headwater.actors.partition.CommitRecord.ItemsChanged;
import io.headwater.actors.partition.Partition.Apply;
import io.headwater.actors.partition.Partition.ApplyReply.Applied;
import io.headwater.actors.partition.Partition.ApplyReply.NotOpen;
import io.headwater.actors.partition.Partition.ApplyReply.Taken;
import io.headwater.actors.partition.Partition.Close;
import io.headwater.actors.partition.Partition.Closed;
import io.headwater.actors.partition.Partition.Command;
import io.headwater.actors.partition.Partition.Open;
import io.headwater.actors.partition.Partition.Opened;
import io.headwater.actors.partition.Partition.Redefine;
import io.headwater.actors.partition.Partition.Redefined;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding.ShardCommand;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EffectBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A partition: takes a batch, reads the rows that it needs, decides it, persists one commit and
 * answers when that commit is durable.
 *
 * <p>While rows are being read, other commands wait in the stash: a partition has one batch under
 * way. Senders keep one batch each outstanding, so the stash holds as many as there are nodes.
 */
public final class PartitionActor extends RowEntity<Command, Commit> {

  /** Messages that a partition sends to itself. */
  sealed interface Internal extends Command {}

  @SuppressWarnings("ArrayRecordComponent") // A message to itself; never compared.
  private record StateRead(byte @Nullable [] row, @Nullable Throwable failure)
      implements Internal {}

  private record RowsRead(
      Apply batch,
      List<byte[]> rowKeys,
      @Nullable List<byte @Nullable []> rows,
      @Nullable Throwable failure)
      implements Internal {}

  private final ActorContext<Command> context;
  private final String partitionId;
  private final Store store;
  private final InstantSource clock;
  private final CommitListener listener;
  private final ActorRef<ShardCommand> shard;

  /** Null until the partition was opened. */
  private @Nullable PartitionState state;

  /** Whether rows are being read, the state row included; commands wait meanwhile. */
  private boolean reading = true;

  private PartitionActor(
      ActorContext<Command> context,
      String partitionId,
      Store store,
      InstantSource clock,
      CommitListener listener,
      ActorRef<ShardCommand> shard) {
    super(persistenceId(partitionId));
    this.context = context;
    this.partitionId = partitionId;
    this.store = store;
    this.clock = clock;
    this.listener = listener;
    this.shard = shard;
  }

  /**
   * A partition.
   *
   * @param shard by which a partition that is not open is stopped
   */
  public static Behavior<Command> create(
      String partitionId,
      Store store,
      InstantSource clock,
      CommitListener listener,
      ActorRef<ShardCommand> shard) {
    return Behaviors.setup(
        context -> new PartitionActor(context, partitionId, store, clock, listener, shard));
  }

  /** Under which a partition's log is kept. */
  public static PersistenceId persistenceId(String partitionId) {
    return PersistenceId.of(Partition.TYPE_KEY.name(), partitionId);
  }

  /** The partition whose log has an id; null if the log is no partition's. */
  public static @Nullable String partitionIdOf(String logId) {
    String prefix = persistenceId("").id();
    return logId.startsWith(prefix) ? logId.substring(prefix.length()) : null;
  }

  @Override
  protected Effect<Commit, NoState> onCommand(Command command) {
    return switch (command) {
      case StateRead read -> onStateRead(read);
      case RowsRead read -> onRowsRead(read);
      case Apply apply -> reading ? Effect().stash() : onApply(apply);
      case Open open -> reading ? Effect().stash() : onOpen(open);
      case Redefine redefine -> reading ? Effect().stash() : onRedefine(redefine);
      case Close close -> reading ? Effect().stash() : onClose(close);
    };
  }

  @Override
  protected void readRows() {
    context.pipeToSelf(store.get(RowKeys.partitionState(partitionId)), StateRead::new);
  }

  private Effect<Commit, NoState> onStateRead(StateRead read) {
    if (read.failure() != null) {
      throw new IllegalStateException("cannot read the state of " + partitionId, read.failure());
    }
    state = read.row() == null ? null : PartitionState.fromBytes(read.row());
    requireRowsAt(context, state == null ? 0 : state.lastCommit());
    reading = false;
    return Effect().none().thenUnstashAll();
  }

  @SuppressWarnings("NullAway") // It loses the nullness of array elements in a lambda's parameter.
  private Effect<Commit, NoState> onApply(Apply batch) {
    if (state == null || !state.open()) {
      return Effect()
          .none()
          .thenRun(() -> {
            batch.replyTo().tell(new NotOpen(batch.batchNr()));
            passivate(context, shard);
          });
    }
    batch.replyTo().tell(new Taken(batch.batchNr(), context.getSelf()));
    var rowKeys = new ArrayList<byte[]>(batch.writes().size());
    for (Write write : batch.writes()) {
      rowKeys.add(RowKeys.item(state.definition(), write.key()));
    }
    rowKeys.addAll(ItemCollections.rowKeys(state.definition(), batch.writes()));
    var rows = store.multiGet(rowKeys).toCompletableFuture();
    if (rows.state() == Future.State.SUCCESS) {
      return onRowsRead(new RowsRead(batch, rowKeys, rows.resultNow(), null));
    }
    reading = true;
    context.pipeToSelf(rows, (read, failure) -> new RowsRead(batch, rowKeys, read, failure));
    return Effect().none();
  }

  private Effect<Commit, NoState> onRowsRead(RowsRead read) {
    if (state == null || read.rows() == null) {
      // Nothing was written; the batch's sender hears of the stop and answers its clients.
      throw new IllegalStateException("cannot read items of " + partitionId, read.failure());
    }
    reading = false;
    var batch = read.batch();
    var decision =
        new BatchDecider(state.definition(), clock.instant())
            .decide(batch.writes(), read.rowKeys(), read.rows());
    var applied = new Applied(batch.batchNr(), decision.results());
    if (decision.rowChanges().isEmpty()) {
      return Effect().none().thenRun(() -> batch.replyTo().tell(applied)).thenUnstashAll();
    }
    long commitNr = state.lastCommit() + 1;
    long millis = commitMillis();
    var next = state.after(commitNr, millis, decision);
    var commit = commit(new ItemsChanged(millis, decision.changes()), decision.rowChanges(), next);
    return persist(commit, next, _ -> batch.replyTo().tell(applied)).thenUnstashAll();
  }

  private Effect<Commit, NoState> onOpen(Open open) {
    if (state != null) {
      // The catalog asks again when it did not hear of the first answer.
      return Effect().none().thenRun(() -> open.replyTo().tell(new Opened(partitionId, 1)));
    }
    long millis = clock.millis();
    var next = PartitionState.opened(open.definition(), 1, millis);
    var commit = commit(new CommitRecord.Opened(millis, open.definition()), List.of(), next);
    return persist(commit, next, nr -> open.replyTo().tell(new Opened(partitionId, nr)));
  }

  private Effect<Commit, NoState> onRedefine(Redefine redefine) {
    var definition = redefine.definition();
    if (state == null || !state.open()) {
      return Effect()
          .none()
          .thenRun(() -> {
            answer(redefine, 0, 0);
            passivate(context, shard);
          });
    }
    long version = state.definition().version();
    if (definition.version() <= version) {
      long definedAt = state.definedAt();
      return Effect().none().thenRun(() -> answer(redefine, version, definedAt));
    }
    long millis = commitMillis();
    var next = state.redefined(definition, state.lastCommit() + 1, millis);
    var commit = commit(new CommitRecord.Redefined(millis, definition), List.of(), next);
    return persist(commit, next, nr -> answer(redefine, definition.version(), nr));
  }

  private void answer(Redefine redefine, long version, long commitNr) {
    redefine.replyTo().tell(new Redefined(partitionId, version, commitNr));
  }

  private Effect<Commit, NoState> onClose(Close close) {
    if (state == null || !state.open()) {
      long lastCommit = state == null ? 0 : state.lastCommit();
      return Effect().none().thenRun(() -> answer(close, lastCommit));
    }
    long millis = commitMillis();
    var next = state.closed(state.lastCommit() + 1, millis);
    var commit = commit(new CommitRecord.Closed(millis), List.of(), next);
    return persist(commit, next, nr -> answer(close, nr));
  }

  private void answer(Close close, long lastCommit) {
    close.replyTo().tell(new Closed(partitionId, lastCommit));
    passivate(context, shard);
  }

  /** Persists a commit; only then the new state holds and anyone hears of it. */
  private EffectBuilder<Commit, NoState> persist(
      Commit commit, PartitionState next, Consumer<Long> answer) {
    return Effect()
        .persist(commit)
        .thenRun(() -> {
          state = next;
          answer.accept(next.lastCommit());
          listener.committed(partitionId, next.lastCommit());
        });
  }

  private Commit commit(CommitRecord record, List<RowChange> itemRows, PartitionState next) {
    var rows = new ArrayList<>(itemRows);
    rows.add(RowChange.put(RowKeys.partitionState(partitionId), next.toBytes()));
    return Commit.of(record, rows);
  }

  private long commitMillis() {
    return state == null ? clock.millis() : Math.max(clock.millis(), state.lastCommitMillis());
  }
}
