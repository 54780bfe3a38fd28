package io.headwater.actors.expression;

import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;

/**
 * The computation that the evaluation of one request's expressions may still cost. The evaluators
 * charge each step before they do it, so a request ends while it computes and not after.
 *
 * <p>A unit is the comparison of one character, 1 to 2 ns. The limit lets 300 operators pass over
 * the 400 KiB of an item; it is reached after 250 ms at most. Not safe for use by several threads.
 */
public final class WorkBudget {
  /** The units of one evaluation: 300 operators times 400 KiB, rounded up. */
  public static final long MAX_UNITS = 1 << 27;

  /** Of the visit of a value, whose memory is seldom in a near cache. */
  private static final int VALUE_UNITS = 6;

  /** Characters that {@code equals} compares in the time of one unit. */
  private static final int CHARACTERS_COMPARED_AT_ONCE = 8;

  /** Comparisons of one character of a text that is searched. */
  private static final int SEARCH_COMPARISONS = 2;

  private static final DynamoDbError EXCEEDED =
      DynamoDbError.of(
          ErrorCode.INTERNAL,
          "The evaluation of the request's expressions exceeds the computation that one request may"
              + " use");

  private long units;

  /** The units that were spent. */
  public long units() {
    return units;
  }

  void spendOnValues(long count) {
    spend(VALUE_UNITS * count);
  }

  void spendOnEquality(long characters) {
    spend(characters / CHARACTERS_COMPARED_AT_ONCE);
  }

  void spendOnOrder(long characters) {
    spend(characters);
  }

  void spendOnSearch(long characters) {
    spend(SEARCH_COMPARISONS * characters);
  }

  /** Charges a look-up in a sorted set. */
  void spendOnLookUp(int setSize, long elementLength) {
    spend(comparisons(setSize) * (VALUE_UNITS + elementLength));
  }

  /** Charges look-ups in a sorted set, insertions or removals. */
  void spendOnLookUps(int count, int setSize) {
    spend((long) VALUE_UNITS * comparisons(setSize) * count);
  }

  private static int comparisons(int setSize) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(setSize);
  }

  private void spend(long more) {
    units += more;
    if (units > MAX_UNITS) {
      throw new DynamoDbException(EXCEEDED);
    }
  }
}
