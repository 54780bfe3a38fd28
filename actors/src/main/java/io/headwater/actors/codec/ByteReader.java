package io.headwater.actors.codec;

import io.headwater.actors.model.AttributeNames;
import java.io.IOException;
import java.util.Arrays;

/** Reads what a {@link ByteWriter} wrote; anything else is a {@link MalformedBytesException}. */
public final class ByteReader {
  private final byte[] bytes;
  private int position;

  public ByteReader(byte[] bytes) {
    this.bytes = bytes;
  }

  public int readByte() {
    need(1);
    return bytes[position++] & 0xFF;
  }

  public long readLong() {
    need(Long.BYTES);
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = (value << 8) | (bytes[position++] & 0xFF);
    }
    return value;
  }

  public long readVarint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = readByte();
      value |= (long) (next & 0x7F) << shift;
      if ((next & 0x80) == 0) {
        expectShortest(shift, next);
        return value;
      }
    }
    throw new MalformedBytesException("a varint of more than ten bytes before byte " + position);
  }

  /** Reverses {@link ByteWriter#writeSignedVarint}. */
  public long readSignedVarint() {
    long value = readVarint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A varint that counts something in these bytes, so that it cannot exceed what is left. */
  public int readCount() {
    long count = readVarint();
    if (count < 0 || count > remaining()) {
      throw new MalformedBytesException(
          "a count of " + count + " with " + remaining() + " bytes left");
    }
    return (int) count;
  }

  public byte[] readBytes() {
    int length = readCount();
    byte[] part = Arrays.copyOfRange(bytes, position, position + length);
    position += length;
    return part;
  }

  public String readString() {
    int length = readCount();
    String text = Utf8.decode(bytes, position, length);
    position += length;
    return text;
  }

  /** What is done with bytes in their place; the array must not be kept or changed. */
  @FunctionalInterface
  public interface RangeUse {
    void use(byte[] bytes, int offset, int length) throws IOException;
  }

  /** Reads bytes, or the UTF-8 of a string, without copying them. */
  public void readInPlace(RangeUse use) throws IOException {
    int length = readCount();
    use.use(bytes, position, length);
    position += length;
  }

  /** Reads past bytes or a string, and returns their length. */
  int skipBytes() {
    int length = readCount();
    position += length;
    return length;
  }

  /** The next byte, which stays unread. */
  int peekByte() {
    need(1);
    return bytes[position] & 0xFF;
  }

  int position() {
    return position;
  }

  /** Reads past a name; its place among the wanted ones, as {@link AttributeNames#find}. */
  int findName(AttributeNames wanted, int from) {
    int length = readCount();
    int found = wanted.find(from, bytes, position, position + length);
    position += length;
    return found;
  }

  public int remaining() {
    return bytes.length - position;
  }

  /** To be called last: a format has no room for bytes that nobody read. */
  public void expectEnd() {
    if (remaining() != 0) {
      throw new MalformedBytesException(remaining() + " bytes behind the end");
    }
  }

  /** Equal values must have equal bytes, so that no other form of a number is let in. */
  private void expectShortest(int shift, int last) {
    if ((shift > 0 && last == 0) || (shift == Long.SIZE - 1 && last > 1)) {
      throw new MalformedBytesException(
          "not the shortest form of a varint before byte " + position);
    }
  }

  private void need(int count) {
    if (remaining() < count) {
      throw new MalformedBytesException(
          "expected " + count + " more bytes at " + position + ", found " + remaining());
    }
  }
}
