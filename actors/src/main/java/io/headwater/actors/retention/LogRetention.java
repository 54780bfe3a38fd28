package io.headwater.actors.retention;

import io.headwater.actors.catalog.CatalogActor;
import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.catalog.StreamDefinition.StreamShard;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.codec.IntactRows;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.index.IndexPartitionActor;
import io.headwater.actors.index.IndexPartitionState;
import io.headwater.actors.partition.CommitRecord;
import io.headwater.actors.partition.PartitionActor;
import io.headwater.actors.partition.PartitionState;
import io.headwater.persistence.journal.JournalEntry;
import io.headwater.persistence.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says how much of each log is needed, and trims the rest in steps.
 *
 * <p>Entities recover from their rows and their log's highest number, which outlives the entries.
 * So recovery needs no entry, and the logs of the catalog, of index partitions, and of a partition
 * without a stream or global secondary index are trimmed to their last commits. The log of a
 * partition with a stream keeps what was committed within the retention, whether the partition is
 * open or closed; that of one with indexes also what {@link IndexNeeds} says.
 *
 * <p>Which partitions there are is read from their state rows: those of deleted tables have theirs,
 * too, and are in no catalog. A state row is written with each commit, so a commit that it names is
 * in the rows, and its log entry can go.
 *
 * <p>A log whose partition's state cannot be read is not trimmed. An index partition whose state
 * cannot be read counts as one that has nothing, so the logs of its table keep all that it may
 * lack.
 *
 * <p>A trim is idempotent and reaches as far whoever does it: two at once would only do the work
 * twice.
 */
final class LogRetention {
  /** The time of a commit that is not there. */
  private static final long NEVER_MILLIS = Long.MAX_VALUE;

  private final Store store;
  private final IntactRows intactRows;
  private final CatalogView catalog;
  private final InstantSource clock;
  private final RetentionSettings settings;

  /** Logs of which nothing is left up to a number; a log with no more commits is left alone. */
  private final Map<String, Long> emptied = new ConcurrentHashMap<>();

