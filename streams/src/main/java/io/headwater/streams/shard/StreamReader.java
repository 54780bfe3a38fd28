package io.headwater.streams.shard;

import static java.util.Objects.requireNonNull;

import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.catalog.StreamDefinition;
import io.headwater.actors.catalog.StreamDefinition.StreamShard;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.feed.ChangeFeed;
import io.headwater.actors.feed.ChangeFeed.Position;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ResourceArns;
import io.headwater.streams.record.SequenceNumber;
import io.headwater.streams.record.StreamRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The four operations of the Streams API, without their JSON. Refusals are {@code
 * DynamoDbException}s, thrown or in the stage.
 *
 * <p>Each operation checks the limit, then the form of ARN, iterator and sequence number, then that
 * stream and shard are there, then the place in the shard.
 */
public final class StreamReader {
  /** How long an iterator may be used after it was given out. */
  static final Duration ITERATOR_LIFETIME = Duration.ofMinutes(15);

  /** The most streams or shards of one answer. */
  private static final int MAX_PAGE = 100;

  private static final int MAX_RECORDS = 1_000;
  private static final int MAX_RECORDS_BYTES = 1_048_576;

  private static final DateTimeFormatter EXPIRY_TIME =
      DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final CatalogView catalog;
  private final ShardLog log;
  private final ResourceArns arns;
  private final InstantSource clock;

  public StreamReader(
      CatalogView catalog, ChangeFeed feed, ResourceArns arns, InstantSource clock) {
    this.catalog = catalog;
    this.log = new ShardLog(feed);
    this.arns = arns;
    this.clock = clock;
  }

  /** Where an iterator begins, named as in the API. */
  public enum ShardIteratorType {
    TRIM_HORIZON,
    LATEST,
    AT_SEQUENCE_NUMBER,
    AFTER_SEQUENCE_NUMBER;

    public boolean needsSequenceNumber() {
      return this == AT_SEQUENCE_NUMBER || this == AFTER_SEQUENCE_NUMBER;
    }
  }

  /** The state of a stream, named as in the API. A stream is shown from ENABLED on. */
  public enum StreamStatus {
    ENABLED,
    /** Its table is being deleted, or has the stream disabled; shards are still open. */
    DISABLING,
    DISABLED
  }

  /** A part of the list of streams, by table name and label. */
  public record StreamPage(
      List<StreamDefinition> streams, @Nullable String lastEvaluatedStreamArn) {}

  /** A stream with a part of its shards, by shard id. */
  public record StreamDescription(
      StreamDefinition stream,
      StreamStatus status,
      String streamArn,
      List<Shard> shards,
      @Nullable String lastEvaluatedShardId) {}

  /**
   * A shard as the API shows it. It has no parent: partitions are not split yet.
   *
   * @param endingSequenceNumber null while the shard is open
   */
  public record Shard(
      String shardId, String startingSequenceNumber, @Nullable String endingSequenceNumber) {

    static Shard of(StreamShard shard) {
      var last = shard.lastCommit();
      return new Shard(
          shard.shardId(),
          new SequenceNumber(shard.firstCommit(), 0).format(),
          last == null ? null : new SequenceNumber(last, 0).format());
    }
  }

  /** Records and the iterator to go on with; null when a closed shard was read to its end. */
  public record RecordPage(List<StreamRecord> records, @Nullable String nextShardIterator) {}

  private record LocatedShard(StreamDefinition stream, String streamArn, StreamShard shard) {}

