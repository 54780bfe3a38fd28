package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.STREAMS;
import static io.headwater.api.conformance.Conformance.assertInvalid;
import static io.headwater.api.conformance.Conformance.assertRefused;
import static io.headwater.api.conformance.Conformance.definition;
import static io.headwater.api.conformance.Conformance.eventually;
import static io.headwater.api.conformance.Conformance.hashKey;
import static io.headwater.api.conformance.Conformance.hashTableRequest;
import static io.headwater.api.conformance.Conformance.key;
import static io.headwater.api.conformance.Conformance.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.SharedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableClass;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;

final class UpdateTableIT {
  private static final String INVALID = "One or more parameter values were invalid: ";

  private static TableDescription update(UpdateTableRequest.Builder request) {
    return DYNAMODB.updateTable(request.build()).tableDescription();
  }

  private static UpdateTableRequest.Builder request(String table) {
    return UpdateTableRequest.builder().tableName(table);
  }

  private static TableDescription describe(String table) {
    return DYNAMODB.describeTable(describe -> describe.tableName(table)).table();
  }

  private static String provisionedTable() {
    return Conformance.create(provisioned().build());
  }

  private static CreateTableRequest.Builder provisioned() {
    return hashTableRequest(SharedServer.newTableName("update"))
        .billingMode(BillingMode.PROVISIONED)
        .provisionedThroughput(units(5, 6));
  }

  private static ProvisionedThroughput units(long read, long write) {
    return ProvisionedThroughput.builder()
        .readCapacityUnits(read)
        .writeCapacityUnits(write)
        .build();
  }

  private static GlobalSecondaryIndexUpdate create(String name, String hashKey) {
    return GlobalSecondaryIndexUpdate.builder()
        .create(create ->
            create
                .indexName(name)
                .keySchema(key(hashKey, KeyType.HASH))
                .projection(projection -> projection.projectionType("ALL")))
        .build();
  }

  private static GlobalSecondaryIndexUpdate delete(String name) {
    return GlobalSecondaryIndexUpdate.builder().delete(delete -> delete.indexName(name)).build();
  }

  private static GlobalSecondaryIndexUpdate throughput(String name, ProvisionedThroughput units) {
    return GlobalSecondaryIndexUpdate.builder()
        .update(update -> update.indexName(name).provisionedThroughput(units))
        .build();
  }

  private static UpdateTableRequest.Builder creating(String table, String name) {
    return request(table)
        .attributeDefinitions(definition(name, ScalarAttributeType.S))
        .globalSecondaryIndexUpdates(create(name, name));
  }

  /** Asks until an index is ACTIVE, or, with false, gone. */
  static void awaitIndex(String table, String name, boolean present) {
    eventually(() -> {
      var indexes =
          describe(table).globalSecondaryIndexes().stream()
              .filter(index -> index.indexName().equals(name))
              .toList();
      if (present) {
        assertThat(indexes.getFirst().indexStatus()).isEqualTo(IndexStatus.ACTIVE);
      } else {
        assertThat(indexes).isEmpty();
      }
    });
  }

  @Test
  void updateTable_throughput_isUpdatingAndThenThere() {
    String table = provisionedTable();

    TableDescription updated = update(request(table).provisionedThroughput(units(7, 6)));

    assertThat(updated.tableStatus()).isEqualTo(TableStatus.UPDATING);
    DYNAMODB.waiter().waitUntilTableExists(waited -> waited.tableName(table));
    var throughput = describe(table).provisionedThroughput();
    assertThat(throughput.readCapacityUnits()).isEqualTo(7);
    assertThat(throughput.lastIncreaseDateTime()).isNotNull();
    assertThat(throughput.lastDecreaseDateTime()).isNull();
    update(request(table).provisionedThroughput(units(7, 1)));
    assertThat(describe(table).provisionedThroughput().numberOfDecreasesToday()).isEqualTo(1);
  }

