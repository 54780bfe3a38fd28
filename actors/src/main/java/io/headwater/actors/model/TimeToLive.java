package io.headwater.actors.model;

import io.headwater.actors.model.AttributeValue.N;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Which attribute says when an item expires, as epoch seconds (tables reference §7).
 *
 * @param generation tells the rows of one enabling apart from those of the next; never 0
 */
public record TimeToLive(String attributeName, long generation) {
  /** A time that is further back than this is taken for a mistake: such an item never expires. */
  private static final int MAX_AGE_YEARS = 5;

  private static final BigDecimal MAX_SECONDS = BigDecimal.valueOf(Long.MAX_VALUE);

  /**
   * The epoch second in which the item expires, at least 0; null if it never does, because the
   * attribute is missing, no number, or no second that there is.
   */
  public @Nullable Long expirySeconds(Item item) {
    return item.get(attributeName) instanceof N(BigDecimal number)
            && number.signum() >= 0
            && number.compareTo(MAX_SECONDS) <= 0
        ? number.setScale(0, RoundingMode.FLOOR).longValueExact()
        : null;
  }

  /** The seconds, one after the other, whose items are to go. */
  public record Due(long fromSeconds, long toSeconds) {
    /** As of a moment: what is wholly past, but not for more than five years. */
    public static Due at(Instant now) {
      long oldest = now.atOffset(ZoneOffset.UTC).minusYears(MAX_AGE_YEARS).toEpochSecond();
      return new Due(Math.max(0, oldest), Math.max(0, now.getEpochSecond()));
    }

    /** Whether it is an item's turn; {@code toSeconds} is the first second that is not. */
    public boolean covers(long expirySeconds) {
      return fromSeconds <= expirySeconds && expirySeconds < toSeconds;
    }
  }
}
