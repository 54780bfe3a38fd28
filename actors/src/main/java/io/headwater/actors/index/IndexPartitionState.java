package io.headwater.actors.index;

import io.headwater.actors.codec.ByteReader;
import io.headwater.actors.codec.ByteWriter;
import io.headwater.actors.codec.MalformedBytesException;
import io.headwater.actors.model.ItemStatistics;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * An index partition's state row, written with each of its commits.
 *
 * <pre>
 *   | version u8 = 1 | open u8 | last commit varint |
 *   | entry count varint | entries' size varint (bytes) | source count varint | source ... |
 *   source | partition id: length varint, UTF-8 | commit varint | scanned to: length varint, key |
 * </pre>
 *
 * Sources stand in the order of their ids. An empty key says that the source's items are not being
 * scanned (any more).
 *
 * @param entries how many there are, and the sum of their sizes by DynamoDB's rules
 * @param sources where the index partition stands with each partition of the table
 */
public record IndexPartitionState(
    boolean open,
    long lastCommit,
    ItemStatistics entries,
    NavigableMap<String, SourcePosition> sources) {
  private static final int VERSION = 1;

  /** Of an index partition that has committed nothing yet. */
  public static final IndexPartitionState NEW =
      new IndexPartitionState(true, 0, ItemStatistics.NONE, new TreeMap<>());

  public IndexPartitionState {
    sources = Collections.unmodifiableNavigableMap(new TreeMap<>(sources));
  }

  /** The state after a commit that takes in what a source has up to a position. */
  IndexPartitionState fed(String source, SourcePosition to, ItemStatistics delta) {
    var moved = new TreeMap<>(sources);
    moved.put(source, to);
    return new IndexPartitionState(open, lastCommit + 1, entries.plus(delta), moved);
  }

  /** The state after the last commit. */
  IndexPartitionState closed() {
    return new IndexPartitionState(false, lastCommit + 1, entries, sources);
  }

  public byte[] toBytes() {
    var writer = new ByteWriter();
    writer.writeByte(VERSION).writeByte(open ? 1 : 0).writeVarint(lastCommit);
    writer.writeVarint(entries.itemCount()).writeVarint(entries.sizeBytes());
    writer.writeVarint(sources.size());
    sources.forEach((source, position) -> {
      writer.writeString(source);
      IndexPartitionCodec.writePosition(writer, position);
    });
    return writer.toByteArray();
  }

  public static IndexPartitionState fromBytes(byte[] bytes) {
    var reader = new ByteReader(bytes);
    int version = reader.readByte();
    if (version != VERSION) {
      throw new MalformedBytesException("index partition state of unknown version " + version);
    }
    boolean open = reader.readByte() == 1;
    long lastCommit = reader.readVarint();
    var entries = new ItemStatistics(reader.readVarint(), reader.readVarint());
    int count = reader.readCount();
    var sources = new TreeMap<String, SourcePosition>();
    for (int i = 0; i < count; i++) {
      sources.put(reader.readString(), IndexPartitionCodec.readPosition(reader));
    }
    reader.expectEnd();
    return new IndexPartitionState(open, lastCommit, entries, sources);
  }
}