  /** Lists streams, disabled ones of the last 24 hours included, of all tables or of one. */
  public StreamPage listStreams(
      @Nullable String tableNameOrArn,
      @Nullable Integer limit,
      @Nullable String exclusiveStartStreamArn) {
    int maxStreams = checkedLimit(limit, MAX_PAGE);
    var start = exclusiveStartStreamArn == null ? null : streamName(exclusiveStartStreamArn);
    var tableName = tableNameOrArn == null ? null : ResourceArns.tableName(tableNameOrArn);
    var ofTable =
        catalog.streams().stream()
            .filter(stream -> tableName == null || stream.tableName().equals(tableName))
            .sorted(
                Comparator.comparing(StreamDefinition::tableName)
                    .thenComparing(StreamDefinition::label))
            .toList();
    if (tableName != null && ofTable.isEmpty() && catalog.table(tableName) == null) {
      throw StreamErrors.tableNotFound(tableName);
    }
    var rest = ofTable.stream().filter(stream -> start == null || isBehind(stream, start)).toList();
    if (rest.size() <= maxStreams) {
      return new StreamPage(rest, null);
    }
    var page = rest.subList(0, maxStreams);
    return new StreamPage(List.copyOf(page), arn(page.getLast()));
  }

  /**
   * Describes a stream.
   *
   * @param childShardsOf the shard of a CHILD_SHARDS filter: only its children are listed
   */
  public StreamDescription describeStream(
      String streamArn,
      @Nullable Integer limit,
      @Nullable String exclusiveStartShardId,
      @Nullable String childShardsOf) {
    int maxShards = checkedLimit(limit, MAX_PAGE);
    var stream = stream(streamArn);
    if (childShardsOf != null) {
      // Partitions are not split yet, so a shard that is there has no children.
      return new StreamDescription(
          stream,
          status(stream),
          arn(shard(stream, streamArn, childShardsOf).stream()),
          List.of(),
          null);
    }
    var shards =
        stream.shards().stream()
            .sorted(Comparator.comparing(StreamShard::shardId))
            .filter(shard ->
                exclusiveStartShardId == null
                    || shard.shardId().compareTo(exclusiveStartShardId) > 0)
            .map(Shard::of)
            .toList();
    boolean more = shards.size() > maxShards;
    var page = more ? List.copyOf(shards.subList(0, maxShards)) : shards;
    return new StreamDescription(
        stream, status(stream), arn(stream), page, more ? page.getLast().shardId() : null);
  }

  private StreamStatus status(StreamDefinition stream) {
    if (!stream.isEnabled()) {
      return StreamStatus.DISABLED;
    }
    var table = catalog.table(stream.tableName());
    var latest = table == null ? null : table.stream();
    if (table == null || latest == null || !latest.label().equals(stream.label())) {
      return StreamStatus.ENABLED;
    }
    return table.status() == TableStatus.DELETING || !latest.isEnabled()
        ? StreamStatus.DISABLING
        : StreamStatus.ENABLED;
  }

  /** Gives out an iterator. LATEST is resolved now, so that no later write is missed. */
  public CompletionStage<String> shardIterator(
      String streamArn, String shardId, ShardIteratorType type, @Nullable String sequenceNumber) {
    var place = checkedSequenceNumber(type, sequenceNumber);
    var located = shard(stream(streamArn), streamArn, shardId);
    var shard = located.shard();
    CompletionStage<Position> position =
        switch (type) {
          case TRIM_HORIZON -> log.oldest(shard);
          case LATEST -> log.latest(shard);
          case AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER ->
              checkedPlace(shard, type, requireNonNull(place));
        };
    return position.thenApply(found -> iterator(located, found));
  }

  /** Reads up to 1,000 records or 1 MiB from an iterator on. */
  public CompletionStage<RecordPage> getRecords(String shardIterator, @Nullable Integer limit) {
    int maxRecords = checkedLimit(limit, MAX_RECORDS);
    var iterator = ShardIterator.parse(shardIterator);
    if (iterator == null) {
      throw StreamErrors.invalidShardIterator();
    }
    checkAge(iterator);
    var located = shard(stream(iterator.streamArn()), iterator.streamArn(), iterator.shardId());
    var shard = located.shard();
    var from = iterator.position();
    if (ShardLog.isFinished(shard, from)) {
      return CompletableFuture.completedFuture(new RecordPage(List.of(), null));
    }
    return log.read(located.stream(), shard, from, maxRecords, MAX_RECORDS_BYTES)
        .thenApply(page -> {
          if (page.trimmedCommits() > 0) {
            throw StreamErrors.trimmed();
          }
          return new RecordPage(
              page.records(), page.finished() ? null : iterator(located, page.next()));
        });
  }

