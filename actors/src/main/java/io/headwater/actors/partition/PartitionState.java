package io.headwater.actors.partition;

import io.headwater.actors.codec.ByteReader;
import io.headwater.actors.codec.ByteWriter;
import io.headwater.actors.codec.MalformedBytesException;

/**
 * A partition's state row, written with each of its commits: where its log stands and what its
 * items come to. The row of a log's last commit is all that a partition needs to go on.
 *
 * <pre>
 *   | version u8 = 1 | open u8 | last commit varint | last commit time i64 (epoch milliseconds) |
 *   | item count varint | items' size varint (bytes) | definition, see {@link PartitionCodec} |
 * </pre>
 *
 * @param lastCommitMillis never runs backwards from commit to commit
 * @param sizeBytes the sum of the items' sizes by DynamoDB's rules
 */
public record PartitionState(
    PartitionDefinition definition,
    boolean open,
    long lastCommit,
    long lastCommitMillis,
    long itemCount,
    long sizeBytes) {
  private static final int VERSION = 1;

  public static PartitionState opened(PartitionDefinition definition, long commit, long millis) {
    return new PartitionState(definition, true, commit, millis, 0, 0);
  }

  PartitionState after(
      long commit, long millis, boolean stillOpen, long countDelta, long sizeDelta) {
    return new PartitionState(
        definition, stillOpen, commit, millis, itemCount + countDelta, sizeBytes + sizeDelta);
  }

  public byte[] toBytes() {
    var writer = new ByteWriter();
    writer.writeByte(VERSION).writeByte(open ? 1 : 0);
    writer.writeVarint(lastCommit).writeLong(lastCommitMillis);
    writer.writeVarint(itemCount).writeVarint(sizeBytes);
    PartitionCodec.writeDefinition(writer, definition);
    return writer.toByteArray();
  }

  public static PartitionState fromBytes(byte[] bytes) {
    var reader = new ByteReader(bytes);
    int version = reader.readByte();
    if (version != VERSION) {
      throw new MalformedBytesException("partition state of unknown version " + version);
    }
    boolean open = reader.readByte() == 1;
    long lastCommit = reader.readVarint();
    long lastCommitMillis = reader.readLong();
    long itemCount = reader.readVarint();
    long sizeBytes = reader.readVarint();
    var definition = PartitionCodec.readDefinition(reader);
    reader.expectEnd();
    return new PartitionState(definition, open, lastCommit, lastCommitMillis, itemCount, sizeBytes);
  }
}
