package io.headwater.persistence.segment;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Reads the records of groups; {@link GroupBuffer} draws their bytes. */
public final class GroupReader {
  private GroupReader() {}

  /** Sees the records of a group in order. Values are views that end with the call. */
  public interface RecordVisitor {
    /** An entry that continues its log. */
    void entry(byte[] logId, long nr, ByteBuffer bytes, long position);

    /** An entry that was written before and stands here now. */
    void movedEntry(byte[] logId, long nr, ByteBuffer bytes, long position);

    void put(byte[] key, ByteBuffer value, long position);

    void remove(byte[] key);

    /** Where a log stands. */
    void log(byte[] logId, long highestNr, long lowestNr, long position);

    /** A log no longer exists, and no record of it follows. */
    void forget(byte[] logId);
  }

  /**
   * Shows the records of a whole group.
   *
   * @param body the records
   * @param position of the first record
   */
  static void visit(ByteBuffer body, long position, RecordVisitor visitor) {
    ByteBuffer rest = body.duplicate();
    long base = position - rest.position();
    try {
      while (rest.hasRemaining()) {
        visitRecord(rest, base, visitor);
      }
    } catch (BufferUnderflowException e) {
      throw new IllegalStateException("A group with a good checksum has a bad record", e);
    }
  }

  private static void visitRecord(ByteBuffer body, long base, RecordVisitor visitor) {
    byte kind = body.get();
    byte[] key = new byte[Short.toUnsignedInt(body.getShort())];
    body.get(key);
    switch (kind) {
      case GroupBuffer.ENTRY, GroupBuffer.MOVED -> {
        long nr = body.getLong();
        ByteBuffer bytes = value(body);
        long position = base + body.position() - bytes.remaining();
        if (kind == GroupBuffer.ENTRY) {
          visitor.entry(key, nr, bytes, position);
        } else {
          visitor.movedEntry(key, nr, bytes, position);
        }
      }
      case GroupBuffer.PUT -> {
        ByteBuffer value = value(body);
        visitor.put(key, value, base + body.position() - value.remaining());
      }
      case GroupBuffer.REMOVE -> visitor.remove(key);
      case GroupBuffer.LOG -> {
        long position = base + body.position();
        visitor.log(key, body.getLong(), body.getLong(), position);
      }
      case GroupBuffer.FORGET -> visitor.forget(key);
      default -> throw new IllegalStateException("A group holds a record of unknown kind " + kind);
    }
  }

  /** A view of what follows its length. */
  private static ByteBuffer value(ByteBuffer body) {
    int length = body.getInt();
    if (length < 0 || length > body.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer value = body.duplicate().limit(body.position() + length);
    body.position(body.position() + length);
    return value;
  }
}
