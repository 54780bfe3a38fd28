package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.assertInvalid;
import static io.headwater.api.conformance.Conformance.definition;
import static io.headwater.api.conformance.Conformance.hashTableRequest;
import static io.headwater.api.conformance.Conformance.key;
import static io.headwater.api.conformance.Conformance.rangeTableRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.SharedServer;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** CreateTable with local secondary indexes. */
final class CreateTableLocalIndexIT {
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
  void createTable_withLocalIndexes_describesThem() {
    TableDescription created =
        create(indexedTable().localSecondaryIndexes(index("by-date", "id", "date")));

    assertThat(created.localSecondaryIndexes())
        .singleElement()
        .satisfies(index -> {
          assertThat(index.indexName()).isEqualTo("by-date");
          assertThat(index.keySchema())
              .containsExactly(key("id", KeyType.HASH), key("date", KeyType.RANGE));
          assertThat(index.projection().projectionType()).isEqualTo(ProjectionType.ALL);
          assertThat(index.itemCount()).isZero();
        });
    assertThat(created.attributeDefinitions()).hasSize(3);
  }

  @Test
  void createTable_badLocalIndexes_areRefusedInOrder() {
    var index = index("by-date", "id", "date");
    assertInvalid(
        () -> create(rangeTable().localSecondaryIndexes(List.of())),
        INVALID + "List of LocalSecondaryIndexes is empty");
    assertInvalid(
        () ->
            create(
                hashTable()
                    .attributeDefinitions(
                        definition("id", ScalarAttributeType.S),
                        definition("date", ScalarAttributeType.S))
                    .localSecondaryIndexes(index)),
        INVALID
            + "Table KeySchema does not have a range key, which is required when specifying a"
            + " LocalSecondaryIndex");
    assertInvalid(
        () -> create(rangeTable().localSecondaryIndexes(index)),
        INVALID
            + "Some index key attributes are not defined in AttributeDefinitions. Keys: [id, date],"
            + " AttributeDefinitions: [id, nr]");
    assertInvalid(
        () ->
            create(
                rangeTable()
                    .localSecondaryIndexes(
                        index.toBuilder().keySchema(key("id", KeyType.HASH)).build())),
        INVALID + "Index KeySchema does not have a range key for index: by-date");
    assertInvalid(
        () -> create(indexedTable().localSecondaryIndexes(index("by-date", "nr", "date"))),
        INVALID
            + "Index KeySchema does not have the same leading hash key as table KeySchema for"
            + " index: by-date. index hash key: nr, table hash key: id");
    assertInvalid(
        () -> create(indexedTable().localSecondaryIndexes(index, index)),
        INVALID + "Duplicate index name: by-date");
    assertInvalid(
        () -> create(indexedTable().localSecondaryIndexes(index("by-nr", "id", "nr"))),
        INVALID
            + "Some AttributeDefinitions are not used. AttributeDefinitions: [id, nr, date], keys"
            + " used: [id, nr]");
    var six = IntStream.range(0, 6).mapToObj(i -> index("by-date" + i, "id", "date")).toList();
    assertInvalid(
        () -> create(indexedTable().localSecondaryIndexes(six)),
        INVALID + "Number of LocalSecondaryIndexes exceeds per-table limit of 5");
  }

  @Test
  void createTable_badProjections_areRefused() {
    assertInvalid(
        () -> create(indexedTable().localSecondaryIndexes(projecting(null, null))),
        INVALID + "Unknown ProjectionType: null");
    assertInvalid(
        () -> create(indexedTable().localSecondaryIndexes(projecting("ALL", List.of("x")))),
        INVALID + "ProjectionType is ALL, but NonKeyAttributes is specified");
    assertInvalid(
        () -> create(indexedTable().localSecondaryIndexes(projecting("KEYS_ONLY", List.of("x")))),
        INVALID + "ProjectionType is KEYS_ONLY, but NonKeyAttributes is specified");
    assertInvalid(
        () -> create(indexedTable().localSecondaryIndexes(projecting("INCLUDE", null))),
        INVALID + "ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
  }

  private static CreateTableRequest.Builder indexedTable() {
    return rangeTable()
        .attributeDefinitions(
            definition("id", ScalarAttributeType.S),
            definition("nr", ScalarAttributeType.N),
            definition("date", ScalarAttributeType.S));
  }

  private static LocalSecondaryIndex index(String name, String hashKey, String sortKey) {
    return LocalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(key(hashKey, KeyType.HASH), key(sortKey, KeyType.RANGE))
        .projection(projection -> projection.projectionType("ALL"))
        .build();
  }

  private static LocalSecondaryIndex projecting(
      @Nullable String type, @Nullable List<String> nonKeyAttributes) {
    var projection = Projection.builder();
    if (type != null) {
      projection.projectionType(type);
    }
    if (nonKeyAttributes != null) {
      projection.nonKeyAttributes(nonKeyAttributes);
    }
    return index("by-date", "id", "date").toBuilder().projection(projection.build()).build();
  }
}
