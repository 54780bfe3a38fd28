package io.headwater.streams.record;

import io.headwater.actors.feed.ChangeFeed.Position;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A place in a shard, as the decimal that the Streams API shows: {@code 10^20 + commit · 10^6 +
 * index}.
 *
 * <p>The leading 1 brings the number to the 21 digits that the API promises, and the order of the
 * numbers is the order of the places. Readers compare them as decimals of any length.
 *
 * @param commit the commit's number along the lineage of its partition
 * @param index which change of the commit
 */
public record SequenceNumber(long commit, int index) implements Comparable<SequenceNumber> {
  /** The length that the service model allows. */
  public static final int MIN_DIGITS = 21;

  public static final int MAX_DIGITS = 40;

  /** More changes than one commit can have: a batch is limited to a thousand writes. */
  private static final int INDEXES_PER_COMMIT = 1_000_000;

  private static final BigInteger BASE = BigInteger.TEN.pow(20);
  private static final BigInteger SCALE = BigInteger.valueOf(INDEXES_PER_COMMIT);
  private static final BigInteger MAX_COMMIT = BigInteger.valueOf(Long.MAX_VALUE);

  public SequenceNumber {
    if (commit < 0 || index < 0 || index >= INDEXES_PER_COMMIT) {
      throw new IllegalArgumentException(
          "no sequence number for change " + index + " of " + commit);
    }
  }

  public static SequenceNumber of(Position position) {
    return new SequenceNumber(position.commit(), position.index());
  }

  /** The place that a text stands for; null if no shard can have given that text out. */
  public static @Nullable SequenceNumber parse(String text) {
    if (text.length() < MIN_DIGITS || text.length() > MAX_DIGITS || !isDigits(text)) {
      return null;
    }
    BigInteger[] parts = new BigInteger(text).subtract(BASE).divideAndRemainder(SCALE);
    boolean inRange = parts[0].signum() >= 0 && parts[1].signum() >= 0;
    return inRange && parts[0].compareTo(MAX_COMMIT) <= 0
        ? new SequenceNumber(parts[0].longValueExact(), parts[1].intValueExact())
        : null;
  }

  /** The decimal, without sign or leading zeros. */
  public String format() {
    return BASE.add(BigInteger.valueOf(commit).multiply(SCALE))
        .add(BigInteger.valueOf(index))
        .toString();
  }

  public Position position() {
    return new Position(commit, index);
  }

  @Override
  public int compareTo(SequenceNumber other) {
    return position().compareTo(other.position());
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
