package io.headwater.actors.codec;

import java.nio.charset.StandardCharsets;
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

  /** The bytes behind their number as a varint. */
  public ByteWriter writeBytes(byte[] bytes) {
    return writeVarint(bytes.length).writeRaw(bytes);
  }

  /** The UTF-8 bytes behind their number as a varint. */
  public ByteWriter writeString(String text) {
    return writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  public ByteWriter writeRaw(byte[] bytes) {
    ensureRoomFor(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
    return this;
  }

  public int length() {
    return length;
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
