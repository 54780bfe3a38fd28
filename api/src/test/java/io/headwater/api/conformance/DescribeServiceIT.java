package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.assertInvalid;
import static io.headwater.api.conformance.Conformance.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.SharedServer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.ContinuousBackupsStatus;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;

/** DescribeLimits, DescribeEndpoints and the operations on continuous backups. */
final class DescribeServiceIT {
  @Test
  void describeLimits_areANewAccounts() {
    var limits = DYNAMODB.describeLimits();

    assertThat(limits.accountMaxReadCapacityUnits()).isEqualTo(80_000);
    assertThat(limits.accountMaxWriteCapacityUnits()).isEqualTo(80_000);
    assertThat(limits.tableMaxReadCapacityUnits()).isEqualTo(40_000);
    assertThat(limits.tableMaxWriteCapacityUnits()).isEqualTo(40_000);
  }

  @Test
  void describeEndpoints_isWhereItWasAsked() {
    var endpoint = SharedServer.endpoint();

    assertThat(DYNAMODB.describeEndpoints(describe -> {}).endpoints())
        .singleElement()
        .satisfies(described -> {
          assertThat(described.address()).isEqualTo(endpoint.getHost() + ":" + endpoint.getPort());
          assertThat(described.cachePeriodInMinutes()).isEqualTo(1_440);
        });
  }

  @Test
  void continuousBackups_enabled_areRefused() {
    String table = Conformance.hashTable("backups");

    assertInvalid(
        () ->
            DYNAMODB.updateContinuousBackups(update ->
                update
                    .tableName(table)
                    .pointInTimeRecoverySpecification(
                        spec -> spec.pointInTimeRecoveryEnabled(true))),
        "One or more parameter values were invalid: PointInTimeRecoveryEnabled is not supported by"
            + " Headwater");
  }

  @Test
  void continuousBackups_disabledWithARecoveryPeriod_isRefusedBeforeTheTable() {
    assertInvalid(
        () ->
            DYNAMODB.updateContinuousBackups(update ->
                update
                    .tableName("no-such-table")
                    .pointInTimeRecoverySpecification(
                        spec -> spec.pointInTimeRecoveryEnabled(false).recoveryPeriodInDays(7))),
        "Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time"
            + " recovery.");
  }

  @Test
  void continuousBackups_ofAnyTable_areOnWithoutPointInTimeRecovery() {
    String table = Conformance.hashTable("backups");

    var backups =
        DYNAMODB
            .describeContinuousBackups(describe -> describe.tableName(table))
            .continuousBackupsDescription();

    assertThat(backups.continuousBackupsStatus()).isEqualTo(ContinuousBackupsStatus.ENABLED);
    assertThat(backups.pointInTimeRecoveryDescription().pointInTimeRecoveryStatus())
        .isEqualTo(PointInTimeRecoveryStatus.DISABLED);
  }

  @Test
  void continuousBackups_ofNoTable_areNotFound() {
    assertRefused(
        () -> DYNAMODB.describeContinuousBackups(describe -> describe.tableName("no-such-table")),
        "TableNotFoundException",
        "Table not found: no-such-table");
  }
}
