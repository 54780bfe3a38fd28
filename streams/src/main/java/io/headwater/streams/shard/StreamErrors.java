package io.headwater.streams.shard;

import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;

/** The ways in which reading a stream is refused, with the Streams API's texts. */
final class StreamErrors {
  private StreamErrors() {}

  static DynamoDbException streamNotFound(String streamArn) {
    return notFound("Stream: " + streamArn + " not found");
  }

  static DynamoDbException tableNotFound(String tableName) {
    return notFound("Table: " + tableName + " not found");
  }

  static DynamoDbException shardNotFound(String shardId, String streamArn) {
    return notFound("Shard: " + shardId + " in Stream: " + streamArn + " not found");
  }

  static DynamoDbException invalidStreamArn() {
    return DynamoDbException.validation("Invalid StreamArn");
  }

  static DynamoDbException invalidShardIterator() {
    return DynamoDbException.validation("Invalid ShardIterator");
  }

  static DynamoDbException invalidSequenceNumber() {
    return DynamoDbException.validation("Invalid SequenceNumber");
  }

  static DynamoDbException trimmed() {
    return new DynamoDbException(
        DynamoDbError.of(
            ErrorCode.TRIMMED_DATA_ACCESS,
            "The operation attempted to read past the oldest stream record in a shard."));
  }

  static DynamoDbException expired(String issuedAt, String now, long toleratedMillis) {
    return new DynamoDbException(
        DynamoDbError.of(
            ErrorCode.EXPIRED_ITERATOR,
            "Iterator expired. The iterator was created at time "
                + issuedAt
                + " while right now it is "
                + now
                + " which is further in the future than the tolerated delay of "
                + toleratedMillis
                + " milliseconds."));
  }

  private static DynamoDbException notFound(String what) {
    return new DynamoDbException(
        DynamoDbError.of(ErrorCode.RESOURCE_NOT_FOUND, "Requested resource not found: " + what));
  }
}
