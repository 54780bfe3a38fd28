package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.assertNoTable;
import static io.headwater.api.conformance.Conformance.assertRefused;
import static io.headwater.api.conformance.Conformance.hashKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.SharedServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

final class DeleteTableIT {
  @Test
  void deleteTable_present_isGoneAtOnceWithItsItems() {
    String table = Conformance.hashTable("delete-table");
    DYNAMODB.putItem(put -> put.tableName(table).item(hashKey("a")));

    var description = DYNAMODB.deleteTable(delete -> delete.tableName(table)).tableDescription();

    assertThat(description.tableStatus()).isEqualTo(TableStatus.DELETING);
    assertNoTable(() -> DYNAMODB.getItem(get -> get.tableName(table).key(hashKey("a"))));
    assertThat(
            DYNAMODB.listTables(list -> list.exclusiveStartTableName("delete-tabld")).tableNames())
        .doesNotContain(table);
  }

  @Test
  void deleteTable_answer_leavesKeysAndCreationTimeOut() {
    String table = GlobalIndexedTables.create("delete-table");
    var before = DYNAMODB.describeTable(describe -> describe.tableName(table)).table();

    var description = DYNAMODB.deleteTable(delete -> delete.tableName(table)).tableDescription();

    var warm = description.warmThroughput();
    assertThat(description)
        .isEqualTo(
            before.toBuilder()
                .warmThroughput(warm)
                .tableStatus(TableStatus.DELETING)
                .creationDateTime(null)
                .keySchema((List<KeySchemaElement>) null)
                .attributeDefinitions((List<AttributeDefinition>) null)
                .localSecondaryIndexes((List<LocalSecondaryIndexDescription>) null)
                .globalSecondaryIndexes((List<GlobalSecondaryIndexDescription>) null)
                .build());
  }

  @Test
  void deleteTable_createdAgain_isEmpty() {
    String name = SharedServer.newTableName("delete-table");
    Conformance.create(Conformance.hashTableRequest(name).build());
    DYNAMODB.putItem(put -> put.tableName(name).item(hashKey("a")));
    DYNAMODB.deleteTable(delete -> delete.tableName(name));

    Conformance.create(Conformance.hashTableRequest(name).build());

    assertThat(DYNAMODB.scan(scan -> scan.tableName(name)).items()).isEmpty();
  }

  @Test
  void deleteTable_absent_isNotFound() {
    assertRefused(
        () -> DYNAMODB.deleteTable(delete -> delete.tableName("no-such-table")),
        "ResourceNotFoundException",
        "Requested resource not found: Table: no-such-table not found");
  }
}
