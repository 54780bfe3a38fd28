package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.assertInvalid;
import static io.headwater.api.conformance.Conformance.assertRefused;
import static io.headwater.api.conformance.Conformance.definition;
import static io.headwater.api.conformance.Conformance.hashTableRequest;
import static io.headwater.api.conformance.Conformance.key;
import static io.headwater.api.conformance.Conformance.rangeTableRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.api.testing.SharedServer;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.Tag;

final class CreateTableIT {
  private static final String INVALID = "One or more parameter values were invalid: ";

  private static TableDescription create(CreateTableRequest.Builder request) {
    return DYNAMODB.createTable(request.build()).tableDescription();
  }

  private static CreateTableRequest.Builder hashTable() {
    return hashTableRequest(SharedServer.newTableName("create"));
  }

  private static CreateTableRequest.Builder rangeTable() {
    return rangeTableRequest(SharedServer.newTableName("create"));
  }

  @Test
  void createTable_onDemand_isDescribedAsCreatingAndActiveAtOnce() {
    String name = SharedServer.newTableName("create");

    TableDescription table = create(rangeTableRequest(name));

    assertThat(table.tableStatus()).isEqualTo(TableStatus.CREATING);
    assertThat(table.tableArn()).isEqualTo("arn:aws:dynamodb:us-east-1:000000000000:table/" + name);
    assertThat(UUID.fromString(table.tableId()).version()).isEqualTo(4);
    assertThat(table.keySchema())
        .containsExactly(key("id", KeyType.HASH), key("nr", KeyType.RANGE));
    assertThat(table.attributeDefinitions())
        .containsExactlyInAnyOrder(
            definition("id", ScalarAttributeType.S), definition("nr", ScalarAttributeType.N));
    assertThat(table.billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
    assertThat(table.provisionedThroughput().readCapacityUnits()).isZero();
    assertThat(table.itemCount()).isZero();
    assertThat(table.creationDateTime()).isNotNull();
    assertThat(table.streamSpecification()).isNull();
    assertThat(DYNAMODB.describeTable(describe -> describe.tableName(name)).table().tableStatus())
        .isEqualTo(TableStatus.ACTIVE);
  }

  @Test
  void createTable_provisioned_keepsItsThroughput() {
    TableDescription table =
        create(
            hashTable()
                .billingMode((BillingMode) null)
                .provisionedThroughput(
                    units -> units.readCapacityUnits(3L).writeCapacityUnits(4L)));

    assertThat(table.provisionedThroughput().readCapacityUnits()).isEqualTo(3);
    assertThat(table.provisionedThroughput().writeCapacityUnits()).isEqualTo(4);
    assertThat(table.billingModeSummary()).isNull();
  }

  @Test
  void createTable_withStream_namesIt() {
    TableDescription table =
        create(
            hashTable()
                .streamSpecification(
                    stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_IMAGE)));

    assertThat(table.streamSpecification().streamViewType()).isEqualTo(StreamViewType.NEW_IMAGE);
    assertThat(table.latestStreamArn())
        .isEqualTo(table.tableArn() + "/stream/" + table.latestStreamLabel());
  }

  @Test
  void createTable_nameTaken_isInUse() {
    String name = SharedServer.newTableName("create");
    create(hashTableRequest(name));

    assertRefused(
        () -> create(hashTableRequest(name)),
        "ResourceInUseException",
        "Table already exists: " + name);
  }

  @Test
  void createTable_harmlessDefaults_areAccepted() {
    TableDescription table =
        create(
            hashTable()
                .tableClass("STANDARD")
                .deletionProtectionEnabled(false)
                .sseSpecification(encryption -> encryption.enabled(false)));

    assertThat(table.deletionProtectionEnabled()).isFalse();
  }

