package io.headwater.actors.inspect;

import com.dynatrace.hash4j.hashing.Hashing;

/**
 * What a set of rows comes to, in whatever order they are seen: count, size and the sum of their
 * hashes. So sets are compared without either of them in memory.
 */
final class RowDigest {
  private long count;
  private long sizeBytes;
  private long hashes;

  void add(byte[] key, byte[] value, int itemSizeBytes) {
    count++;
    sizeBytes += itemSizeBytes;
    hashes += Hashing.xxh3_64(Hashing.xxh3_64().hashBytesToLong(key)).hashBytesToLong(value);
  }

  boolean sameAs(RowDigest other) {
    return count == other.count && sizeBytes == other.sizeBytes && hashes == other.hashes;
  }

  long count() {
    return count;
  }

  /** The sum of the entries' sizes by DynamoDB's rules. */
  long sizeBytes() {
    return sizeBytes;
  }
}
