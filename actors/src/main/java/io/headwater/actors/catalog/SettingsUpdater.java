package io.headwater.actors.catalog;

import static io.headwater.actors.catalog.ThroughputRules.limitExceeded;
import static io.headwater.actors.model.DynamoDbException.invalidParameter;

import io.headwater.actors.catalog.TableSettings.BillingMode;
import io.headwater.actors.catalog.TableSettings.TableClass;
import io.headwater.actors.catalog.TableUpdate.Capacity;
import io.headwater.actors.catalog.TableUpdate.EncryptionUpdate;
import io.headwater.actors.catalog.ThroughputRules.Subject;
import io.headwater.actors.model.DynamoDbException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a table's settings are after an update (tables reference §4). */
final class SettingsUpdater {
  private static final int MAX_ON_DEMAND_SWITCHES = 4;
  private static final Duration ON_DEMAND_SWITCHES_PERIOD = Duration.ofDays(1);
  private static final int MAX_CLASS_CHANGES = 2;
  private static final Duration CLASS_CHANGES_PERIOD = Duration.ofDays(30);

  private static final DateTimeFormatter SWITCH_TIME =
      DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final TableDefinition table;
  private final TableSettings now;
  private final TableUpdate update;
  private final long nowMillis;

  /** An update at a moment (epoch milliseconds). */
  SettingsUpdater(TableDefinition table, TableUpdate update, long nowMillis) {
    this.table = table;
    this.now = table.settings();
    this.update = update;
    this.nowMillis = nowMillis;
  }

  /**
   * The settings after the update.
   *
   * @throws DynamoDbException ValidationException or LimitExceededException
   */
  TableSettings updated() {
    BillingMode mode = billingMode();
    boolean onDemand = mode == BillingMode.PAY_PER_REQUEST;
    boolean switches = mode != now.billingMode();
    Throughput throughput = throughput(onDemand, switches);
    var maximum = onDemand ? now.onDemandThroughput() : OnDemandThroughput.UNLIMITED;
    var wantedMaximum = update.throughput().onDemand();
    if (wantedMaximum != null) {
      maximum = ThroughputRules.changedMaximum(Subject.TABLE, onDemand, maximum, wantedMaximum);
    }
    boolean becomesOnDemand = switches && onDemand;
    TableClass wantedClass = update.tableClass();
    boolean changesClass = wantedClass != null && wantedClass != now.tableClass();
    Boolean protection = update.deletionProtection();
    EncryptionUpdate encryption = update.encryption();
    return new TableSettings(
        mode,
        becomesOnDemand ? Long.valueOf(nowMillis) : onDemandSince(),
        becomesOnDemand ? switchesSoFar() + 1 : now.onDemandSwitches(),
        throughput,
        maximum,
        warm(onDemand, switches, throughput),
        wantedClass != null && changesClass ? changedClass(wantedClass) : now.tableClass(),
        changesClass ? Long.valueOf(nowMillis) : now.tableClassChangedMillis(),
        changesClass ? classChangesSoFar() + 1 : now.tableClassChanges(),
        protection == null ? now.deletionProtection() : protection,
        encryption == null ? now.encryptionKeyArn() : encryption.keyArn());
  }

  private BillingMode billingMode() {
    BillingMode wanted = update.billingMode();
    if (wanted == null || wanted == now.billingMode()) {
      return now.billingMode();
    }
    if (wanted == BillingMode.PAY_PER_REQUEST && switchesSoFar() >= MAX_ON_DEMAND_SWITCHES) {
      Long last = now.onDemandSinceMillis();
      long lastMillis = last == null ? nowMillis : last;
      throw limitExceeded(
          ("Update to PayPerRequest mode are limited to %d times in 1 day(s). Last update at %s."
                  + " Next update can be made at %s")
              .formatted(
                  MAX_ON_DEMAND_SWITCHES,
                  time(lastMillis),
                  time(lastMillis + ON_DEMAND_SWITCHES_PERIOD.toMillis())));
    }
    return wanted;
  }

  /**
   * Those within the period of the last one, so that no more fit into any period of that length.
   */
  private int switchesSoFar() {
    return isWithin(ON_DEMAND_SWITCHES_PERIOD, now.onDemandSinceMillis())
        ? now.onDemandSwitches()
        : 0;
  }

  /** A table made in on-demand mode is in it since then. */
  private @Nullable Long onDemandSince() {
    Long since = now.onDemandSinceMillis();
    return since == null && now.isOnDemand() ? Long.valueOf(table.createdAtMillis()) : since;
  }

  private Throughput throughput(boolean onDemand, boolean switches) {
    Capacity wanted = update.throughput().provisioned();
    if (onDemand) {
      if (wanted != null) {
        throw invalidParameter(
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
                + " PAY_PER_REQUEST");
      }
      return Throughput.ON_DEMAND;
    }
    if (wanted == null) {
      if (switches) {
        throw invalidParameter(
            "ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
      }
      return now.throughput();
    }
    return switches
        ? Throughput.of(wanted.readCapacityUnits(), wanted.writeCapacityUnits())
        : ThroughputRules.changed(Subject.TABLE, now.throughput(), wanted, nowMillis);
  }

  private @Nullable WarmThroughput warm(boolean onDemand, boolean switches, Throughput throughput) {
    var wanted = update.throughput().warm();
    if (wanted == null && !switches) {
      return now.warmThroughput();
    }
    // What was warm stays so in another mode.
    var before = ThroughputRules.warm(now.isOnDemand(), now.throughput(), now.warmThroughput());
    var warm = ThroughputRules.warm(onDemand, throughput, before);
    return wanted == null ? warm : ThroughputRules.changedWarm(Subject.TABLE, warm, wanted);
  }

  private TableClass changedClass(TableClass wanted) {
    if (classChangesSoFar() >= MAX_CLASS_CHANGES) {
      throw limitExceeded(
          "The table class of a table can be changed " + MAX_CLASS_CHANGES + " times in 30 days");
    }
    return wanted;
  }

  private int classChangesSoFar() {
    return isWithin(CLASS_CHANGES_PERIOD, now.tableClassChangedMillis())
        ? now.tableClassChanges()
        : 0;
  }

  private boolean isWithin(Duration period, @Nullable Long millis) {
    return millis != null && nowMillis - millis < period.toMillis();
  }

  private static String time(long millis) {
    return SWITCH_TIME.format(Instant.ofEpochMilli(millis));
  }
}