  /** A stream's ARN in the configured region and account. */
  public String arn(StreamDefinition stream) {
    return arns.stream(stream.tableName(), stream.label());
  }

  private String iterator(LocatedShard located, Position position) {
    return new ShardIterator(
            located.streamArn(), located.shard().shardId(), clock.millis(), position)
        .format();
  }

  private void checkAge(ShardIterator iterator) {
    var now = clock.instant();
    var issuedAt = Instant.ofEpochMilli(iterator.issuedAtMillis());
    if (Duration.between(issuedAt, now).compareTo(ITERATOR_LIFETIME) > 0) {
      throw StreamErrors.expired(
          EXPIRY_TIME.format(issuedAt), EXPIRY_TIME.format(now), ITERATOR_LIFETIME.toMillis());
    }
  }

  private static @Nullable SequenceNumber checkedSequenceNumber(
      ShardIteratorType type, @Nullable String text) {
    if (!type.needsSequenceNumber()) {
      if (text != null) {
        throw DynamoDbException.validation(
            "Invalid Parameters: SequenceNumber is not allowed with ShardIteratorType " + type);
      }
      return null;
    }
    if (text == null) {
      throw DynamoDbException.validation(
          "Invalid Parameters: SequenceNumber is required with ShardIteratorType " + type);
    }
    var number = SequenceNumber.parse(text);
    if (number == null) {
      throw StreamErrors.invalidSequenceNumber();
    }
    return number;
  }

  /** Where to read from for a number, if it lies in the shard and was not trimmed. */
  private CompletionStage<Position> checkedPlace(
      StreamShard shard, ShardIteratorType type, SequenceNumber number) {
    var named = number.position();
    // The number that a description calls the shard's first stands before the first record.
    var opening = new Position(shard.firstCommit(), 0);
    if (named.compareTo(opening) < 0) {
      throw StreamErrors.invalidSequenceNumber();
    }
    var wanted =
        type == ShardIteratorType.AFTER_SEQUENCE_NUMBER
            ? new Position(named.commit(), named.index() + 1)
            : named;
    return log.latest(shard)
        .thenCombine(
            log.oldest(shard),
            (latest, oldest) -> {
              if (named.compareTo(latest) >= 0) {
                throw StreamErrors.invalidSequenceNumber();
              }
              var from = ShardLog.later(ShardLog.start(shard), wanted);
              if (from.compareTo(oldest) < 0) {
                throw StreamErrors.trimmed();
              }
              return from;
            });
  }

  private StreamDefinition stream(String streamArn) {
    var name = streamName(streamArn);
    var stream = catalog.stream(name.tableName(), name.label());
    if (stream == null) {
      throw StreamErrors.streamNotFound(streamArn);
    }
    return stream;
  }

  private LocatedShard shard(StreamDefinition stream, String streamArn, String shardId) {
    return stream.shards().stream()
        .filter(shard -> shard.shardId().equals(shardId))
        .findFirst()
        .map(shard -> new LocatedShard(stream, arn(stream), shard))
        .orElseThrow(() -> StreamErrors.shardNotFound(shardId, streamArn));
  }

  private static ResourceArns.StreamName streamName(String streamArn) {
    var name = ResourceArns.streamName(streamArn);
    if (name == null) {
      throw StreamErrors.invalidStreamArn();
    }
    return name;
  }

  private static boolean isBehind(StreamDefinition stream, ResourceArns.StreamName start) {
    int byTable = stream.tableName().compareTo(start.tableName());
    return byTable > 0 || (byTable == 0 && stream.label().compareTo(start.label()) > 0);
  }

  private static int checkedLimit(@Nullable Integer limit, int max) {
    if (limit == null) {
      return max;
    }
    if (limit < 1 || limit > max) {
      throw DynamoDbException.validation(
          "1 validation error detected: Value '%d' at 'limit' failed to satisfy constraint: "
                  .formatted(limit)
              + (limit < 1
                  ? "Member must have value greater than or equal to 1"
                  : "Member must have value less than or equal to " + max));
    }
    return limit;
  }
}