  @Test
  void createTable_withAllMembers_describesThem() {
    TableDescription table =
        create(
            hashTable()
                .attributeDefinitions(
                    definition("id", ScalarAttributeType.S),
                    definition("city", ScalarAttributeType.S),
                    definition("street", ScalarAttributeType.S),
                    definition("at", ScalarAttributeType.N))
                .globalSecondaryIndexes(
                    GlobalSecondaryIndex.builder()
                        .indexName("by-address")
                        .keySchema(
                            key("city", KeyType.HASH),
                            key("street", KeyType.HASH),
                            key("at", KeyType.RANGE))
                        .projection(projection ->
                            projection.projectionType("INCLUDE").nonKeyAttributes("name"))
                        .onDemandThroughput(most -> most.maxReadRequestUnits(7L))
                        .warmThroughput(warm -> warm.readUnitsPerSecond(14_000L))
                        .build())
                .tags(Tag.builder().key("k").value("v").build())
                .tableClass("STANDARD_INFREQUENT_ACCESS")
                .deletionProtectionEnabled(true)
                .onDemandThroughput(most -> most.maxWriteRequestUnits(9L))
                .warmThroughput(warm -> warm.writeUnitsPerSecond(5_000L))
                .sseSpecification(
                    encryption -> encryption.enabled(true).sseType("KMS").kmsMasterKeyId("abc")));

    assertThat(table.attributeDefinitions()).hasSize(4);
    assertThat(table.deletionProtectionEnabled()).isTrue();
    assertThat(table.tableClassSummary().tableClassAsString())
        .isEqualTo("STANDARD_INFREQUENT_ACCESS");
    assertThat(table.onDemandThroughput().maxWriteRequestUnits()).isEqualTo(9);
    assertThat(table.warmThroughput().readUnitsPerSecond()).isEqualTo(12_000);
    assertThat(table.warmThroughput().writeUnitsPerSecond()).isEqualTo(5_000);
    assertThat(table.sseDescription().kmsMasterKeyArn())
        .isEqualTo("arn:aws:kms:us-east-1:000000000000:key/abc");
    assertThat(table.globalSecondaryIndexes())
        .singleElement()
        .satisfies(index -> {
          assertThat(index.indexStatusAsString()).isEqualTo("CREATING");
          assertThat(index.backfilling()).isNull();
          assertThat(index.keySchema())
              .containsExactly(
                  key("city", KeyType.HASH), key("street", KeyType.HASH), key("at", KeyType.RANGE));
          assertThat(index.projection().nonKeyAttributes()).containsExactly("name");
          assertThat(index.onDemandThroughput().maxReadRequestUnits()).isEqualTo(7);
          assertThat(index.warmThroughput().readUnitsPerSecond()).isEqualTo(14_000);
          assertThat(index.itemCount()).isZero();
        });
  }

  @Test
  void createTable_descriptionsAndProjections_areSortedByName() {
    String name = SharedServer.newTableName("create");
    TableDescription created =
        create(
            hashTableRequest(name)
                .attributeDefinitions(
                    definition("zone", ScalarAttributeType.S),
                    definition("id", ScalarAttributeType.S),
                    definition("area", ScalarAttributeType.N))
                .globalSecondaryIndexes(
                    GlobalSecondaryIndex.builder()
                        .indexName("by-zone")
                        .keySchema(key("zone", KeyType.HASH), key("area", KeyType.RANGE))
                        .projection(projection ->
                            projection.projectionType("INCLUDE").nonKeyAttributes("y", "zone", "b"))
                        .build()));

    var described = DYNAMODB.describeTable(describe -> describe.tableName(name)).table();
    for (var table : List.of(created, described)) {
      assertThat(table.attributeDefinitions())
          .extracting(AttributeDefinition::attributeName)
          .containsExactly("area", "id", "zone");
      assertThat(table.globalSecondaryIndexes().getFirst().projection().nonKeyAttributes())
          .containsExactly("b", "y", "zone");
    }
  }

  @Test
  void createTable_emptyTagsAndThroughputsOfAnIndex_areAccepted() {
    TableDescription table =
        create(
            hashTable()
                .globalSecondaryIndexes(
                    GlobalSecondaryIndex.builder()
                        .indexName("by-id")
                        .keySchema(key("id", KeyType.HASH))
                        .projection(projection -> projection.projectionType("ALL"))
                        .onDemandThroughput(most -> {})
                        .warmThroughput(warm -> {})
                        .build())
                .tags(List.of()));

    assertThat(table.globalSecondaryIndexes().getFirst().onDemandThroughput()).isNull();
  }

  @Test
  void createTable_badTagOrTooMany_createsNothing() {
    String name = SharedServer.newTableName("create");
    var tags =
        IntStream.range(0, 51)
            .mapToObj(i -> Tag.builder().key("k" + i).value("v").build())
            .toList();
    var reserved = Tag.builder().key("aws:k").value("v").build();

    for (var refused : List.of(tags, List.of(tags.getFirst(), reserved))) {
      assertThatThrownBy(() -> create(hashTableRequest(name).tags(refused)))
          .isInstanceOf(DynamoDbException.class);
      assertThatThrownBy(() -> DYNAMODB.describeTable(describe -> describe.tableName(name)))
          .isInstanceOf(ResourceNotFoundException.class);
    }
  }

