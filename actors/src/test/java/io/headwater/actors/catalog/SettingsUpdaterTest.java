package io.headwater.actors.catalog;

import static io.headwater.actors.catalog.TableFixtures.NOW;
import static io.headwater.actors.catalog.TableFixtures.ON_DEMAND;
import static io.headwater.actors.catalog.TableFixtures.capacity;
import static io.headwater.actors.catalog.TableFixtures.provisioned;
import static io.headwater.actors.catalog.TableFixtures.table;
import static io.headwater.actors.catalog.TableFixtures.update;
import static io.headwater.actors.catalog.TableFixtures.updater;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.catalog.TableSettings.BillingMode;
import io.headwater.actors.catalog.TableSettings.TableClass;
import io.headwater.actors.catalog.TableUpdate.EncryptionUpdate;
import io.headwater.actors.catalog.TableUpdate.ThroughputUpdate;
import io.headwater.actors.catalog.TableUpdate.WarmUpdate;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettingsUpdaterTest {
  private static final String INVALID = "One or more parameter values were invalid: ";
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final TableUpdater updater = updater();

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).hasMessageStartingWith(message);
  }

  private TableDefinition apply(TableDefinition table, TableUpdate update, long nowMillis) {
    return updater.updated(table, update, nowMillis);
  }

  @Test
  void throughput_increased_isNotedAndNeedsNoPartition() {
    var updated = apply(table(provisioned(5, 5)), update(null, capacity(6, 5)), NOW);

    assertThat(updated.settings().throughput()).isEqualTo(new Throughput(6, 5, NOW, null, 0));
    assertThat(updated.status()).isEqualTo(TableDefinition.TableStatus.ACTIVE);
    assertThat(updated.partitionsVersion()).isEqualTo(1);
  }

  @Test
  void throughput_unchanged_isRefused() {
    var table = table(provisioned(5, 7));

    assertRefused(
        () -> apply(table, update(null, capacity(5, 7)), NOW),
        "The provisioned throughput for the table will not change. The requested value equals the"
            + " current value. Current ReadCapacityUnits provisioned for the table: 5. Requested"
            + " ReadCapacityUnits: 5. Current WriteCapacityUnits provisioned for the table: 7."
            + " Requested WriteCapacityUnits: 7. Refer to the Amazon DynamoDB Developer Guide for"
            + " current limits and how to request higher limits.");
  }

  @Test
  void throughput_decreasedFourTimes_canBeAgainAfterAnHourOrOnTheNextDay() {
    var table = table(provisioned(10, 10));
    for (int units = 9; units >= 6; units--) {
      table = apply(table, update(null, capacity(units, 10)), NOW);
    }
    var fourTimes = table;

    assertThat(ThroughputRules.decreasesOn(table.settings().throughput(), NOW)).isEqualTo(4);
    assertRefused(
        () -> apply(fourTimes, update(null, capacity(5, 10)), NOW + HOUR - 1),
        "Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC"
            + " day. After the first 4 decreases, each subsequent decrease in the same UTC day can"
            + " be performed at most once every 3600 seconds. Number of decreases today: 4. Last"
            + " decrease at Friday, January 2, 2026 at 3:04:05 AM Coordinated Universal Time. Next"
            + " decrease can be made at Friday, January 2, 2026 at 4:04:05 AM Coordinated Universal"
            + " Time");
    var fifth = apply(fourTimes, update(null, capacity(5, 10)), NOW + HOUR);
    assertThat(fifth.settings().throughput().decreases()).isEqualTo(5);
    var nextDay = apply(fifth, update(null, capacity(4, 10)), NOW + DAY);
    assertThat(nextDay.settings().throughput().decreases()).isEqualTo(1);
  }

  @Test
  void billingMode_toOnDemand_hasNoThroughputAndStaysWarm() {
    var table = table(provisioned(20_000, 5));

    var updated = apply(table, update(BillingMode.PAY_PER_REQUEST, ThroughputUpdate.NONE), NOW);

    assertThat(updated.settings().throughput()).isEqualTo(Throughput.ON_DEMAND);
    assertThat(updated.settings().onDemandSinceMillis()).isEqualTo(NOW);
    assertThat(updated.settings().warmThroughput()).isEqualTo(new WarmThroughput(20_000, 4_000));
  }

  @Test
  void billingMode_toOnDemandOftenInADay_isAccepted() {
    var table = table(provisioned(1, 1));
    for (int i = 0; i < 6; i++) {
      table = apply(table, update(BillingMode.PAY_PER_REQUEST, ThroughputUpdate.NONE), NOW + i);
      table = apply(table, update(BillingMode.PROVISIONED, capacity(1, 1)), NOW + i);
    }

    assertThat(table.settings().onDemandSinceMillis()).isEqualTo(NOW + 5);
    assertThat(table.settings().isOnDemand()).isFalse();
  }

  @Test
  void billingMode_toProvisioned_wantsThroughputAndForgetsTheMaximum() {
    var limited = apply(table(ON_DEMAND), update(null, maximum(10L, 20L)), NOW);

    assertRefused(
        () -> apply(limited, update(BillingMode.PROVISIONED, ThroughputUpdate.NONE), NOW),
        INVALID + "ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
    var updated = apply(limited, update(BillingMode.PROVISIONED, capacity(3, 4)), NOW);
    assertThat(updated.settings().onDemandThroughput()).isEqualTo(OnDemandThroughput.UNLIMITED);
    assertThat(updated.settings().onDemandSinceMillis()).isEqualTo(limited.createdAtMillis());
  }

  @Test
  void capacity_onDemand_isRefused() {
    assertRefused(
        () -> apply(table(ON_DEMAND), update(null, capacity(1, 1)), NOW),
        INVALID
            + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode"
            + " is PAY_PER_REQUEST");
  }

  @Test
  void maximum_memberByMember_isMergedAndRemoved() {
    var both = apply(table(ON_DEMAND), update(null, maximum(10L, 20L)), NOW);
    var one = apply(both, update(null, maximum(-1L, null)), NOW);

    assertThat(one.settings().onDemandThroughput()).isEqualTo(new OnDemandThroughput(null, 20L));
    assertRefused(
        () -> apply(one, update(null, maximum(null, 0L)), NOW),
        INVALID
            + "Requested MaxWriteRequestUnits for OnDemandThroughput for table is outside of valid"
            + " range");
    assertRefused(
        () -> apply(table(provisioned(1, 1)), update(null, maximum(5L, null)), NOW),
        INVALID
            + "MaxReadRequestUnits for OnDemandThroughput cannot be specified when the table"
            + " BillingMode is PROVISIONED");
  }

  @Test
  void warm_onlyGrows() {
    var warmer = apply(table(ON_DEMAND), update(null, warm(13_000L, null)), NOW);

    assertThat(warmer.settings().warmThroughput()).isEqualTo(new WarmThroughput(13_000, 4_000));
    assertRefused(
        () -> apply(warmer, update(null, warm(12_999L, null)), NOW),
        INVALID
            + "Requested ReadUnitsPerSecond for WarmThroughput for table is lower than current"
            + " WarmThroughput, decreasing WarmThroughput is not supported");
  }

  @Test
  void warm_provisioned_followsTheUnitsAndNeverFalls() {
    var table = table(provisioned(5, 5));
    var increased = apply(table, update(null, capacity(9, 6)), NOW);
    var decreased = apply(increased, update(null, capacity(2, 7)), NOW);

    assertThat(ThroughputRules.warm(false, Throughput.of(5, 5), table.settings().warmThroughput()))
        .isEqualTo(new WarmThroughput(5, 5));
    assertThat(increased.settings().warmThroughput()).isEqualTo(new WarmThroughput(9, 6));
    assertThat(decreased.settings().warmThroughput()).isEqualTo(new WarmThroughput(9, 7));
  }

  @Test
  void encryption_asItIs_isRefused() {
    String arn = "arn:aws:kms:us-east-1:000000000000:key/1";
    var table = table(ON_DEMAND);
    var encrypted = apply(table, encryption(arn, true), NOW);

    assertRefused(
        () -> apply(table, encryption(null, false), NOW),
        INVALID + "Table is already encrypted by default");
    assertRefused(
        () -> apply(encrypted, encryption(arn, true), NOW),
        INVALID
            + "Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter"
            + " if you want to change Master Key");
    assertThat(apply(encrypted, encryption(arn, false), NOW)).isEqualTo(encrypted);
    assertThat(apply(encrypted, encryption(null, false), NOW).settings().encryptionKeyArn())
        .isNull();
  }

  private static TableUpdate encryption(@Nullable String keyArn, boolean namesArn) {
    return new TableUpdate(
        null,
        ThroughputUpdate.NONE,
        null,
        null,
        new EncryptionUpdate(keyArn, namesArn),
        null,
        List.of());
  }

  @Test
  void tableClass_changedThriceIn30Days_isRefused() {
    var table = table(ON_DEMAND);
    var infrequent = apply(table, tableClass(TableClass.STANDARD_INFREQUENT_ACCESS), NOW);
    var standard = apply(infrequent, tableClass(TableClass.STANDARD), NOW);
    var thirdChange = tableClass(TableClass.STANDARD_INFREQUENT_ACCESS);

    String limit =
        "Subscriber limit exceeded: Updates to TableClass are limited to 2 times in 30 day(s).";
    assertThat(apply(table, tableClass(TableClass.STANDARD), NOW).settings().tableClassChanges())
        .isZero();
    assertRefused(() -> apply(standard, thirdChange, NOW + 30 * DAY - 1), limit);
    assertRefused(() -> apply(standard, tableClass(TableClass.STANDARD), NOW), limit);
    assertThat(apply(standard, thirdChange, NOW + 30 * DAY).settings().tableClassChanges())
        .isEqualTo(1);
  }

  private static ThroughputUpdate maximum(@Nullable Long read, @Nullable Long write) {
    return new ThroughputUpdate(null, new OnDemandThroughput(read, write), null);
  }

  private static ThroughputUpdate warm(@Nullable Long read, @Nullable Long write) {
    return new ThroughputUpdate(null, null, new WarmUpdate(read, write));
  }

  private static TableUpdate tableClass(TableClass tableClass) {
    return new TableUpdate(null, ThroughputUpdate.NONE, tableClass, null, null, null, List.of());
  }
}
