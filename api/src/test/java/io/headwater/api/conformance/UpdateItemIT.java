package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.assertInvalid;
import static io.headwater.api.conformance.Conformance.assertNoTable;
import static io.headwater.api.conformance.Conformance.assertRefused;
import static io.headwater.api.conformance.Conformance.hashKey;
import static io.headwater.api.conformance.Conformance.n;
import static io.headwater.api.conformance.Conformance.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

final class UpdateItemIT {
  private static String table = "";

  @BeforeAll
  static void createTable() {
    table = Conformance.hashTable("update");
  }

  private static UpdateItemResponse update(
      String id, String expression, Map<String, AttributeValue> values, ReturnValue returnValues) {
    return DYNAMODB.updateItem(update ->
        update
            .tableName(table)
            .key(hashKey(id))
            .updateExpression(expression)
            .expressionAttributeValues(values.isEmpty() ? null : values)
            .returnValues(returnValues));
  }

  private static Map<String, AttributeValue> read(String id) {
    return DYNAMODB.getItem(get -> get.tableName(table).key(hashKey(id))).item();
  }

  @Test
  void updateItem_absent_createsTheItem() {
    var answer = update("new", "SET a = :a", Map.of(":a", n(1)), ReturnValue.ALL_NEW);

    assertThat(answer.attributes()).isEqualTo(Map.of("id", s("new"), "a", n(1)));
  }

  @Test
  void updateItem_withoutExpression_createsTheBareKey() {
    DYNAMODB.updateItem(update -> update.tableName(table).key(hashKey("bare")));

    assertThat(read("bare")).isEqualTo(hashKey("bare"));
  }

  @Test
  void updateItem_absentAndOnlyRemovals_createsNothing() {
    Map<String, AttributeValue> set = Map.of(":s", AttributeValue.fromSs(List.of("x")));

    var removed = update("nothing", "REMOVE a, b.c, d[0]", Map.of(), ReturnValue.ALL_NEW);
    var deleted = update("nothing", "DELETE a :s REMOVE b", set, ReturnValue.UPDATED_NEW);

    assertThat(removed.hasAttributes()).isFalse();
    assertThat(deleted.hasAttributes()).isFalse();
    assertThat(read("nothing")).isEmpty();
  }

  @Test
  void updateItem_removedListElement_answersItsSuccessor() {
    var list = AttributeValue.fromL(List.of(n(0), n(1), n(2)));
    DYNAMODB.putItem(put -> put.tableName(table).item(Map.of("id", s("cut"), "l", list)));

    var removed = update("cut", "REMOVE l[1]", Map.of(), ReturnValue.UPDATED_NEW);
    var appended = update("cut", "SET l[100] = :v", Map.of(":v", n(9)), ReturnValue.UPDATED_NEW);

    assertThat(removed.attributes()).isEqualTo(Map.of("l", AttributeValue.fromL(List.of(n(2)))));
    assertThat(appended.hasAttributes()).isFalse();
  }

  @Test
  void updateItem_fourClauses_applyToTheItemBefore() {
    DYNAMODB.putItem(put ->
        put.tableName(table)
            .item(
                Map.of(
                    "id", s("four"),
                    "n", n(1),
                    "gone", n(9),
                    "set", AttributeValue.fromSs(List.of("a", "b")),
                    "list", AttributeValue.fromL(List.of(n(1))))));

    DYNAMODB.updateItem(update ->
        update
            .tableName(table)
            .key(hashKey("four"))
            .updateExpression(
                "SET n = n + :one, twin = n, #list = list_append(#list, :list) REMOVE gone"
                    + " ADD tally :one DELETE #set :set")
            .expressionAttributeNames(Map.of("#set", "set", "#list", "list"))
            .expressionAttributeValues(
                Map.of(
                    ":one", n(1),
                    ":list", AttributeValue.fromL(List.of(n(2))),
                    ":set", AttributeValue.fromSs(List.of("b", "c")))));

    assertThat(read("four"))
        .isEqualTo(
            Map.of(
                "id", s("four"),
                "n", n(2),
                "twin", n(1),
                "tally", n(1),
                "set", AttributeValue.fromSs(List.of("a")),
                "list", AttributeValue.fromL(List.of(n(1), n(2)))));
  }

  @Test
  void updateItem_returnValues_answerWhatTheyName() {
    Map<String, AttributeValue> one = Map.of(":v", n(1));
    Map<String, AttributeValue> two = Map.of(":v", n(2));
    DYNAMODB.putItem(put -> put.tableName(table).item(Map.of("id", s("rv"), "b", n(7))));

    assertThat(update("rv", "SET a = :v", one, ReturnValue.NONE).hasAttributes()).isFalse();
    assertThat(update("rv", "SET a = :v", two, ReturnValue.ALL_OLD).attributes())
        .isEqualTo(Map.of("id", s("rv"), "b", n(7), "a", n(1)));
    assertThat(update("rv", "SET a = :v", one, ReturnValue.UPDATED_OLD).attributes())
        .isEqualTo(Map.of("a", n(2)));
    assertThat(update("rv", "SET a = :v", two, ReturnValue.UPDATED_NEW).attributes())
        .isEqualTo(Map.of("a", n(2)));
    assertThat(update("rv", "REMOVE a", Map.of(), ReturnValue.UPDATED_NEW).hasAttributes())
        .isFalse();
  }

