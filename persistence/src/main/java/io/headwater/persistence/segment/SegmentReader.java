package io.headwater.persistence.segment;

import io.headwater.persistence.segment.SegmentLog.Group;
import io.headwater.persistence.segment.SegmentLog.GroupVisitor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads a segment in order through its file, not through a map: a part that the disk cannot read is
 * an exception that names the file and the position. Holds {@value #BUFFER_BYTES} bytes, or one
 * group if that is longer.
 */
final class SegmentReader implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Segment segment;
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);

  /** The offset in the segment of the buffer's first byte. */
  private int bufferStart;

  SegmentReader(Segment segment, FileChannel channel) {
    this.segment = segment;
    this.channel = channel;
  }

  /**
   * Returns the whole group that begins at an offset, null if none does. The empty group that ends
   * a segment counts as one. The group's body is valid until the next call.
   */
  @Nullable Group groupAt(int offset) throws IOException {
    int headerBytes = segment.groupHeaderBytes();
    int maxBodyBytes = segment.lengthBytes() - offset - headerBytes;
    if (maxBodyBytes < 0) {
      return null;
    }
    ByteBuffer header = bytes(offset, headerBytes);
    int checksum = header.getInt(0);
    int bodyBytes = header.getInt(GroupBuffer.LENGTH_OFFSET);
    long position = Position.of(segment.number(), offset);
    if (header.getLong(GroupBuffer.POSITION_OFFSET) != position
        || bodyBytes < 0
        || bodyBytes > maxBodyBytes) {
      return null;
    }
    boolean tellsDurable = headerBytes == GroupBuffer.HEADER_BYTES;
    long durable = tellsDurable ? header.getLong(GroupBuffer.DURABLE_OFFSET) : 0;
    int end = offset + headerBytes + bodyBytes;
    if (checksum(offset + GroupBuffer.CHECKED_FROM, end) != checksum) {
      return null;
    }
    ByteBuffer body = bytes(offset + headerBytes, bodyBytes);
    return new Group(position, durable, position + headerBytes + bodyBytes, body);
  }

  /**
   * The groups of a segment that follow each other.
   *
   * @param end the offset after the last of them
   * @param ended whether that one ends the segment
   * @param durable the greatest position up to which they say that the segments were durable
   */
  record Walk(int end, boolean ended, long durable) {}

  /** Shows the groups from an offset on, up to the end or to one that is not whole. */
  Walk visit(int from, GroupVisitor visitor) throws IOException {
    int end = from;
    long durable = 0;
    Group group = groupAt(end);
    while (group != null) {
      end = Position.offset(group.end());
      durable = Math.max(durable, group.durable());
      if (!group.body().hasRemaining()) {
        return new Walk(end, true, durable);
      }
      visitor.group(group);
      group = groupAt(end);
    }
    return new Walk(end, false, durable);
  }

  private int checksum(int from, int to) throws IOException {
    var crc = new CRC32C();
    for (int at = from; at < to; at += BUFFER_BYTES) {
      crc.update(bytes(at, Math.min(BUFFER_BYTES, to - at)));
    }
    return (int) crc.getValue();
  }

  /** Returns bytes of the segment, valid until the next call. */
  ByteBuffer bytes(int offset, int length) throws IOException {
    if (length > BUFFER_BYTES) {
      ByteBuffer all = ByteBuffer.allocate(length);
      segment.readInto(channel, all, offset, length);
      return all.flip();
    }
    if (offset < bufferStart || offset + length > bufferStart + buffer.limit()) {
      fill(offset, length);
    }
    return buffer.slice(offset - bufferStart, length);
  }

  private void fill(int offset, int length) throws IOException {
    buffer.clear().limit(Math.min(BUFFER_BYTES, segment.lengthBytes() - offset));
    bufferStart = offset;
    boolean filled = false;
    try {
      segment.readInto(channel, buffer, offset, length);
      filled = true;
    } finally {
      buffer.limit(filled ? buffer.position() : 0);
    }
  }

  /** Returns the offset after the last byte that is not zero, {@code from} if all are. */
  int contentEnd(int from) throws IOException {
    int end = from;
    ByteBuffer zeros = ByteBuffer.allocate(BUFFER_BYTES);
    for (int at = from; at < segment.lengthBytes(); at += BUFFER_BYTES) {
      ByteBuffer chunk = bytes(at, Math.min(BUFFER_BYTES, segment.lengthBytes() - at));
      if (chunk.mismatch(zeros.limit(chunk.limit())) >= 0) {
        int last = chunk.limit() - 1;
        while (chunk.get(last) == 0) {
          last--;
        }
        end = at + last + 1;
      }
    }
    return end;
  }

  /** Copies a range to a file, which is durable on return. */
  void copy(int from, int to, Path copy) throws IOException {
    try (var target =
        FileChannel.open(
            copy,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (int at = from; at < to; at += BUFFER_BYTES) {
        ByteBuffer bytes = bytes(at, Math.min(BUFFER_BYTES, to - at));
        while (bytes.hasRemaining()) {
          target.write(bytes);
        }
      }
      target.force(true);
    }
  }

  /**
   * Reports whether a whole group after an offset shows that what begins at the offset was durable:
   * one that was written when the segments were durable beyond it. A group of version 1 does not
   * say, so it counts.
   */
  boolean holdsWitness(int offset, int contentEnd) throws IOException {
    int headerBytes = segment.groupHeaderBytes();
    long torn = Position.of(segment.number(), offset);
    int last = Math.min(contentEnd - 1, segment.lengthBytes() - headerBytes);
    for (int at = offset + 1; at <= last; at++) {
      long position = Position.of(segment.number(), at);
      if (bytes(at, headerBytes).getLong(GroupBuffer.POSITION_OFFSET) == position) {
        Group group = groupAt(at);
        if (group != null
            && (headerBytes == GroupBuffer.VERSION_1_HEADER_BYTES || group.durable() > torn)) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
