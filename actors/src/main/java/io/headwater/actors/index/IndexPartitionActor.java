package io.headwater.actors.index;

import io.headwater.actors.codec.RowDamage;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.entity.RowEntity;
import io.headwater.actors.index.IndexPartition.Close;
import io.headwater.actors.index.IndexPartition.Closed;
import io.headwater.actors.index.IndexPartition.Command;
import io.headwater.actors.index.IndexPartition.Feed;
import io.headwater.actors.index.IndexPartition.Look;
import io.headwater.actors.index.IndexPartition.Refused;
import io.headwater.actors.index.IndexPartition.Reply;
import io.headwater.actors.index.IndexPartition.StandsAt;
import io.headwater.actors.index.IndexPartition.Unreadable;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.partition.CommitListener;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.RowRead;
import io.headwater.persistence.store.Store;
import io.headwater.persistence.store.StoreCorruptionException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Predicate;
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
 * An index partition: takes changes of entries from where it stands with their source, and commits
 * them together with where it stands then, and with how many entries there are.
 *
 * <p>Like a partition it has one thing under way; what comes meanwhile waits in the stash. Each
 * source has one feeder, which has one request outstanding, so the stash holds as many.
 */
public final class IndexPartitionActor extends RowEntity<Command, IndexCommit> {

  /** Messages that an index partition sends to itself. */
  sealed interface Internal extends Command {}

  @SuppressWarnings("ArrayRecordComponent") // A message to itself; never compared.
  private record StateRead(byte @Nullable [] row, @Nullable Throwable failure)
      implements Internal {}

  private record EntriesRead(
      Feed feed,
      List<RowChange> changes,
      @Nullable List<RowRead> entries,
      @Nullable Throwable failure)
      implements Internal {}

  private final ActorContext<Command> context;
  private final String indexPartitionId;
  private final Store store;
  private final IndexPartitionEnvironment environment;

  /** The damaged rows that the log names already. */
  private final Set<Bytes> reportedRows = new HashSet<>();

  private IndexPartitionState state = IndexPartitionState.NEW;

  /** Whether rows are being read, the state row included; commands wait meanwhile. */
  private boolean reading = true;

  private IndexPartitionActor(
      ActorContext<Command> context,
      String indexPartitionId,
      Store store,
      IndexPartitionEnvironment environment) {
    super(persistenceId(indexPartitionId));
    this.context = context;
    this.indexPartitionId = indexPartitionId;
    this.store = store;
    this.environment = environment;
  }

  /**
   * What an index partition has around it.
   *
   * @param mayOpen whether an index partition that has no commit yet may get one; not when its
   *     index is gone
   * @param listener notified of each commit
   * @param shard by which one that is closed is stopped
   */
  public record IndexPartitionEnvironment(
      Predicate<String> mayOpen, CommitListener listener, ActorRef<ShardCommand> shard) {}

  public static Behavior<Command> create(
      String indexPartitionId, Store store, IndexPartitionEnvironment environment) {
    return Behaviors.setup(
        context -> new IndexPartitionActor(context, indexPartitionId, store, environment));
  }

  /** Under which an index partition's log is kept. */
  public static PersistenceId persistenceId(String indexPartitionId) {
    return PersistenceId.of(IndexPartition.TYPE_KEY.name(), indexPartitionId);
  }

  /** The index partition whose log has an id; null if the log is no index partition's. */
  public static @Nullable String indexPartitionIdOf(String logId) {
    String prefix = persistenceId("").id();
    return logId.startsWith(prefix) ? logId.substring(prefix.length()) : null;
  }

  @Override
  protected Effect<IndexCommit, NoState> onCommand(Command command) {
    return switch (command) {
      case StateRead read -> onStateRead(read);
      case EntriesRead read -> onEntriesRead(read);
      case Look look -> reading ? Effect().stash() : onLook(look);
      case Feed feed -> reading ? Effect().stash() : onFeed(feed);
      case Close close -> reading ? Effect().stash() : onClose(close);
    };
  }

  @Override
  protected void readRows() {
    context.pipeToSelf(store.get(RowKeys.indexPartitionState(indexPartitionId)), StateRead::new);
  }

