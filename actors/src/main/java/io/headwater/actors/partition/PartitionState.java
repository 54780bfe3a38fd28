package io.headwater.actors.partition;

import io.headwater.actors.codec.ByteReader;
import io.headwater.actors.codec.ByteWriter;
import io.headwater.actors.model.ItemStatistics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A partition's state row, written with each of its commits: where its log stands and what its
 * items come to. The row of a log's last commit is all that a partition needs to go on.
 *
 * <pre>
 *   | version u8 = 3 | open u8 | last commit varint | last commit time i64 (epoch milliseconds) |
 *   | item count varint | items' size varint (bytes) | definition, see {@link PartitionCodec} |
 *   | for each local secondary index: entry count varint, entries' size varint (bytes) |
 *   | from version 3 on: commit of the definition varint |
 * </pre>
 *
 * @param lastCommitMillis never runs backwards from commit to commit
 * @param sizeBytes the sum of the items' sizes by DynamoDB's rules
 * @param indexStatistics of the entries of each local secondary index, in the definition's order
 * @param definedAt the commit that the definition came with; 1 for the first one
 */
public record PartitionState(
    PartitionDefinition definition,
    boolean open,
    long lastCommit,
    long lastCommitMillis,
    long itemCount,
    long sizeBytes,
    List<ItemStatistics> indexStatistics,
    long definedAt) {

  public PartitionState {
    indexStatistics = List.copyOf(indexStatistics);
    if (indexStatistics.size() != definition.localSecondaryIndexes().size()) {
      throw new IllegalArgumentException("statistics of other indexes than the definition's");
    }
  }

  public static PartitionState opened(PartitionDefinition definition, long commit, long millis) {
    int indexes = definition.localSecondaryIndexes().size();
    return new PartitionState(
        definition,
        true,
        commit,
        millis,
        0,
        0,
        Collections.nCopies(indexes, ItemStatistics.NONE),
        commit);
  }

  /** The state after a commit that changes items. */
  PartitionState after(long commit, long millis, BatchDecision decision) {
    return new PartitionState(
        definition,
        open,
        commit,
        millis,
        itemCount + decision.itemCountDelta(),
        sizeBytes + decision.sizeBytesDelta(),
        sum(decision.indexDeltas()),
        definedAt);
  }

  /**
   * The last commit before the end of the partition's stream. A stream ends with the commit that
   * disabled it, which is the definition's or an earlier one, or that closed the partition.
   */
  public long lastStreamCommit() {
    if (definition.streamViewType() == null) {
      return definedAt - 1;
    }
    return open ? lastCommit : lastCommit - 1;
  }

  /** The state after the last commit. */
  PartitionState closed(long commit, long millis) {
    return new PartitionState(
        definition, false, commit, millis, itemCount, sizeBytes, indexStatistics, definedAt);
  }

  /** The state after a commit that changes the definition. */
  PartitionState redefined(PartitionDefinition newDefinition, long commit, long millis) {
    return new PartitionState(
        newDefinition, open, commit, millis, itemCount, sizeBytes, indexStatistics, commit);
  }

  private List<ItemStatistics> sum(List<ItemStatistics> deltas) {
    if (deltas.isEmpty()) {
      return indexStatistics;
    }
    var sums = new ArrayList<ItemStatistics>(deltas.size());
    for (int i = 0; i < deltas.size(); i++) {
      sums.add(indexStatistics.get(i).plus(deltas.get(i)));
    }
    return sums;
  }

  public byte[] toBytes() {
    var writer = new ByteWriter();
    writer.writeByte(PartitionCodec.VERSION).writeByte(open ? 1 : 0);
    writer.writeVarint(lastCommit).writeLong(lastCommitMillis);
    writer.writeVarint(itemCount).writeVarint(sizeBytes);
    PartitionCodec.writeDefinition(writer, definition);
    for (ItemStatistics index : indexStatistics) {
      writer.writeVarint(index.itemCount()).writeVarint(index.sizeBytes());
    }
    writer.writeVarint(definedAt);
    return writer.toByteArray();
  }

  /** The last commit that a state's bytes name. */
  public static long lastCommitOf(byte[] bytes) {
    var reader = new ByteReader(bytes);
    PartitionCodec.readVersion(reader, "partition state");
    reader.readByte();
    return reader.readVarint();
  }

  public static PartitionState fromBytes(byte[] bytes) {
    var reader = new ByteReader(bytes);
    int version = PartitionCodec.readVersion(reader, "partition state");
    boolean open = reader.readByte() == 1;
    long lastCommit = reader.readVarint();
    long lastCommitMillis = reader.readLong();
    long itemCount = reader.readVarint();
    long sizeBytes = reader.readVarint();
    var definition = PartitionCodec.readDefinition(reader, version);
    var indexStatistics = new ArrayList<ItemStatistics>();
    for (int i = 0; i < definition.localSecondaryIndexes().size(); i++) {
      indexStatistics.add(new ItemStatistics(reader.readVarint(), reader.readVarint()));
    }
    long definedAt = version <= 2 ? 1 : reader.readVarint();
    reader.expectEnd();
    return new PartitionState(
        definition,
        open,
        lastCommit,
        lastCommitMillis,
        itemCount,
        sizeBytes,
        indexStatistics,
        definedAt);
  }
}
