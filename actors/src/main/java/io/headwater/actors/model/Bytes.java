package io.headwater.actors.model;

import java.util.Arrays;
import java.util.Base64;

/** An immutable byte string that compares by content and orders by unsigned bytes. */
public final class Bytes implements Comparable<Bytes> {
  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  public static Bytes copyOf(byte[] source) {
    return new Bytes(source.clone());
  }

  /** Takes the array itself; the caller must not touch it again. */
  public static Bytes ofOwned(byte[] owned) {
    return new Bytes(owned);
  }

  public int length() {
    return content.length;
  }

  public byte[] toByteArray() {
    return content.clone();
  }

  /** Copies the content into a target from an offset on. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(content, 0, target, offset, content.length);
  }

  public boolean startsWith(Bytes prefix) {
    return content.length >= prefix.content.length
        && Arrays.equals(
            content, 0, prefix.content.length, prefix.content, 0, prefix.content.length);
  }

  /** Whether the part occurs anywhere in this byte string; the empty one always does. */
  public boolean contains(Bytes part) {
    return TwoWaySearch.contains(content, part.content);
  }

  public String toBase64() {
    return Base64.getEncoder().encodeToString(content);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(content, other.content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return toBase64();
  }
}