  LogRetention(Store store, CatalogView catalog, InstantSource clock, RetentionSettings settings) {
    this.store = store;
    this.intactRows = new IntactRows(store, "Log trimming");
    this.catalog = catalog;
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * A log of which some may have to go.
   *
   * @param lastNr the last entry that may be trimmed
   * @param endNr the last entry
   * @param streamed whether entries stay until they have expired
   */
  record RetainedLog(String id, long lastNr, long endNr, boolean streamed) {}

  /**
   * What a step came to.
   *
   * @param more whether the log has more to be trimmed now
   * @param dueMillis when it may have more to be trimmed if it gets no commit; null: never
   */
  record Step(long trimmedEntries, boolean more, @Nullable Long dueMillis) {}

  /** All logs that have entries, as of now. */
  CompletionStage<List<RetainedLog>> logs() {
    Set<String> streamed = partitionsOfStreams();
    List<TableDefinition> tables = tables();
    var logs = new ArrayList<RetainedLog>();
    var seen = new HashSet<String>();
    return addCatalogLog(logs, seen)
        .thenCompose(_ -> addIndexPartitionLogs(logs, seen))
        .thenCompose(indexPartitions ->
            addPartitionLogs(streamed, new IndexNeeds(tables, indexPartitions), logs, seen))
        .thenApply(_ -> {
          emptied.keySet().retainAll(seen);
          return logs;
        });
  }

  /** Those of some logs that have entries, and the catalog's. Costs nothing for any other log. */
  CompletionStage<List<RetainedLog>> logs(Set<String> logIds) {
    Set<String> streamed = partitionsOfStreams();
    var logs = new ArrayList<RetainedLog>();
    var partitionIds = ids(logIds, PartitionActor::partitionIdOf);
    var indexPartitionIds = ids(logIds, IndexPartitionActor::indexPartitionIdOf);
    return addCatalogLog(logs, new HashSet<>())
        .thenCompose(_ -> indexPartitionStates(indexPartitionIds))
        .thenAccept(
            states -> states.forEach((id, state) -> add(indexPartitionLog(id, state), logs)))
        .thenCompose(_ -> states(partitionIds, RowKeys::partitionState, PartitionState::fromBytes))
        .thenCompose(states -> {
          var tables =
              states.values().stream()
                  .map(state -> catalog.table(state.definition().id()))
                  .filter(Objects::nonNull)
                  .distinct()
                  .toList();
          return indexPartitionStates(indexPartitionsOf(tables))
              .thenAccept(indexPartitions -> {
                var needs = new IndexNeeds(tables, indexPartitions);
                states.forEach((id, state) -> add(partitionLog(id, state, streamed, needs), logs));
              });
        })
        .thenApply(_ -> logs);
  }

  private static List<String> ids(
      Set<String> logIds, Function<String, @Nullable String> entityIdOf) {
    var ids = new ArrayList<String>();
    for (String logId : logIds) {
      String id = entityIdOf.apply(logId);
      if (id != null) {
        ids.add(id);
      }
    }
    return ids;
  }

  private static List<String> indexPartitionsOf(List<TableDefinition> tables) {
    return tables.stream()
        .flatMap(table -> table.globalSecondaryIndexes().stream())
        .flatMap(index -> index.partitions().stream())
        .map(PartitionRange::partitionId)
        .toList();
  }

  private CompletionStage<Map<String, IndexPartitionState>> indexPartitionStates(List<String> ids) {
    return states(ids, RowKeys::indexPartitionState, IndexPartitionState::fromBytes);
  }

  /** The states of those entities that have one that can be read, by their ids. */
  private <S> CompletionStage<Map<String, S>> states(
      List<String> ids, Function<String, byte[]> keyOf, Function<byte[], S> decode) {
    var keys = ids.stream().map(keyOf).toList();
    return intactRows
        .values(keys)
        .thenApply(rows -> {
          var states = new HashMap<String, S>();
          for (int i = 0; i < ids.size(); i++) {
            byte[] row = rows.get(i);
            S state = row == null ? null : intactRows.decoded(keys.get(i), row, decode);
            if (state != null) {
              states.put(ids.get(i), state);
            }
          }
          return states;
        });
  }

  private List<TableDefinition> tables() {
    return catalog.tableNames().stream().map(catalog::table).filter(Objects::nonNull).toList();
  }

  private CompletionStage<Void> addCatalogLog(List<RetainedLog> logs, Set<String> seen) {
    String catalogLog = CatalogActor.PERSISTENCE_ID.id();
    seen.add(catalogLog);
    return store
        .highestNr(catalogLog)
        .thenAccept(commit -> add(new RetainedLog(catalogLog, commit, commit, false), logs));
  }

  /** Also returns the states of all index partitions that can be read, by their ids. */
  private CompletionStage<Map<String, IndexPartitionState>> addIndexPartitionLogs(
      List<RetainedLog> logs, Set<String> seen) {
    var states = new HashMap<String, IndexPartitionState>();
    return intactRows
        .scan(
            RowKeys.indexPartitionStates(),
            (key, row) -> {
              var state = intactRows.decoded(key, row, IndexPartitionState::fromBytes);
              if (state != null) {
                String indexPartitionId = RowKeys.indexPartitionId(key);
                states.put(indexPartitionId, state);
                var log = indexPartitionLog(indexPartitionId, state);
                seen.add(log.id());
                add(log, logs);
              }
              return true;
            })
        .thenApply(_ -> states);
  }

  private CompletionStage<Void> addPartitionLogs(
      Set<String> streamed, IndexNeeds needs, List<RetainedLog> logs, Set<String> seen) {
    return intactRows.scan(
        RowKeys.partitionStates(),
        (key, row) -> {
          var state = intactRows.decoded(key, row, PartitionState::fromBytes);
          if (state != null) {
            var log = partitionLog(RowKeys.partitionId(key), state, streamed, needs);
            seen.add(log.id());
            add(log, logs);
          }
          return true;
        });
  }

  private void add(RetainedLog log, List<RetainedLog> logs) {
    if (log.endNr() > emptied.getOrDefault(log.id(), 0L)) {
      logs.add(log);
    }
  }

  /**
   * A partition's own definition and the catalog's streams don't change in one step. What either of
   * them calls a stream's is kept.
   */
  private static RetainedLog partitionLog(
      String partitionId, PartitionState state, Set<String> streamed, IndexNeeds needs) {
    return new RetainedLog(
        PartitionActor.persistenceId(partitionId).id(),
        Math.min(state.lastCommit(), needs.lastUnneeded(partitionId, state)),
        state.lastCommit(),
        state.definition().streamViewType() != null || streamed.contains(partitionId));
  }

  private static RetainedLog indexPartitionLog(String indexPartitionId, IndexPartitionState state) {
    return new RetainedLog(
        IndexPartitionActor.persistenceId(indexPartitionId).id(),
        state.lastCommit(),
        state.lastCommit(),
        false);
  }

  private Set<String> partitionsOfStreams() {
    return catalog.streams().stream()
        .flatMap(stream -> stream.shards().stream())
        .map(StreamShard::partitionId)
        .collect(Collectors.toSet());
  }

  /** Trims the oldest entries of a log, as many as a step may have and nobody needs. */
  CompletionStage<Step> trimStep(RetainedLog log) {
    return store.lowestNr(log.id()).thenCompose(lowestNr -> trimStep(log, lowestNr));
  }

  private CompletionStage<Step> trimStep(RetainedLog log, long lowestNr) {
    long endOfStep = Math.min(log.lastNr(), lowestNr + settings.stepEntries() - 1);
    return lastUnneeded(log, lowestNr, endOfStep)
        .thenCompose(toNr ->
            toNr < lowestNr
                ? CompletableFuture.completedFuture(toNr)
                : store.trimLog(log.id(), toNr).thenApply(_ -> toNr))
        .thenCompose(toNr -> {
          if (toNr == log.lastNr()) {
            emptied.put(log.id(), toNr);
          }
          long trimmed = Math.max(0, toNr - lowestNr + 1);
          return toNr == endOfStep && toNr < log.lastNr()
              ? CompletableFuture.completedFuture(new Step(trimmed, true, null))
              : dueMillis(log, toNr + 1).thenApply(due -> new Step(trimmed, false, due));
        });
  }

  /** When the oldest entry kept may go. What an index lacks is asked for at every look. */
  private CompletionStage<@Nullable Long> dueMillis(RetainedLog log, long oldestNr) {
    if (oldestNr > log.endNr()) {
      return CompletableFuture.completedFuture(null);
    }
    if (oldestNr > log.lastNr()) {
      return CompletableFuture.completedFuture(clock.millis());
    }
    return committedAtMillis(log.id(), oldestNr)
        .thenApply(millis ->
            millis == NEVER_MILLIS
                ? clock.millis()
                : millis + settings.streamRecords().toMillis() + 1);
  }

  /** The time of a log's first commit from a number on; an entry of a log need not be one. */
  private CompletionStage<Long> committedAtMillis(String logId, long nr) {
    var committedAtMillis = new CommitTime();
    return store.readLog(logId, nr, committedAtMillis).thenApply(_ -> committedAtMillis.value);
  }

  /** The last entry of a step that can go; less than the first one if none can. */
  private CompletionStage<Long> lastUnneeded(RetainedLog log, long firstNr, long lastNr) {
    if (!log.streamed() || lastNr < firstNr) {
      return CompletableFuture.completedFuture(lastNr);
    }
    long keptFromMillis = clock.millis() - settings.streamRecords().toMillis();
    return new ExpiredEntries(log.id(), keptFromMillis).lastAmong(firstNr, lastNr);
  }

  /**
   * The entries of a log that are older than the retention. Commit times never run backwards along
   * a log, so few entries have to be looked at, and of those the time only.
   */
  private final class ExpiredEntries {
    private final String logId;
    private final long keptFromMillis;

    ExpiredEntries(String logId, long keptFromMillis) {
      this.logId = logId;
      this.keptFromMillis = keptFromMillis;
    }

    /** The last expired entry; less than the first one if none has expired. */
    CompletionStage<Long> lastAmong(long firstNr, long lastNr) {
      return contain(firstNr)
          .thenCompose(first ->
              first ? lastFrom(firstNr, lastNr) : CompletableFuture.completedFuture(firstNr - 1));
    }

    /** Whether an entry has expired. One that holds no commit is as old as the next that does. */
    private CompletionStage<Boolean> contain(long nr) {
      return committedAtMillis(logId, nr).thenApply(millis -> millis < keptFromMillis);
    }

    /** Asks for the last one first: where much is to be trimmed, whole steps have expired. */
    private CompletionStage<Long> lastFrom(long expiredNr, long lastNr) {
      return contain(lastNr)
          .thenCompose(all ->
              all ? CompletableFuture.completedFuture(lastNr) : lastBetween(expiredNr, lastNr));
    }

    /** The last expired entry from one that has expired up to one that has not. */
    private CompletionStage<Long> lastBetween(long expiredNr, long keptNr) {
      if (keptNr - expiredNr <= 1) {
        return CompletableFuture.completedFuture(expiredNr);
      }
      long middleNr = (expiredNr + keptNr) >>> 1;
      return contain(middleNr)
          .thenCompose(expired ->
              expired ? lastBetween(middleNr, keptNr) : lastBetween(expiredNr, middleNr));
    }
  }

  /** Takes the time of the first commit that it sees. */
  private static final class CommitTime implements Store.LogVisitor {
    long value = NEVER_MILLIS;

    @Override
    public boolean entry(long nr, byte[] bytes) {
      JournalEntry.Event event = JournalEntry.event(bytes);
      if (event == null) {
        return true;
      }
      value = CommitRecord.committedAtMillis(event.bytes());
      return false;
    }
  }
}