  private Effect<IndexCommit, NoState> onStateRead(StateRead read) {
    if (read.failure() != null) {
      throw RowDamage.refusalToStart("index partition " + indexPartitionId, read.failure());
    }
    if (read.row() != null) {
      state = IndexPartitionState.fromBytes(read.row());
    }
    requireRowsAt(context, state.lastCommit());
    reading = false;
    return Effect().none().thenUnstashAll();
  }

  private Effect<IndexCommit, NoState> onLook(Look look) {
    return Effect()
        .none()
        .thenRun(() -> look.replyTo().tell(standing(look.round(), look.source())));
  }

  private Reply standing(long round, String source) {
    if (isOpen()) {
      return new StandsAt(round, indexPartitionId, state.sources().get(source), context.getSelf());
    }
    passivate(context, environment.shard());
    return new Refused(round, indexPartitionId);
  }

  /** One of which everything was removed, as its index is gone, is not to begin anew. */
  private boolean isOpen() {
    return state.open() && (state.lastCommit() > 0 || environment.mayOpen().test(indexPartitionId));
  }

  private Effect<IndexCommit, NoState> onFeed(Feed feed) {
    if (!isOpen() || !Objects.equals(state.sources().get(feed.source()), feed.from())) {
      return Effect()
          .none()
          .thenRun(() -> feed.replyTo().tell(standing(feed.round(), feed.source())));
    }
    var changes = EntryWrites.lastOfEachRow(feed.changes());
    var entries = store.multiGet(EntryWrites.keys(changes)).toCompletableFuture();
    if (entries.state() == Future.State.SUCCESS) {
      return onEntriesRead(new EntriesRead(feed, changes, entries.resultNow(), null));
    }
    reading = true;
    context.pipeToSelf(entries, (read, failure) -> new EntriesRead(feed, changes, read, failure));
    return Effect().none();
  }

  private Effect<IndexCommit, NoState> onEntriesRead(EntriesRead read) {
    if (read.entries() == null) {
      // Nothing was written; the feeder hears of the stop and tries again.
      throw new IllegalStateException("cannot read entries of " + indexPartitionId, read.failure());
    }
    reading = false;
    var feed = read.feed();
    EntryWrites writes;
    try {
      writes = EntryWrites.of(read.changes(), read.entries());
    } catch (StoreCorruptionException damage) {
      report(damage);
      var unreadable = new Unreadable(feed.round(), indexPartitionId);
      return Effect().none().thenRun(() -> feed.replyTo().tell(unreadable)).thenUnstashAll();
    }
    var next = state.fed(feed.source(), feed.to(), writes.delta());
    var record = new IndexCommitRecord.Fed(feed.source(), feed.to(), writes.rows().size());
    return persist(
            record,
            writes.rows(),
            next,
            () -> feed.replyTo().tell(standing(feed.round(), feed.source())))
        .thenUnstashAll();
  }

  /** One line for a damaged row, however often a feeder tries again. */
  private void report(StoreCorruptionException damage) {
    byte[] rowKey = damage.rowKey();
    if (rowKey != null && reportedRows.add(Bytes.ofOwned(rowKey))) {
      context
          .getLog()
          .error(
              "{}. The index gets no further changes of this entry's table partition. Delete the"
                  + " index and create it again",
              RowDamage.named(damage).getMessage());
    }
  }

  /** One that never opened is closed all the same: a feeder of the past may still come. */
  private Effect<IndexCommit, NoState> onClose(Close close) {
    Runnable answer =
        () -> {
          close.replyTo().tell(new Closed(indexPartitionId));
          passivate(context, environment.shard());
        };
    return isOpen()
        ? persist(new IndexCommitRecord.Closed(), List.of(), state.closed(), answer)
        : Effect().none().thenRun(answer::run);
  }

  /** Persists a commit; only then the new state holds and anyone hears of it. */
  private EffectBuilder<IndexCommit, NoState> persist(
      IndexCommitRecord record,
      List<RowChange> entries,
      IndexPartitionState next,
      Runnable answer) {
    var rows = new ArrayList<>(entries);
    rows.add(RowChange.put(RowKeys.indexPartitionState(indexPartitionId), next.toBytes()));
    return Effect()
        .persist(IndexCommit.of(record, rows))
        .thenRun(() -> {
          state = next;
          answer.run();
          environment.listener().committed(indexPartitionId, next.lastCommit());
        });
  }
}
