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
import org.jspecify.annotations.Nullable;

/** What a table's settings are after an update (tables reference §4). */
final class SettingsUpdater {
  private static final int MAX_CLASS_CHANGES = 2;
  private static final Duration CLASS_CHANGES_PERIOD = Duration.ofDays(30);

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
    BillingMode mode = update.billingMode() == null ? now.billingMode() : update.billingMode();
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
        now.onDemandSwitches(),
        throughput,
        maximum,
        warm(onDemand, throughput),
        wantedClass == null ? now.tableClass() : allowedClass(wantedClass),
        changesClass ? Long.valueOf(nowMillis) : now.tableClassChangedMillis(),
        changesClass ? classChangesSoFar() + 1 : now.tableClassChanges(),
        protection == null ? now.deletionProtection() : protection,
        encryption == null ? now.encryptionKeyArn() : changedKey(encryption));
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

  /** Another throughput or billing mode never makes a table less warm. */
  private @Nullable WarmThroughput warm(boolean onDemand, Throughput throughput) {
    var wanted = update.throughput().warm();
    if (wanted == null && throughput.equals(now.throughput())) {
      return now.warmThroughput();
    }
    var before = ThroughputRules.warm(now.isOnDemand(), now.throughput(), now.warmThroughput());
    var warm = ThroughputRules.warm(onDemand, throughput, before);
    return wanted == null ? warm : ThroughputRules.changedWarm(Subject.TABLE, warm, wanted);
  }

  /** Once the changes are used up, the present class is rejected as well. */
  private TableClass allowedClass(TableClass wanted) {
    if (classChangesSoFar() >= MAX_CLASS_CHANGES) {
      throw limitExceeded("Updates to TableClass are limited to 2 times in 30 day(s).");
    }
    return wanted;
  }

  private @Nullable String changedKey(EncryptionUpdate encryption) {
    String wanted = encryption.keyArn();
    if (wanted == null && now.encryptionKeyArn() == null) {
      throw invalidParameter("Table is already encrypted by default");
    }
    if (encryption.namesArn() && wanted != null && wanted.equals(now.encryptionKeyArn())) {
      throw invalidParameter(
          "Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if"
              + " you want to change Master Key");
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
}
