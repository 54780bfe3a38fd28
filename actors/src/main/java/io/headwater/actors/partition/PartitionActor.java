package io.headwater.actors.partition;

import io.headwater.actors.codec.RowDamage;
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
import io.headwater.persistence.store.RowRead;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
 * <p>What a batch reads and writes is bounded in bytes. A batch that exceeds a bound is decided in
 * part, its first writes; the sender sends the others again. A row that is damaged fails the writes
 * that need it.
 *
 * <p>While rows are read or a batch is decided on another thread, other commands wait in the stash:
 * a partition has one batch in flight. Senders keep one batch each outstanding, so the stash holds
 * as many as there are nodes.
 */
public final class PartitionActor extends RowEntity<Command, Commit> {

  /**
   * The most that the expressions of a batch may look at on the partition's own thread, in bytes:
   * about a millisecond. A batch with more of them is decided by the evaluation dispatcher, so that
   * other requests go on meanwhile.
   */
  static final long MAX_INLINE_EVALUATION_BYTES = 64 * 1024;

  /** Messages that a partition sends to itself. */
  sealed interface Internal extends Command {}

  @SuppressWarnings("ArrayRecordComponent") // A message to itself; never compared.
  private record StateRead(byte @Nullable [] row, @Nullable Throwable failure)
      implements Internal {}

  private record RowsRead(
      Apply batch, BatchRows needed, @Nullable List<RowRead> rows, @Nullable Throwable failure)
      implements Internal {}

  private record Decided(Apply batch, @Nullable BatchDecision decision, @Nullable Throwable failure)
      implements Internal {}

  private final ActorContext<Command> context;
  private final String partitionId;
  private final PartitionEnvironment environment;
  private final ActorRef<ShardCommand> shard;

  /** Null until the partition was opened. */
  private @Nullable PartitionState state;

  /** Whether the state row or a batch's rows are being read, or a batch is being decided. */
  private boolean busy = true;

  private PartitionActor(
      ActorContext<Command> context,
      String partitionId,
      PartitionEnvironment environment,
      ActorRef<ShardCommand> shard) {
    super(persistenceId(partitionId));
    this.context = context;
    this.partitionId = partitionId;
    this.environment = environment;
    this.shard = shard;
  }

  /**
   * A partition.
   *
   * @param shard by which a partition that is not open is stopped
   */
  public static Behavior<Command> create(
      String partitionId, PartitionEnvironment environment, ActorRef<ShardCommand> shard) {
    return Behaviors.setup(context -> new PartitionActor(context, partitionId, environment, shard));
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
      case Decided decided -> onDecided(decided);
      case Apply apply -> busy ? Effect().stash() : onApply(apply);
      case Open open -> busy ? Effect().stash() : onOpen(open);
      case Redefine redefine -> busy ? Effect().stash() : onRedefine(redefine);
      case Close close -> busy ? Effect().stash() : onClose(close);
    };
  }

  @Override
  protected void readRows() {
    byte[] rowKey = RowKeys.partitionState(partitionId);
    context.pipeToSelf(environment.store().get(rowKey), StateRead::new);
  }

  private Effect<Commit, NoState> onStateRead(StateRead read) {
    if (read.failure() != null) {
      throw RowDamage.refusalToStart("partition " + partitionId, read.failure());
    }
    state = read.row() == null ? null : PartitionState.fromBytes(read.row());
    requireRowsAt(context, state == null ? 0 : state.lastCommit());
    busy = false;
    return Effect().none().thenUnstashAll();
  }

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
    var needed = new BatchRows(state.definition(), batch.writes());
    long maxReadBytes = BatchDecider.maxReadBytes(state.definition(), environment.maxBatchBytes());
    var rows = environment.store().multiGet(needed.keys(), maxReadBytes).toCompletableFuture();
    if (rows.state() == Future.State.SUCCESS) {
      return onRowsRead(new RowsRead(batch, needed, rows.resultNow(), null));
    }
    busy = true;
    context.pipeToSelf(rows, (read, failure) -> new RowsRead(batch, needed, read, failure));
    return Effect().none();
  }

  private Effect<Commit, NoState> onRowsRead(RowsRead read) {
    if (state == null || read.rows() == null) {
      // Nothing was written; the batch's sender hears of the stop and answers its clients.
      throw new IllegalStateException("cannot read items of " + partitionId, read.failure());
    }
    var batch = read.batch();
    var decider =
        new BatchDecider(
            state.definition(),
            batch.writes(),
            read.needed(),
            read.rows(),
            environment.clock().instant(),
            environment.maxBatchBytes());
    if (decider.evaluationBytes() <= MAX_INLINE_EVALUATION_BYTES) {
      return onDecided(new Decided(batch, decider.decide(), null));
    }
    busy = true;
    context.pipeToSelf(
        CompletableFuture.supplyAsync(decider::decide, environment.evaluations()),
        (decision, failure) -> new Decided(batch, decision, failure));
    return Effect().none();
  }

  private Effect<Commit, NoState> onDecided(Decided decided) {
    var decision = decided.decision();
    if (state == null || decision == null) {
      throw new IllegalStateException("cannot decide a batch of " + partitionId, decided.failure());
    }
    busy = false;
    var batch = decided.batch();
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
    long millis = environment.clock().millis();
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
          // Before the answer: who reads an index after it finds that the index lacks this commit.
          environment.listener().committed(partitionId, next.lastCommit());
          answer.accept(next.lastCommit());
        });
  }

  private Commit commit(CommitRecord record, List<RowChange> itemRows, PartitionState next) {
    var rows = new ArrayList<>(itemRows);
    rows.add(RowChange.put(RowKeys.partitionState(partitionId), next.toBytes()));
    return Commit.of(record, rows);
  }

  private long commitMillis() {
    long millis = environment.clock().millis();
    return state == null ? millis : Math.max(millis, state.lastCommitMillis());
  }
}
