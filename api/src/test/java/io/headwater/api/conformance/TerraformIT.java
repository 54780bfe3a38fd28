package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.definition;
import static io.headwater.api.conformance.Conformance.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.SharedServer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ContinuousBackupsDescription;
import software.amazon.awssdk.services.dynamodb.model.ContinuousBackupsStatus;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;

/**
 * The calls that the AWS provider of Terraform makes for a table over its life: create and read it,
 * change one thing after the other and read it each time, destroy it.
 */
final class TerraformIT {
  private final String table = SharedServer.newTableName("terraform");

  @Test
  void terraform_tableOverItsLife_findsWhatItAskedFor() {
    create();
    enableTimeToLive();
    readAll();
    changeThroughput();
    changeIndexes();
    changeStream();
    changeProtection();
    changeTags();
    switchBillingMode();
    destroy();
  }

  private void create() {
    TableDescription created = DYNAMODB.createTable(request()).tableDescription();
    assertThat(created.tableStatus()).isEqualTo(TableStatus.CREATING);
    TableDescription active = described();
    assertThat(active.tableStatus()).isEqualTo(TableStatus.ACTIVE);
    assertThat(active.tableArn()).isEqualTo(created.tableArn());
    assertThat(active.provisionedThroughput().readCapacityUnits()).isEqualTo(5);
    assertThat(active.globalSecondaryIndexes())
        .singleElement()
        .satisfies(index -> {
          assertThat(index.indexStatusAsString()).isEqualTo("ACTIVE");
          assertThat(index.backfilling()).isNull();
          assertThat(index.projection().nonKeyAttributes()).containsExactly("title");
          assertThat(index.provisionedThroughput().writeCapacityUnits()).isEqualTo(2);
          assertThat(index.warmThroughput().statusAsString()).isEqualTo("ACTIVE");
        });
    assertThat(active.deletionProtectionEnabled()).isFalse();
    assertThat(active.sseDescription()).isNull();
    assertThat(active.tableClassSummary()).isNull();
    assertThat(active.latestStreamArn()).isNull();
  }

  private CreateTableRequest request() {
    return CreateTableRequest.builder()
        .tableName(table)
        .billingMode(BillingMode.PROVISIONED)
        .provisionedThroughput(units(5, 5))
        .attributeDefinitions(
            definition("id", ScalarAttributeType.S), definition("author", ScalarAttributeType.S))
        .keySchema(key("id", KeyType.HASH))
        .globalSecondaryIndexes(
            GlobalSecondaryIndex.builder()
                .indexName("by-author")
                .keySchema(key("author", KeyType.HASH))
                .projection(
                    projection -> projection.projectionType("INCLUDE").nonKeyAttributes("title"))
                .provisionedThroughput(units(2, 2))
                .build())
        .tags(Tag.builder().key("Name").value("books").build())
        .tableClass("STANDARD")
        .deletionProtectionEnabled(false)
        .build();
  }

  private void enableTimeToLive() {
    var specification =
        DYNAMODB
            .updateTimeToLive(update ->
                update
                    .tableName(table)
                    .timeToLiveSpecification(spec -> spec.enabled(true).attributeName("expires")))
            .timeToLiveSpecification();
    assertThat(specification.attributeName()).isEqualTo("expires");
  }

