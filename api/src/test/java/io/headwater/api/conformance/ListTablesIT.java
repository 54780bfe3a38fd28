package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ListTablesIT {
  @Test
  void listTables_fromAName_pagesInOrder() {
    String first = Conformance.hashTable("list-a");
    String second = Conformance.hashTable("list-b");
    String third = Conformance.hashTable("list-c");

    var page = DYNAMODB.listTables(list -> list.exclusiveStartTableName("list-9").limit(2));
    var rest =
        DYNAMODB.listTables(list -> list.exclusiveStartTableName(page.lastEvaluatedTableName()));

    assertThat(page.tableNames()).isEqualTo(List.of(first, second));
    assertThat(page.lastEvaluatedTableName()).isEqualTo(second);
    assertThat(rest.tableNames()).startsWith(third);
    assertThat(rest.lastEvaluatedTableName()).isNull();
  }

  @Test
  void listTables_badLimit_isRefused() {
    assertInvalid(
        () -> DYNAMODB.listTables(list -> list.limit(101)),
        "1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: Member"
            + " must have value less than or equal to 100");
  }
}
