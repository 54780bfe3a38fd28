package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.assertInvalid;
import static io.headwater.api.conformance.Conformance.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveSpecification;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

final class TimeToLiveIT {
  private static TimeToLiveSpecification update(
      String table, boolean enabled, String attributeName) {
    return DYNAMODB
        .updateTimeToLive(update ->
            update
                .tableName(table)
                .timeToLiveSpecification(
                    spec -> spec.enabled(enabled).attributeName(attributeName)))
        .timeToLiveSpecification();
  }

  private static TimeToLiveDescription describe(String table) {
    return DYNAMODB
        .describeTimeToLive(describe -> describe.tableName(table))
        .timeToLiveDescription();
  }

  @Test
  void describeTimeToLive_ofANewTable_isDisabled() {
    var description = describe(Conformance.hashTable("ttl"));

    assertThat(description.timeToLiveStatus()).isEqualTo(TimeToLiveStatus.DISABLED);
    assertThat(description.attributeName()).isNull();
  }

  @Test
  void updateTimeToLive_enabled_isEchoedAndDescribed() {
    String table = Conformance.hashTable("ttl");

    var answer = update(table, true, "expires");

    assertThat(answer.enabled()).isTrue();
    assertThat(answer.attributeName()).isEqualTo("expires");
    assertThat(describe(table).attributeName()).isEqualTo("expires");
    assertThat(describe(table).timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
  }

  @Test
  void updateTimeToLive_asItIsOrTooSoon_isRefused() {
    String table = Conformance.hashTable("ttl");

    assertInvalid(() -> update(table, false, "expires"), "TimeToLive is already disabled");
    update(table, true, "expires");
    assertInvalid(() -> update(table, true, "expires"), "TimeToLive is already enabled");
    assertInvalid(
        () -> update(table, true, "other"),
        "TimeToLive is active on a different AttributeName: current AttributeName is expires");
    assertInvalid(
        () -> update(table, false, "expires"),
        "Time to live has been modified multiple times within a fixed interval");
  }

  @Test
  void timeToLive_ofNoTable_isNotFound() {
    String message = "Requested resource not found: Table: no-such-table not found";

    assertRefused(() -> describe("no-such-table"), "ResourceNotFoundException", message);
    assertRefused(
        () -> update("no-such-table", true, "expires"), "ResourceNotFoundException", message);
  }
}
