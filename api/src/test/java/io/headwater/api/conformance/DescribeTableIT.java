package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.assertRefused;
import static io.headwater.api.conformance.Conformance.s;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class DescribeTableIT {
  @Test
  void describeTable_withItems_countsThem() {
    String table = Conformance.hashTable("describe");
    DYNAMODB.putItem(put -> put.tableName(table).item(Map.of("id", s("a"), "v", s("12345"))));
    DYNAMODB.putItem(put -> put.tableName(table).item(Map.of("id", s("b"))));
    DYNAMODB.deleteItem(delete -> delete.tableName(table).key(Map.of("id", s("b"))));

    var description = DYNAMODB.describeTable(describe -> describe.tableName(table)).table();

    assertThat(description.itemCount()).isEqualTo(1);
    assertThat(description.tableSizeBytes()).isEqualTo(2 + 1 + 1 + 5 + 100);
  }

  @Test
  void describeTable_byArn_isFound() {
    String table = Conformance.hashTable("describe");

    var description =
        DYNAMODB
            .describeTable(describe ->
                describe.tableName("arn:aws:dynamodb:eu-west-1:999999999999:table/" + table))
            .table();

    assertThat(description.tableName()).isEqualTo(table);
  }

  @Test
  void describeTable_absent_isNotFound() {
    assertRefused(
        () -> DYNAMODB.describeTable(describe -> describe.tableName("no-such-table")),
        "ResourceNotFoundException",
        "Requested resource not found: Table: no-such-table not found");
  }
}
