package io.headwater.actors.codec;

import io.headwater.actors.model.Bytes;
import java.util.Arrays;

/** A growing byte array with the few encodings that all of our formats are made of. */
public final class ByteWriter {
  private static final int INITIAL_BYTES = 256;

  private byte[] buffer;
  private int length;

  public ByteWriter() {
    this(INITIAL_BYTES);
  }

  public ByteWriter(int capacityBytes) {
    buffer = new byte[capacityBytes];
  }

  public ByteWriter writeByte(int value) {
    ensureRoomFor(1);
    buffer[length++] = (byte) value;
    return this;
  }

  /** Eight bytes, big-endian, so that unsigned order is byte order. */
  public ByteWriter writeLong(long value) {
    ensureRoomFor(Long.BYTES);
    for (int shift = 56; shift >= 0; shift -= 8) {
      buffer[length++] = (byte) (value >>> shift);
    }
    return this;
  }

  /** Seven bits a byte, the lowest first; the high bit says that another byte follows. */
  public ByteWriter writeVarint(long value) {
    ensureRoomFor(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      buffer[length++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    buffer[length++] = (byte) rest;
    return this;
  }

  /** A number of either sign as a varint, short near zero: 0, -1, 1, -2 become 0, 1, 2, 3. */
  public ByteWriter writeSignedVarint(long value) {
    return writeVarint((value << 1) ^ (value >> 63));
  }

  /** The bytes behind their number as a varint. */
  public ByteWriter writeBytes(byte[] bytes) {
    return writeVarint(bytes.length).writeRaw(bytes);
  }

  /** The UTF-8 bytes behind their number as a varint. */
  public ByteWriter writeString(String text) {
    int utf8Length = Utf8.length(text);
    return writeVarint(utf8Length).writeUtf8(text, utf8Length);
  }

  /** The UTF-8 bytes alone, of which the caller knows the number. */
  ByteWriter writeUtf8(String text, int utf8Length) {
    ensureRoomFor(utf8Length);
    Utf8.encode(text, utf8Length, buffer, length);
    length += utf8Length;
    return this;
  }

  ByteWriter writeRaw(Bytes bytes) {
    ensureRoomFor(bytes.length());
    bytes.copyTo(buffer, length);
    length += bytes.length();
    return this;
  }

  public ByteWriter writeRaw(byte[] bytes) {
    return writeRaw(bytes, 0, bytes.length);
  }

  /** Appends a part of an array. */
  ByteWriter writeRaw(byte[] bytes, int offset, int count) {
    ensureRoomFor(count);
    System.arraycopy(bytes, offset, buffer, length, count);
    length += count;
    return this;
  }

  public int length() {
    return length;
  }

  /** Appends all that another writer wrote. */
  ByteWriter writeRaw(ByteWriter other) {
    ensureRoomFor(other.length);
    System.arraycopy(other.buffer, 0, buffer, length, other.length);
    length += other.length;
    return this;
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, length);
  }

  private void ensureRoomFor(int additional) {
    if (buffer.length - length < additional) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + additional));
    }
  }
}
