package io.headwater.actors.index;

import io.headwater.actors.index.IndexChanges.EntryChange;
import io.headwater.actors.model.Bytes;
import io.headwater.persistence.store.RowChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far one source is in each partition of an index, as far as its feeder knows, and what is to
 * be sent next.
 *
 * <p>An index partition that a stretch of the log changes nothing in need not hear of it, so what
 * it has made durable may lie behind what was read. It hears of that with its next changes, or when
 * all are to be told.
 */
final class FeedProgress {
  private final long start;

  /** Without those that have taken nothing yet. */
  private final Map<String, SourcePosition> positions = new HashMap<>();

  private final List<String> indexPartitionIds;

  /** Up to here each index partition has all that concerns it. */
  private long fedThrough;

  /**
   * Nothing is known yet.
   *
   * @param start the commit behind which the source is fed to the index
   */
  FeedProgress(long start, List<String> indexPartitionIds) {
    this.start = start;
    this.indexPartitionIds = List.copyOf(indexPartitionIds);
    this.fedThrough = start;
  }

  /** What an index partition is to get. */
  record Parcel(
      String indexPartitionId,
      @Nullable SourcePosition from,
      SourcePosition to,
      List<RowChange> changes) {}

  /** Where an index partition says that it stands, after which {@link #known} is to be called. */
  void standsAt(String indexPartitionId, @Nullable SourcePosition position) {
    if (position == null) {
      positions.remove(indexPartitionId);
    } else {
      positions.put(indexPartitionId, position);
    }
  }

  /** All have said where they stand. */
  void known() {
    fedThrough = durableThrough();
  }

  /** Whether all have the items from before the index. */
  boolean isScanned() {
    return positions.size() == indexPartitionIds.size()
        && positions.values().stream().noneMatch(SourcePosition::isScanning);
  }

  /** Where to go on with the scan; null: at the beginning. */
  @Nullable Bytes scannedTo() {
    if (positions.size() < indexPartitionIds.size()) {
      return null;
    }
    return positions.values().stream()
        .map(SourcePosition::scannedTo)
        .filter(key -> key != null)
        .min(Bytes::compareTo)
        .orElse(null);
  }

  /** The last commit that nobody lacks anything of. */
  long fedThrough() {
    return fedThrough;
  }

  /** The last commit that all have said to have. */
  long durableThrough() {
    long least = Long.MAX_VALUE;
    for (String indexPartitionId : indexPartitionIds) {
      least = Math.min(least, commitOf(indexPartitionId));
    }
    return least;
  }

  private long commitOf(String indexPartitionId) {
    var position = positions.get(indexPartitionId);
    return position == null ? start : position.commit();
  }

  /**
   * A slice of the scan, for all who don't have it yet.
   *
   * @param next where the next slice begins; null if this was the last one
   */
  List<Parcel> parcelsOfScan(List<EntryChange> puts, @Nullable Bytes next) {
    var byPartition = byIndexPartition(puts);
    var parcels = new ArrayList<Parcel>();
    for (String id : indexPartitionIds) {
      var from = positions.get(id);
      if (from == null || (from.isScanning() && isBehind(from, next))) {
        var changes = byPartition.getOrDefault(id, List.of()).stream().map(EntryChange::row);
        parcels.add(new Parcel(id, from, new SourcePosition(start, next), changes.toList()));
      }
    }
    return parcels;
  }

  private static boolean isBehind(SourcePosition scanning, @Nullable Bytes next) {
    var scannedTo = scanning.scannedTo();
    return next == null || (scannedTo != null && scannedTo.compareTo(next) < 0);
  }

  /**
   * A stretch of the log that follows {@link #fedThrough}, for those whom it concerns; when those
   * have it, {@link #fed} is to be called.
   *
   * @param through its last commit
   * @param tellAll whether the others are to hear of it, too
   */
  List<Parcel> parcelsOfLog(List<EntryChange> changes, long through, boolean tellAll) {
    var byPartition = byIndexPartition(changes);
    var parcels = new ArrayList<Parcel>();
    for (String id : indexPartitionIds) {
      long has = commitOf(id);
      var rows =
          byPartition.getOrDefault(id, List.of()).stream()
              .filter(change -> change.commit() > has)
              .map(EntryChange::row)
              .toList();
      if (has < through && (tellAll || !rows.isEmpty())) {
        parcels.add(new Parcel(id, positions.get(id), SourcePosition.at(through), rows));
      }
    }
    return parcels;
  }

  void fed(long through) {
    fedThrough = Math.max(fedThrough, through);
  }

  private static Map<String, List<EntryChange>> byIndexPartition(List<EntryChange> changes) {
    var byPartition = new HashMap<String, List<EntryChange>>();
    for (EntryChange change : changes) {
      byPartition.computeIfAbsent(change.indexPartitionId(), _ -> new ArrayList<>()).add(change);
    }
    return byPartition;
  }
}
