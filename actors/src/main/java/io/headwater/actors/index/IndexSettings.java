package io.headwater.actors.index;

import com.typesafe.config.Config;
import io.headwater.persistence.store.ConfigEnum;
import java.time.Duration;

/**
 * How global secondary indexes are kept; {@code headwater.indexes}.
 *
 * @param maxLagCommits how many commits of a table's partition an index may lack before writes to
 *     that partition are refused
 * @param batchSize how many items, or changes of items, a feeder reads at once; a commit is read as
 *     a whole
 * @param reads what reads of an index see
 * @param readWait how long a read waits at most until the index has what its table has acknowledged
 * @param extraLag how much later than it could an index shows a write
 * @param gatherTime how long a feeder waits for further commits behind those that it fed last
 * @param progressInterval how often an index hears where a table's logs stand though nothing in
 *     them concerns it, and unasked looks at those logs
 * @param answerTimeout after which time without an answer from an index partition a feeder begins
 *     again
 * @param minBackoff the wait after a first failure of a feeder; each further one doubles it
 * @param maxBackoff the longest such wait
 */
public record IndexSettings(
    long maxLagCommits,
    int batchSize,
    Reads reads,
    Duration readWait,
    Duration extraLag,
    Duration gatherTime,
    Duration progressInterval,
    Duration answerTimeout,
    Duration minBackoff,
    Duration maxBackoff) {
  private static final int MAX_DOUBLINGS = 20;

  /** What reads of an index see. */
  public enum Reads {
    /**
     * What its table had acknowledged when the read came, unless that takes longer than they wait.
     */
    CURRENT,
    /** What it has. */
    EVENTUAL
  }

  public IndexSettings {
    check(maxLagCommits > 0, "max-lag", "at least 1", maxLagCommits);
    check(batchSize > 0, "batch-size", "at least 1", batchSize);
    check(!readWait.isNegative(), "read-wait", "at least 0", readWait);
    check(!extraLag.isNegative(), "extra-lag", "at least 0", extraLag);
    check(
        extraLag.isZero() || reads == Reads.EVENTUAL,
        "extra-lag",
        "0 unless headwater.indexes.reads = eventual",
        extraLag);
    check(!gatherTime.isNegative(), "gather-time", "at least 0", gatherTime);
    check(progressInterval.isPositive(), "progress-interval", "more than 0", progressInterval);
    check(answerTimeout.isPositive(), "answer-timeout", "more than 0", answerTimeout);
    check(minBackoff.isPositive(), "min-backoff", "more than 0", minBackoff);
    check(maxBackoff.compareTo(minBackoff) >= 0, "max-backoff", "at least min-backoff", maxBackoff);
  }

  public static IndexSettings from(Config config) {
    var indexes = config.getConfig("headwater.indexes");
    return new IndexSettings(
        indexes.getLong("max-lag"),
        indexes.getInt("batch-size"),
        ConfigEnum.get(Reads.class, indexes, "reads"),
        indexes.getDuration("read-wait"),
        indexes.getDuration("extra-lag"),
        indexes.getDuration("gather-time"),
        indexes.getDuration("progress-interval"),
        indexes.getDuration("answer-timeout"),
        indexes.getDuration("min-backoff"),
        indexes.getDuration("max-backoff"));
  }

  /** The wait after a number of failures in a row. */
  Duration backoffAfter(int failures) {
    var backoff = minBackoff.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
    return backoff.compareTo(maxBackoff) < 0 ? backoff : maxBackoff;
  }

  private static void check(boolean holds, String key, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(
          "headwater.indexes." + key + ": expected " + expected + ", found " + found);
    }
  }
}