  private void readAll() {
    assertThat(described().tableName()).isEqualTo(table);
    ContinuousBackupsDescription backups =
        DYNAMODB
            .describeContinuousBackups(describe -> describe.tableName(table))
            .continuousBackupsDescription();
    assertThat(backups.continuousBackupsStatus()).isEqualTo(ContinuousBackupsStatus.ENABLED);
    assertThat(backups.pointInTimeRecoveryDescription().pointInTimeRecoveryStatus())
        .isEqualTo(PointInTimeRecoveryStatus.DISABLED);
    var disabled =
        DYNAMODB.updateContinuousBackups(update ->
            update
                .tableName(table)
                .pointInTimeRecoverySpecification(spec -> spec.pointInTimeRecoveryEnabled(false)));
    assertThat(disabled.continuousBackupsDescription()).isEqualTo(backups);
    var timeToLive =
        DYNAMODB.describeTimeToLive(describe -> describe.tableName(table)).timeToLiveDescription();
    assertThat(timeToLive.timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
    assertThat(timeToLive.attributeName()).isEqualTo("expires");
    assertThat(DYNAMODB.listTagsOfResource(list -> list.resourceArn(arn())).tags())
        .containsExactly(Tag.builder().key("Name").value("books").build());
  }

  private void changeThroughput() {
    update(request ->
        request.billingMode(BillingMode.PROVISIONED).provisionedThroughput(units(10, 10)));
    assertThat(described().provisionedThroughput().readCapacityUnits()).isEqualTo(10);
    update(request ->
        request.globalSecondaryIndexUpdates(
            GlobalSecondaryIndexUpdate.builder()
                .update(index -> index.indexName("by-author").provisionedThroughput(units(4, 4)))
                .build()));
    assertThat(described().globalSecondaryIndexes().getFirst().provisionedThroughput())
        .satisfies(throughput -> assertThat(throughput.readCapacityUnits()).isEqualTo(4));
  }

  /** One index after the other, with all definitions each time. */
  private void changeIndexes() {
    update(request ->
        request
            .attributeDefinitions(
                definition("id", ScalarAttributeType.S),
                definition("author", ScalarAttributeType.S),
                definition("year", ScalarAttributeType.N))
            .globalSecondaryIndexUpdates(
                GlobalSecondaryIndexUpdate.builder()
                    .create(index ->
                        index
                            .indexName("by-year")
                            .keySchema(key("year", KeyType.HASH), key("author", KeyType.RANGE))
                            .projection(projection -> projection.projectionType("KEYS_ONLY"))
                            .provisionedThroughput(units(1, 1)))
                    .build()));
    UpdateTableIT.awaitIndex(table, "by-year", true);
    update(request ->
        request.globalSecondaryIndexUpdates(
            GlobalSecondaryIndexUpdate.builder()
                .delete(index -> index.indexName("by-author"))
                .build()));
    UpdateTableIT.awaitIndex(table, "by-author", false);
    assertThat(described().globalSecondaryIndexes())
        .extracting(index -> index.indexName())
        .containsExactly("by-year");
    assertThat(described().attributeDefinitions()).hasSize(3);
  }

  private void changeStream() {
    update(request ->
        request.streamSpecification(
            stream -> stream.streamEnabled(true).streamViewType(StreamViewType.KEYS_ONLY)));
    assertThat(described().streamSpecification().streamViewType())
        .isEqualTo(StreamViewType.KEYS_ONLY);
    assertThat(described().latestStreamLabel()).isNotEmpty();
    update(request -> request.streamSpecification(stream -> stream.streamEnabled(false)));
    assertThat(described().streamSpecification()).isNull();
  }

  private void changeProtection() {
    update(request -> request.deletionProtectionEnabled(true));
    assertThat(described().deletionProtectionEnabled()).isTrue();
    update(request -> request.deletionProtectionEnabled(false));
    assertThat(described().deletionProtectionEnabled()).isFalse();
  }

  private void changeTags() {
    DYNAMODB.untagResource(remove -> remove.resourceArn(arn()).tagKeys("Name"));
    DYNAMODB.tagResource(
        put -> put.resourceArn(arn()).tags(Tag.builder().key("Stage").value("test").build()));
    assertThat(DYNAMODB.listTagsOfResource(list -> list.resourceArn(arn())).tags())
        .containsExactly(Tag.builder().key("Stage").value("test").build());
  }

  private void switchBillingMode() {
    update(request -> request.billingMode(BillingMode.PAY_PER_REQUEST));
    TableDescription onDemand = described();
    assertThat(onDemand.billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
    assertThat(onDemand.globalSecondaryIndexes().getFirst().provisionedThroughput())
        .satisfies(throughput -> assertThat(throughput.readCapacityUnits()).isZero());
  }

  private void destroy() {
    TableDescription deleted =
        DYNAMODB.deleteTable(delete -> delete.tableName(table)).tableDescription();
    assertThat(deleted.tableStatus()).isEqualTo(TableStatus.DELETING);
    assertThat(deleted.globalSecondaryIndexes()).isEmpty();
    var gone = DYNAMODB.waiter().waitUntilTableNotExists(waited -> waited.tableName(table));
    assertThat(gone.matched().exception().orElseThrow())
        .isInstanceOf(ResourceNotFoundException.class);
  }

  private interface Change {
    UpdateTableRequest.Builder of(UpdateTableRequest.Builder request);
  }

  private void update(Change change) {
    DYNAMODB.updateTable(change.of(UpdateTableRequest.builder().tableName(table)).build());
    DYNAMODB.waiter().waitUntilTableExists(waited -> waited.tableName(table));
  }

  private TableDescription described() {
    return DYNAMODB.describeTable(describe -> describe.tableName(table)).table();
  }

  private String arn() {
    return described().tableArn();
  }

  private static ProvisionedThroughput units(long read, long write) {
    return ProvisionedThroughput.builder()
        .readCapacityUnits(read)
        .writeCapacityUnits(write)
        .build();
  }
}
