package io.headwater.actors.catalog;

import static io.headwater.actors.model.DynamoDbException.invalidParameter;

import io.headwater.actors.catalog.TableUpdate.Capacity;
import io.headwater.actors.catalog.TableUpdate.WarmUpdate;
import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the throughput of tables and indexes can be, and how it can change (tables reference §4;
 * validation-and-errors §8, §9). All methods that check throw {@link DynamoDbException}.
 */
public final class ThroughputRules {
  /** As a maximum of request units: that there is none. */
  public static final long NO_MAXIMUM = -1;

  private static final String READ_MAXIMUM = "MaxReadRequestUnits";
  private static final String WRITE_MAXIMUM = "MaxWriteRequestUnits";

  /** Decreases in a UTC day that may follow each other at once. */
  private static final int FREE_DECREASES = 4;

  private static final Duration DECREASE_INTERVAL = Duration.ofHours(1);

  private static final DateTimeFormatter DECREASE_TIME =
      DateTimeFormatter.ofPattern(
              "EEEE, MMMM d, yyyy 'at' h:mm:ss a 'Coordinated Universal Time'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private ThroughputRules() {}

  /**
   * A table or an index, as error messages name it.
   *
   * @param indexName null for a table
   */
  public record Subject(@Nullable String indexName) {
    public static final Subject TABLE = new Subject(null);

    public static Subject index(String name) {
      return new Subject(name);
    }

    private String words() {
      return indexName == null ? "table" : "index " + indexName;
    }
  }

  /** The maximum of a new table or index; null: none is wanted. */
  public static OnDemandThroughput newMaximum(
      Subject subject, boolean onDemand, @Nullable OnDemandThroughput wanted) {
    if (wanted == null) {
      return OnDemandThroughput.UNLIMITED;
    }
    Long read = wanted.maxReadRequestUnits();
    Long write = wanted.maxWriteRequestUnits();
    String index = subject.indexName() == null ? "" : " for index: " + subject.indexName();
    requireOnDemand(
        onDemand,
        wanted,
        " for OnDemandThroughput"
            + index
            + " cannot be specified when table BillingMode is PROVISIONED.");
    requireInRange(subject, READ_MAXIMUM, read == null || read >= 1);
    requireInRange(subject, WRITE_MAXIMUM, write == null || write >= 1);
    return wanted;
  }

  /** The maximum after a change, in which members that are not named stay. */
  static OnDemandThroughput changedMaximum(
      Subject subject, boolean onDemand, OnDemandThroughput now, OnDemandThroughput wanted) {
    String index = subject.indexName() == null ? "" : " for index : " + subject.indexName();
    requireOnDemand(
        onDemand,
        wanted,
        " for OnDemandThroughput"
            + index
            + " cannot be specified when the table BillingMode is PROVISIONED");
    return new OnDemandThroughput(
        changedMaximum(
            subject, READ_MAXIMUM, now.maxReadRequestUnits(), wanted.maxReadRequestUnits()),
        changedMaximum(
            subject, WRITE_MAXIMUM, now.maxWriteRequestUnits(), wanted.maxWriteRequestUnits()));
  }

  private static @Nullable Long changedMaximum(
      Subject subject, String member, @Nullable Long now, @Nullable Long wanted) {
    if (wanted == null) {
      return now;
    }
    requireInRange(subject, member, wanted >= 1 || wanted == NO_MAXIMUM);
    return wanted == NO_MAXIMUM ? null : wanted;
  }

  private static void requireOnDemand(
      boolean onDemand, OnDemandThroughput wanted, String otherwise) {
    if (!onDemand && !wanted.equals(OnDemandThroughput.UNLIMITED)) {
      throw invalidParameter(
          (wanted.maxReadRequestUnits() == null ? WRITE_MAXIMUM : READ_MAXIMUM) + otherwise);
    }
  }

  private static void requireInRange(Subject subject, String member, boolean inRange) {
    if (!inRange) {
      String where = subject.indexName() == null ? "table" : "index : " + subject.indexName();
      throw invalidParameter(
          "Requested %s for OnDemandThroughput for %s is outside of valid range"
              .formatted(member, where));
    }
  }

  /** What a table or index is warm for: what was asked for, and never less than its mode has. */
  public static WarmThroughput warm(
      boolean onDemand, Throughput throughput, @Nullable WarmThroughput wanted) {
    var least =
        onDemand
            ? WarmThroughput.ON_DEMAND
            : new WarmThroughput(throughput.readCapacityUnits(), throughput.writeCapacityUnits());
    return wanted == null
        ? least
        : new WarmThroughput(
            Math.max(least.readUnitsPerSecond(), wanted.readUnitsPerSecond()),
            Math.max(least.writeUnitsPerSecond(), wanted.writeUnitsPerSecond()));
  }

  /** What a new table or index is to be warm for; null: no more than its mode has. */
  public static @Nullable WarmThroughput newWarm(
      Subject subject, boolean onDemand, Throughput throughput, @Nullable WarmUpdate wanted) {
    if (wanted == null) {
      return null;
    }
    var least = warm(onDemand, throughput, null);
    String read =
        onDemand ? "initial throughput for OnDemand" : "ReadCapacityUnits of ProvisionedThroughput";
    String write =
        onDemand
            ? "initial throughput for OnDemand"
            : "WriteCapacityUnits of ProvisionedThroughput";
    return changedWarm(subject, least, wanted, read, write);
  }

  /** What it is warm for after a change, which can only be upwards. */
  static WarmThroughput changedWarm(Subject subject, WarmThroughput now, WarmUpdate wanted) {
    String current = "current WarmThroughput, decreasing WarmThroughput is not supported";
    return changedWarm(subject, now, wanted, current, current);
  }

  private static WarmThroughput changedWarm(
      Subject subject, WarmThroughput now, WarmUpdate wanted, String read, String write) {
    return new WarmThroughput(
        changedWarm(
            subject,
            "ReadUnitsPerSecond",
            now.readUnitsPerSecond(),
            wanted.readUnitsPerSecond(),
            read),
        changedWarm(
            subject,
            "WriteUnitsPerSecond",
            now.writeUnitsPerSecond(),
            wanted.writeUnitsPerSecond(),
            write));
  }

  private static long changedWarm(
      Subject subject, String member, long now, @Nullable Long wanted, String least) {
    if (wanted == null) {
      return now;
    }
    if (wanted < now) {
      throw invalidParameter(
          "Requested %s for WarmThroughput for %s is lower than %s"
              .formatted(member, subject.words(), least));
    }
    return wanted;
  }

  /** Provisioned throughput after a change of what is provisioned already. */
  static Throughput changed(Subject subject, Throughput now, Capacity wanted, long nowMillis) {
    long read = wanted.readCapacityUnits();
    long write = wanted.writeCapacityUnits();
    if (read == now.readCapacityUnits() && write == now.writeCapacityUnits()) {
      throw DynamoDbException.validation(unchanged(subject, now));
    }
    boolean increases = read > now.readCapacityUnits() || write > now.writeCapacityUnits();
    boolean decreases = read < now.readCapacityUnits() || write < now.writeCapacityUnits();
    if (decreases) {
      requireDecreaseAllowed(now, nowMillis);
    }
    return new Throughput(
        read,
        write,
        increases ? Long.valueOf(nowMillis) : now.lastIncreaseMillis(),
        decreases ? Long.valueOf(nowMillis) : now.lastDecreaseMillis(),
        decreases ? decreasesOn(now, nowMillis) + 1 : now.decreases());
  }

  private static String unchanged(Subject subject, Throughput now) {
    String kind = subject.equals(Subject.TABLE) ? "table" : "index";
    return ("The provisioned throughput for the %s will not change. The requested value equals the"
            + " current value. Current ReadCapacityUnits provisioned for the %s: %d. Requested"
            + " ReadCapacityUnits: %d. Current WriteCapacityUnits provisioned for the %s: %d."
            + " Requested WriteCapacityUnits: %d. Refer to the Amazon DynamoDB Developer Guide for"
            + " current limits and how to request higher limits.")
        .formatted(
            subject.words(),
            kind,
            now.readCapacityUnits(),
            now.readCapacityUnits(),
            kind,
            now.writeCapacityUnits(),
            now.writeCapacityUnits());
  }

  /** How often a throughput was decreased in the UTC day of a moment. */
  public static int decreasesOn(Throughput throughput, long nowMillis) {
    Long last = throughput.lastDecreaseMillis();
    return last != null && utcDay(last).equals(utcDay(nowMillis)) ? throughput.decreases() : 0;
  }

  private static void requireDecreaseAllowed(Throughput now, long nowMillis) {
    int today = decreasesOn(now, nowMillis);
    Long last = now.lastDecreaseMillis();
    if (today < FREE_DECREASES || last == null) {
      return;
    }
    long nextMillis = last + DECREASE_INTERVAL.toMillis();
    if (nowMillis < nextMillis) {
      throw limitExceeded(
          ("Provisioned throughput decreases are limited within a given UTC day. After the first 4"
                  + " decreases, each subsequent decrease in the same UTC day can be performed at"
                  + " most once every 3600 seconds. Number of decreases today: %d. Last decrease at"
                  + " %s. Next decrease can be made at %s")
              .formatted(today, time(last), time(nextMillis)));
    }
  }

  private static String time(long millis) {
    return DECREASE_TIME.format(Instant.ofEpochMilli(millis));
  }

  private static LocalDate utcDay(long millis) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }

  static DynamoDbException limitExceeded(String what) {
    return new DynamoDbException(
        DynamoDbError.of(ErrorCode.LIMIT_EXCEEDED, "Subscriber limit exceeded: " + what));
  }
}
