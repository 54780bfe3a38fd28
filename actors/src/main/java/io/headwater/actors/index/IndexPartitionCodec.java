package io.headwater.actors.index;

import io.headwater.actors.codec.ByteReader;
import io.headwater.actors.codec.ByteWriter;
import io.headwater.actors.codec.MalformedBytesException;
import io.headwater.actors.index.IndexCommitRecord.Closed;
import io.headwater.actors.index.IndexCommitRecord.Fed;
import io.headwater.actors.model.Bytes;

/**
 * The bytes of an index partition's commits.
 *
 * <pre>
 *   commit   | version u8 = 1 | kind u8 | body |
 *   kind 1   fed: | source: length varint, UTF-8 | position | entries changed varint |
 *   kind 2   closed: no body
 *
 *   position | commit varint | scanned to: length varint, row key; empty if nothing is scanned |
 * </pre>
 */
final class IndexPartitionCodec {
  private static final int VERSION = 1;
  private static final int FED = 1;
  private static final int CLOSED = 2;
  private static final byte[] NO_KEY = new byte[0];

  private IndexPartitionCodec() {}

  static byte[] encode(IndexCommitRecord commit) {
    var writer = new ByteWriter().writeByte(VERSION);
    switch (commit) {
      case Fed(var source, var to, int entries) -> {
        writer.writeByte(FED).writeString(source);
        writePosition(writer, to);
        writer.writeVarint(entries);
      }
      case Closed _ -> writer.writeByte(CLOSED);
    }
    return writer.toByteArray();
  }

  static IndexCommitRecord decode(byte[] bytes) {
    var reader = new ByteReader(bytes);
    int version = reader.readByte();
    if (version != VERSION) {
      throw new MalformedBytesException("index commit of unknown version " + version);
    }
    int kind = reader.readByte();
    IndexCommitRecord commit =
        switch (kind) {
          case FED ->
              new Fed(
                  reader.readString(), readPosition(reader), Math.toIntExact(reader.readVarint()));
          case CLOSED -> new Closed();
          default -> throw new MalformedBytesException("index commit of unknown kind " + kind);
        };
    reader.expectEnd();
    return commit;
  }

  static void writePosition(ByteWriter writer, SourcePosition position) {
    var scannedTo = position.scannedTo();
    writer
        .writeVarint(position.commit())
        .writeBytes(scannedTo == null ? NO_KEY : scannedTo.toByteArray());
  }

  static SourcePosition readPosition(ByteReader reader) {
    long commit = reader.readVarint();
    byte[] scannedTo = reader.readBytes();
    return new SourcePosition(commit, scannedTo.length == 0 ? null : Bytes.ofOwned(scannedTo));
  }
}
