package io.headwater.actors.codec;

import com.dynatrace.hash4j.hashing.Hashing;
import io.headwater.actors.model.AttributeValue;
import java.util.List;

/**
 * The hash by which a table's items are spread: XXH3, 64 bits, unsigned, seeded by the table, of
 * the partition key's {@link KeyCodec} bytes. Equal keys, such as 1 and 1.0, have equal bytes.
 *
 * <p>Part of the stored format: it can never be exchanged for another function.
 */
public final class KeyHash {
  private KeyHash() {}

  public static long of(TableIdentity table, AttributeValue partitionKey) {
    return of(table, KeyCodec.encode(partitionKey));
  }

  /** The hash of a global secondary index's hash values, by which its entries are spread. */
  public static long of(TableIdentity table, List<AttributeValue> hashValues) {
    return of(table, KeyCodec.encode(hashValues));
  }

  static long of(TableIdentity table, byte[] encodedPartitionKey) {
    return Hashing.xxh3_64(table.hashSeed()).hashBytesToLong(encodedPartitionKey);
  }
}
