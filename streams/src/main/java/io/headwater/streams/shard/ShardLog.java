package io.headwater.streams.shard;

import io.headwater.actors.catalog.StreamDefinition;
import io.headwater.actors.catalog.StreamDefinition.StreamShard;
import io.headwater.actors.feed.ChangeFeed;
import io.headwater.actors.feed.ChangeFeed.Batch;
import io.headwater.actors.feed.ChangeFeed.Change;
import io.headwater.actors.feed.ChangeFeed.Position;
import io.headwater.streams.record.StreamRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The part of a partition's log that is one shard, read as stream records. */
public final class ShardLog {
  private final ChangeFeed feed;

  public ShardLog(ChangeFeed feed) {
    this.feed = feed;
  }

  /**
   * What one read found.
   *
   * @param next where to go on
   * @param reachedEnd whether nothing durable stood behind the last record at the time of reading
   * @param finished whether the shard is closed and nothing of it is left behind {@code next}
   * @param trimmedCommits how many commits from the wanted place on were not there any more; the
   *     records begin behind them
   */
  public record Page(
      List<StreamRecord> records,
      Position next,
      boolean reachedEnd,
      boolean finished,
      long trimmedCommits) {
    public Page {
      records = List.copyOf(records);
    }
  }

  /** The place of the first change that a shard can have. */
  public static Position start(StreamShard shard) {
    return new Position(shard.firstCommit() + 1, 0);
  }

  /**
   * The position of the commit that closed a shard, which has no changes; null while the shard is
   * open as far as the catalog's view shows.
   */
  private static @Nullable Position end(StreamShard shard) {
    var lastCommit = shard.lastCommit();
    return lastCommit == null ? null : new Position(lastCommit, 0);
  }

  /** Whether a shard is closed and has nothing at or behind a place. */
  public static boolean isFinished(StreamShard shard, Position position) {
    var end = end(shard);
    return end != null && position.compareTo(end) >= 0;
  }

  /**
   * Reads up to {@code maxRecords} records, and ends early once their images exceed {@code
   * maxBytes}. Records that were trimmed are passed over; the page tells of them.
   */
  public CompletionStage<Page> read(
      StreamDefinition stream, StreamShard shard, Position from, int maxRecords, int maxBytes) {
    return feed.read(shard.partitionId(), from, maxRecords, maxBytes)
        .thenApply(batch -> page(stream, shard, batch));
  }

  /** The place of the oldest record that is still kept, or may yet come. */
  public CompletionStage<Position> oldest(StreamShard shard) {
    return feed.oldestCommit(shard.partitionId())
        .thenApply(commit -> later(start(shard), new Position(commit, 0)));
  }

  /** The place behind the newest durable record. */
  public CompletionStage<Position> latest(StreamShard shard) {
    return feed.lastStreamCommit(shard.partitionId())
        .thenApply(commit -> {
          var end = end(shard);
          var behindLast = later(start(shard), new Position(commit + 1, 0));
          return end != null && end.compareTo(behindLast) < 0 ? end : behindLast;
        });
  }

  private static Page page(StreamDefinition stream, StreamShard shard, Batch batch) {
    var end = earliest(end(shard), endInLog(batch));
    String shardName = stream.tableName() + "/" + stream.label() + "/" + shard.shardId();
    var records = new ArrayList<StreamRecord>(batch.changes().size());
    for (Change change : batch.changes()) {
      // A partition's log continues after the shard when only the stream was disabled.
      if (end == null || change.position().compareTo(end) < 0) {
        records.add(StreamRecord.of(change, stream.viewType(), shardName));
      }
    }
    boolean finished = end != null && (batch.reachedEnd() || batch.next().compareTo(end) >= 0);
    return new Page(
        records,
        end != null && finished ? end : batch.next(),
        batch.reachedEnd(),
        finished,
        batch.trimmedCommits());
  }

  /**
   * The end that the log itself shows. The log decides: a commit that ended the stream may be there
   * before the catalog's view shows it, and changes after it lack their images.
   */
  private static @Nullable Position endInLog(Batch batch) {
    var streamEnd = batch.streamEnd();
    return streamEnd == null ? null : new Position(streamEnd, 0);
  }

  private static @Nullable Position earliest(@Nullable Position one, @Nullable Position other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) <= 0 ? one : other;
  }

  static Position later(Position one, Position other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