  @Test
  void createTable_typeOfEncryptionAlone_encrypts() {
    TableDescription table =
        create(hashTable().sseSpecification(encryption -> encryption.sseType("KMS")));

    assertThat(table.sseDescription().sseTypeAsString()).isEqualTo("KMS");
  }

  @Test
  void createTable_tooManyGlobalIndexesOrProjectedAttributes_isRefused() {
    var index =
        GlobalSecondaryIndex.builder()
            .keySchema(key("id", KeyType.HASH))
            .projection(projection -> projection.projectionType("ALL"));
    var many = IntStream.range(0, 21).mapToObj(i -> index.indexName("index-" + i).build()).toList();
    assertInvalid(
        () -> create(hashTable().globalSecondaryIndexes(many)),
        INVALID + "GlobalSecondaryIndex count exceeds the per-table limit of 20");
    var attributes = IntStream.range(0, 20).mapToObj(i -> "attribute-" + i).toList();
    index.projection(
        projection -> projection.projectionType("INCLUDE").nonKeyAttributes(attributes));
    var six = IntStream.range(0, 6).mapToObj(i -> index.indexName("index-" + i).build()).toList();
    assertInvalid(
        () -> create(hashTable().globalSecondaryIndexes(six)),
        INVALID
            + "The number of NonKeyAttributes of all indexes exceeds the per-table limit of 100");
  }

  @Test
  void createTable_throughputAgainstBillingMode_isRefused() {
    assertInvalid(
        () ->
            create(
                hashTable()
                    .provisionedThroughput(
                        units -> units.readCapacityUnits(1L).writeCapacityUnits(1L))),
        INVALID
            + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode"
            + " is PAY_PER_REQUEST");
    assertInvalid(
        () -> create(hashTable().billingMode(BillingMode.PROVISIONED)),
        INVALID
            + "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is"
            + " PROVISIONED");
    assertInvalid(
        () ->
            create(
                hashTable()
                    .billingMode(BillingMode.PROVISIONED)
                    .provisionedThroughput(units ->
                        units.readCapacityUnits(1_000_000_000_001L).writeCapacityUnits(1L))),
        "Given value 1000000000001 for ReadCapacityUnits is out of bounds");
  }

  @Test
  void createTable_keySchemaAgainstDefinitions_isRefused() {
    assertInvalid(
        () -> create(rangeTable().attributeDefinitions(definition("id", ScalarAttributeType.S))),
        "Invalid KeySchema: Some index key attribute have no definition");
    assertInvalid(
        () -> create(hashTable().attributeDefinitions(definition("x", ScalarAttributeType.S))),
        INVALID
            + "Some index key attributes are not defined in AttributeDefinitions. Keys: [id],"
            + " AttributeDefinitions: [x]");
    assertInvalid(
        () -> create(rangeTable().keySchema(key("id", KeyType.HASH), key("id", KeyType.RANGE))),
        "Both the Hash Key and the Range Key element in the KeySchema have the same name");
    assertInvalid(
        () -> create(hashTable().keySchema(key("id", KeyType.RANGE))),
        "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
    assertInvalid(
        () -> create(rangeTable().keySchema(key("id", KeyType.HASH), key("nr", KeyType.HASH))),
        "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
    assertInvalid(
        () -> create(rangeTable().keySchema(key("id", KeyType.HASH))),
        INVALID
            + "Number of attributes in KeySchema does not exactly match number of attributes"
            + " defined in AttributeDefinitions");
  }

  @Test
  void createTable_badStream_isRefused() {
    assertInvalid(
        () ->
            create(
                hashTable()
                    .streamSpecification(stream ->
                        stream.streamEnabled(false).streamViewType(StreamViewType.NEW_IMAGE))),
        INVALID
            + "Table is being created with a stream disabled, UpdateViewType should not be"
            + " specified");
    assertInvalid(
        () -> create(hashTable().streamSpecification(stream -> stream.streamEnabled(true))),
        INVALID + "Table is being created with a stream enabled, UpdateViewType is required");
  }
}
