package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.assertInvalid;
import static io.headwater.api.conformance.Conformance.assertNoTable;
import static io.headwater.api.conformance.Conformance.assertRefused;
import static io.headwater.api.conformance.Conformance.hashKey;
import static io.headwater.api.conformance.Conformance.n;
import static io.headwater.api.conformance.Conformance.s;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

final class DeleteItemIT {
  private static String table = "";

  @BeforeAll
  static void createTable() {
    table = Conformance.hashTable("delete");
  }

  private static void put(String id) {
    DYNAMODB.putItem(put -> put.tableName(table).item(Map.of("id", s(id), "a", n(1))));
  }

  private static boolean exists(String id) {
    return DYNAMODB.getItem(get -> get.tableName(table).key(hashKey(id))).hasItem();
  }

  @Test
  void deleteItem_present_removesAndReturnsIt() {
    put("gone");

    var answer =
        DYNAMODB.deleteItem(delete ->
            delete.tableName(table).key(hashKey("gone")).returnValues(ReturnValue.ALL_OLD));

    assertThat(answer.attributes()).containsEntry("a", n(1));
    assertThat(exists("gone")).isFalse();
  }

  @Test
  void deleteItem_absent_succeedsWithNothing() {
    var answer =
        DYNAMODB.deleteItem(delete ->
            delete.tableName(table).key(hashKey("nobody")).returnValues(ReturnValue.ALL_OLD));

    assertThat(answer.hasAttributes()).isFalse();
  }

  @Test
  void deleteItem_conditionFails_removesNothing() {
    put("kept");

    assertRefused(
        () ->
            DYNAMODB.deleteItem(delete ->
                delete
                    .tableName(table)
                    .key(hashKey("kept"))
                    .conditionExpression("a > :one")
                    .expressionAttributeValues(Map.of(":one", n(1)))),
        "ConditionalCheckFailedException",
        "The conditional request failed");
    assertThat(exists("kept")).isTrue();
  }

  @Test
  void deleteItem_badRequests_areRefused() {
    assertInvalid(
        () -> DYNAMODB.deleteItem(delete -> delete.tableName(table).key(Map.of("other", s("a")))),
        "The provided key element does not match the schema");
    assertInvalid(
        () ->
            DYNAMODB.deleteItem(delete ->
                delete.tableName(table).key(hashKey("a")).returnValues(ReturnValue.UPDATED_NEW)),
        "1 validation error detected: ReturnValues can only be ALL_OLD or NONE");
    assertNoTable(() -> DYNAMODB.deleteItem(delete -> delete.tableName("none").key(hashKey("a"))));
  }
}