  @Test
  void updateItem_conditionFails_changesNothing() {
    DYNAMODB.putItem(put -> put.tableName(table).item(Map.of("id", s("cond"), "a", n(1))));

    assertRefused(
        () ->
            DYNAMODB.updateItem(update ->
                update
                    .tableName(table)
                    .key(hashKey("cond"))
                    .updateExpression("SET a = :two")
                    .conditionExpression("a = :two")
                    .expressionAttributeValues(Map.of(":two", n(2)))),
        "ConditionalCheckFailedException",
        "The conditional request failed");
    assertThat(read("cond")).containsEntry("a", n(1));
  }

  @Test
  void updateItem_badRequests_areRefused() {
    assertInvalid(
        () -> update("bad", "SET id = :v", Map.of(":v", s("x")), ReturnValue.NONE),
        "One or more parameter values were invalid: Cannot update attribute id. This attribute is"
            + " part of the key");
    assertInvalid(
        () ->
            update("bad", "SET a = if_not_exists(id.x, :v)", Map.of(":v", n(1)), ReturnValue.NONE),
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not"
            + " allowed: Key: id");
    assertInvalid(
        () -> update("bad", "SET a = :v", Map.of(":v", n(1), "", n(1)), ReturnValue.NONE),
        "1 validation error detected: ExpressionAttributeValues contains invalid key: The"
            + " expression attribute map contains an empty key;");
    assertInvalid(
        () -> update("bad", "SET a = a + :v", Map.of(":v", n(1)), ReturnValue.NONE),
        "The provided expression refers to an attribute that does not exist in the item");
    assertInvalid(
        () -> update("bad", "SET a.b = :v", Map.of(":v", n(1)), ReturnValue.NONE),
        "The document path provided in the update expression is invalid for update");
    assertInvalid(
        () -> update("bad", "SET a =", Map.of(), ReturnValue.NONE),
        "1 validation error detected: Invalid UpdateExpression: Syntax error; token: \"<EOF>\","
            + " near: \"=\"");
    assertInvalid(
        () ->
            update(
                "bad", "SET a = :v", Map.of(":v", AttributeValue.fromN("abc")), ReturnValue.NONE),
        "1 validation error detected: The parameter cannot be converted to a numeric value: abc");
    assertNoTable(() -> DYNAMODB.updateItem(update -> update.tableName("none").key(hashKey("a"))));
  }

  @Test
  void updateItem_beyondTheSizeLimit_isRefused() {
    assertInvalid(
        () -> update("size", "SET a = :v", Map.of(":v", s("x".repeat(409_600))), ReturnValue.NONE),
        "Item size to update has exceeded the maximum allowed size");
  }

  /** SET counts 22 bytes beside its target, of one byte, and its value; the key is free. */
  @Test
  void updateItem_atTheSizeLimit_isStored() {
    String fits = "x".repeat(409_600 - 22 - 1);

    update("full", "SET a = :v", Map.of(":v", s(fits)), ReturnValue.NONE);

    assertThat(read("full")).containsEntry("a", s(fits));
  }

  @Test
  void updateItem_nestedPaths_answerFragmentsWithTheirStructure() {
    var inner = Map.of("x", n(1), "y", n(2));
    DYNAMODB.putItem(put ->
        put.tableName(table)
            .item(
                Map.of(
                    "id", s("parts"),
                    "m", AttributeValue.fromM(Map.of("a", AttributeValue.fromM(inner))),
                    "l",
                        AttributeValue.fromL(
                            List.of(n(0), n(1), AttributeValue.fromM(inner), n(3))))));
    String expression = "SET m.a.x = :v, l[3] = :v, l[2].y = :v REMOVE l[0]";

    var old = update("parts", expression, Map.of(":v", n(9)), ReturnValue.UPDATED_OLD).attributes();

    assertThat(old)
        .isEqualTo(
            Map.of(
                "m", map("a", map("x", n(1))),
                "l", AttributeValue.fromL(List.of(n(0), map("y", n(2)), n(3)))));
  }

  @Test
  void updateItem_updatedNew_answersTheFragmentsAfterwards() {
    DYNAMODB.putItem(put ->
        put.tableName(table)
            .item(
                Map.of(
                    "id", s("new parts"),
                    "m", AttributeValue.fromM(Map.of("x", n(1), "y", n(2))),
                    "l", AttributeValue.fromL(List.of(n(0), n(1), n(2))))));

    var after =
        update(
                "new parts",
                "SET l[2] = :v, l[0] = :v, m.x = :v REMOVE m.y",
                Map.of(":v", n(9)),
                ReturnValue.UPDATED_NEW)
            .attributes();

    assertThat(after)
        .isEqualTo(Map.of("m", map("x", n(9)), "l", AttributeValue.fromL(List.of(n(9), n(9)))));
  }

  private static AttributeValue map(String name, AttributeValue value) {
    return AttributeValue.fromM(Map.of(name, value));
  }

  @Test
  void updateItem_conditionFails_returnsTheItemOnlyIfThereIsOne() {
    DYNAMODB.putItem(put -> put.tableName(table).item(Map.of("id", s("shown"), "a", n(1))));

    assertThat(refusedItem("shown")).isEqualTo(Map.of("id", s("shown"), "a", n(1)));
    assertThat(refusedItem("not there")).isEmpty();
  }

  private static Map<String, AttributeValue> refusedItem(String id) {
    return catchThrowableOfType(
            ConditionalCheckFailedException.class,
            () ->
                DYNAMODB.updateItem(update ->
                    update
                        .tableName(table)
                        .key(hashKey(id))
                        .conditionExpression("attribute_exists(nowhere)")
                        .returnValuesOnConditionCheckFailure(
                            ReturnValuesOnConditionCheckFailure.ALL_OLD)))
        .item();
  }
}