  @Test
  void updateTable_billingMode_isSwitchedBothWays() {
    String table = provisionedTable();
    assertThat(describe(table).billingModeSummary()).isNull();

    update(request(table).billingMode(BillingMode.PAY_PER_REQUEST));

    var onDemand = describe(table);
    assertThat(onDemand.billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
    assertThat(onDemand.billingModeSummary().lastUpdateToPayPerRequestDateTime())
        .isAfter(onDemand.creationDateTime());
    assertThat(onDemand.provisionedThroughput().readCapacityUnits()).isZero();
    assertThat(onDemand.warmThroughput().readUnitsPerSecond()).isEqualTo(12_000);
    update(request(table).billingMode(BillingMode.PROVISIONED).provisionedThroughput(units(1, 2)));
    assertThat(describe(table).billingModeSummary().billingMode())
        .isEqualTo(BillingMode.PROVISIONED);
    assertThat(describe(table).provisionedThroughput().writeCapacityUnits()).isEqualTo(2);
  }

  @Test
  void updateTable_onDemandThroughput_isEchoedAndMerged() {
    String table = Conformance.hashTable("update");

    update(
        request(table)
            .onDemandThroughput(most -> most.maxReadRequestUnits(5L).maxWriteRequestUnits(6L)));
    var removed = update(request(table).onDemandThroughput(most -> most.maxReadRequestUnits(-1L)));

    assertThat(removed.onDemandThroughput().maxReadRequestUnits()).isEqualTo(-1);
    assertThat(removed.onDemandThroughput().maxWriteRequestUnits()).isEqualTo(6);
    assertThat(describe(table).onDemandThroughput().maxReadRequestUnits()).isNull();
    assertThat(describe(table).onDemandThroughput().maxWriteRequestUnits()).isEqualTo(6);
    update(request(table).onDemandThroughput(most -> most.maxWriteRequestUnits(-1L)));
    assertThat(describe(table).onDemandThroughput()).isNull();
  }

  @Test
  void updateTable_settings_areDescribed() {
    String table = Conformance.hashTable("update");

    update(request(table).tableClass(TableClass.STANDARD_INFREQUENT_ACCESS));
    update(request(table).sseSpecification(encryption -> encryption.enabled(true)));
    update(request(table).warmThroughput(warm -> warm.readUnitsPerSecond(13_000L)));

    var described = describe(table);
    assertThat(described.tableClassSummary().tableClass())
        .isEqualTo(TableClass.STANDARD_INFREQUENT_ACCESS);
    assertThat(described.tableClassSummary().lastUpdateDateTime()).isNotNull();
    assertThat(described.sseDescription().kmsMasterKeyArn())
        .isEqualTo("arn:aws:kms:us-east-1:000000000000:alias/aws/dynamodb");
    assertThat(described.warmThroughput().readUnitsPerSecond()).isEqualTo(13_000);
    assertThat(described.warmThroughput().writeUnitsPerSecond()).isEqualTo(4_000);
    update(request(table).sseSpecification(encryption -> encryption.enabled(false)));
    assertThat(describe(table).sseDescription()).isNull();
  }

  @Test
  void updateTable_deletionProtection_isImmediateAndKeepsTheTable() {
    String table = Conformance.hashTable("update");

    TableDescription updated = update(request(table).deletionProtectionEnabled(true));

    assertThat(updated.tableStatus()).isEqualTo(TableStatus.ACTIVE);
    assertThat(updated.deletionProtectionEnabled()).isTrue();
    assertInvalid(
        () -> DYNAMODB.deleteTable(delete -> delete.tableName(table)),
        "Resource cannot be deleted as it is currently protected against deletion. Disable deletion"
            + " protection first.");
    update(request(table).deletionProtectionEnabled(false));
    DYNAMODB.deleteTable(delete -> delete.tableName(table));
  }

  @Test
  void updateTable_stream_hasWhatIsWrittenWhileItIsOn() {
    String table = Conformance.hashTable("update");
    put(table, "before");

    var enabled =
        update(
            request(table)
                .streamSpecification(stream ->
                    stream.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
    put(table, "first");
    DYNAMODB.deleteItem(item -> item.tableName(table).key(hashKey("before")));
    var disabled =
        update(request(table).streamSpecification(stream -> stream.streamEnabled(false)));
    put(table, "after");

    assertThat(enabled.tableStatus()).isEqualTo(TableStatus.UPDATING);
    assertThat(enabled.streamSpecification().streamViewType())
        .isEqualTo(StreamViewType.NEW_AND_OLD_IMAGES);
    assertThat(disabled.latestStreamArn()).isEqualTo(enabled.latestStreamArn());
    assertThat(disabled.streamSpecification()).isNull();
    var records = records(enabled.latestStreamArn());
    assertThat(records)
        .extracting(record -> record.dynamodb().keys())
        .containsExactlyInAnyOrder(hashKey("first"), hashKey("before"));
    assertThat(records)
        .filteredOn(record -> record.eventNameAsString().equals("REMOVE"))
        .singleElement()
        .satisfies(record -> assertThat(record.dynamodb().oldImage()).containsKey("id"));
    var again =
        update(
            request(table)
                .streamSpecification(
                    stream -> stream.streamEnabled(true).streamViewType(StreamViewType.KEYS_ONLY)));
    assertThat(again.latestStreamArn()).isNotEqualTo(enabled.latestStreamArn());
    assertThat(STREAMS.listStreams(list -> list.tableName(table)).streams()).hasSize(2);
    assertThat(records(enabled.latestStreamArn())).hasSize(2);
  }

  private static void put(String table, String id) {
    DYNAMODB.putItem(item -> item.tableName(table).item(hashKey(id)));
  }

  private static List<Record> records(String streamArn) {
    var records = new ArrayList<Record>();
    var shards =
        STREAMS.describeStream(stream -> stream.streamArn(streamArn)).streamDescription().shards();
    for (var shard : shards) {
      String iterator =
          STREAMS
              .getShardIterator(get ->
                  get.streamArn(streamArn)
                      .shardId(shard.shardId())
                      .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .shardIterator();
      records.addAll(STREAMS.getRecords(get -> get.shardIterator(iterator)).records());
    }
    return records;
  }

  @Test
  void updateTable_streamAsItIs_isRefused() {
    String table = Conformance.hashTable("update");
    var enable =
        request(table)
            .streamSpecification(
                stream -> stream.streamEnabled(true).streamViewType(StreamViewType.KEYS_ONLY));

    assertInvalid(
        () -> update(request(table).streamSpecification(stream -> stream.streamEnabled(false))),
        "Table has no stream to disable: TableName: " + table);
    update(enable);
    assertInvalid(() -> update(enable), "Table already has an enabled stream: TableName: " + table);
  }

  @Test
  void updateTable_createsAndDeletesAnIndex_describesEachState() {
    String table = Conformance.hashTable("update");
    DYNAMODB.putItem(item -> item.tableName(table).item(Map.of("id", s("a"), "city", s("Oslo"))));

    TableDescription creating = update(creating(table, "city"));

    assertThat(creating.tableStatus()).isEqualTo(TableStatus.UPDATING);
    assertThat(creating.attributeDefinitions())
        .extracting(AttributeDefinition::attributeName)
        .containsExactly("city", "id");
    assertThat(creating.globalSecondaryIndexes())
        .singleElement()
        .satisfies(index -> {
          assertThat(index.indexStatus()).isEqualTo(IndexStatus.CREATING);
          assertThat(index.backfilling()).isFalse();
          assertThat(index.indexArn()).isEqualTo(creating.tableArn() + "/index/city");
        });
    awaitIndex(table, "city", true);
    assertThat(describe(table).globalSecondaryIndexes().getFirst().backfilling()).isNull();
    TableDescription deleting = update(request(table).globalSecondaryIndexUpdates(delete("city")));
    assertThat(deleting.globalSecondaryIndexes().getFirst().indexStatus())
        .isEqualTo(IndexStatus.DELETING);
    awaitIndex(table, "city", false);
    assertThat(describe(table).attributeDefinitions()).hasSize(1);
    assertThat(describe(table).tableStatus()).isEqualTo(TableStatus.ACTIVE);
  }

  @Test
  void updateTable_definitionsThatNoNewIndexUses_areIgnored() {
    String table = Conformance.hashTable("update");

    var updated =
        update(
            request(table)
                .attributeDefinitions(
                    definition("id", ScalarAttributeType.N),
                    definition("unused", ScalarAttributeType.N),
                    definition("city", ScalarAttributeType.S))
                .globalSecondaryIndexUpdates(create("by-city", "city")));

    assertThat(updated.attributeDefinitions())
        .containsExactly(
            definition("city", ScalarAttributeType.S), definition("id", ScalarAttributeType.S));
  }

  @Test
  void updateTable_indexThatIsThereOrIsNot_isRefused() {
    String table = Conformance.hashTable("update");
    update(creating(table, "city"));
    awaitIndex(table, "city", true);

    assertInvalid(
        () -> update(creating(table, "city")),
        "Attempting to create an index which already exists");
    assertRefused(
        () -> update(request(table).globalSecondaryIndexUpdates(delete("none"))),
        "ResourceNotFoundException",
        "Requested resource not found: Index none for table " + table);
    assertRefused(
        () ->
            update(
                creating(table, "more")
                    .globalSecondaryIndexUpdates(create("more", "more"), delete("city"))),
        "LimitExceededException",
        "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously"
            + " per table");
    assertRefused(
        () -> update(request(table).globalSecondaryIndexUpdates(throughput("none", units(1, 1)))),
        "ResourceNotFoundException",
        "Requested resource not found: Index none for table " + table);
    assertInvalid(
        () -> update(request(table).globalSecondaryIndexUpdates(throughput("city", units(1, 1)))),
        INVALID
            + "The only Updates for index: city when TableThroughputMode is PAY_PER_REQUEST can be"
            + " to OnDemandThroughput, WarmThroughput");
  }

  @Test
  void updateTable_localIndex_isRefused() {
    String table = SharedServer.newTableName("update");
    var index =
        LocalSecondaryIndex.builder()
            .indexName("local")
            .keySchema(key("id", KeyType.HASH), key("nr", KeyType.RANGE))
            .projection(projection -> projection.projectionType("ALL"))
            .build();
    Conformance.create(Conformance.rangeTableRequest(table).localSecondaryIndexes(index).build());

    assertInvalid(
        () -> update(request(table).globalSecondaryIndexUpdates(throughput("local", units(1, 1)))),
        "Cannot update an index that is not a GlobalSecondaryIndex: local");
    assertInvalid(
        () -> update(request(table).globalSecondaryIndexUpdates(delete("local"))),
        "Cannot delete an index that is not a GlobalSecondaryIndex: local");
  }

  @Test
  void updateTable_indexOfAProvisionedTable_hasItsOwnThroughput() {
    var index =
        GlobalSecondaryIndex.builder()
            .indexName("by-id")
            .keySchema(key("id", KeyType.HASH))
            .projection(projection -> projection.projectionType("KEYS_ONLY"))
            .provisionedThroughput(units(2, 3))
            .build();
    String table = Conformance.create(provisioned().globalSecondaryIndexes(index).build());

    update(request(table).globalSecondaryIndexUpdates(throughput("by-id", units(4, 3))));

    assertThat(describe(table).globalSecondaryIndexes().getFirst().provisionedThroughput())
        .satisfies(throughput -> {
          assertThat(throughput.readCapacityUnits()).isEqualTo(4);
          assertThat(throughput.writeCapacityUnits()).isEqualTo(3);
        });
    assertInvalid(
        () -> update(creating(table, "city")),
        INVALID
            + "Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: city");
  }

  @Test
  void updateTable_byArn_isFound() {
    String table = Conformance.hashTable("update");

    update(request(describe(table).tableArn()).deletionProtectionEnabled(true));

    assertThat(describe(table).deletionProtectionEnabled()).isTrue();
  }
}
