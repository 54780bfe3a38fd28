package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.assertInvalid;
import static io.headwater.api.conformance.Conformance.assertNoTable;
import static io.headwater.api.conformance.Conformance.hashKey;
import static io.headwater.api.conformance.Conformance.n;
import static io.headwater.api.conformance.Conformance.s;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

final class GetItemIT {
  private static String table = "";

  @BeforeAll
  static void createTable() {
    table = Conformance.hashTable("get");
    DYNAMODB.putItem(put ->
        put.tableName(table)
            .item(
                Map.of(
                    "id", s("a"),
                    "m", AttributeValue.fromM(Map.of("x", n(1), "y", n(2))),
                    "l", AttributeValue.fromL(List.of(n(0), n(1), n(2))),
                    "text", s("t".repeat(5_000)))));
  }

  @Test
  void getItem_absent_answersNoItem() {
    var answer = DYNAMODB.getItem(get -> get.tableName(table).key(hashKey("nobody")));

    assertThat(answer.hasItem()).isFalse();
  }

  @Test
  void getItem_projection_answersTheNamedParts() {
    var answer =
        DYNAMODB.getItem(get ->
            get.tableName(table)
                .key(hashKey("a"))
                .projectionExpression("m.y, #l[2], #l[0], nothing")
                .expressionAttributeNames(Map.of("#l", "l")));

    assertThat(answer.item())
        .isEqualTo(
            Map.of(
                "m", AttributeValue.fromM(Map.of("y", n(2))),
                "l", AttributeValue.fromL(List.of(n(0), n(2)))));
  }

  @Test
  void getItem_projectionOfNothing_answersAnEmptyItem() {
    var answer =
        DYNAMODB.getItem(
            get -> get.tableName(table).key(hashKey("a")).projectionExpression("nothing"));

    assertThat(answer.hasItem()).isTrue();
    assertThat(answer.item()).isEmpty();
  }

  @Test
  void getItem_consistency_changesWhatIsCharged() {
    assertThat(units("a", false)).isEqualTo(1);
    assertThat(units("a", true)).isEqualTo(2);
    assertThat(units("nobody", false)).isEqualTo(0.5);
    assertThat(units("nobody", true)).isEqualTo(1);
  }

  private static double units(String id, boolean consistent) {
    return DYNAMODB
        .getItem(get ->
            get.tableName(table)
                .key(hashKey(id))
                .consistentRead(consistent)
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
        .consumedCapacity()
        .capacityUnits();
  }

  @Test
  void getItem_badRequests_areRefused() {
    assertInvalid(
        () ->
            DYNAMODB.getItem(get -> get.tableName(table).key(Map.of("id", s("a"), "more", s("b")))),
        "The provided key element does not match the schema");
    assertInvalid(
        () -> DYNAMODB.getItem(get -> get.tableName(table).key(Map.of("id", n(1)))),
        "The provided key element does not match the schema");
    assertInvalid(
        () ->
            DYNAMODB.getItem(
                get -> get.tableName(table).key(hashKey("a")).projectionExpression("id.x")),
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not"
            + " allowed: Key: id");
    assertInvalid(
        () ->
            DYNAMODB.getItem(get ->
                get.tableName(table).key(hashKey("a")).expressionAttributeNames(Map.of("#a", "b"))),
        "ExpressionAttributeNames can only be specified when using expressions");
    assertInvalid(
        () ->
            DYNAMODB.getItem(get ->
                get.tableName(table)
                    .key(hashKey("a"))
                    .attributesToGet("a")
                    .projectionExpression("a")),
        "Can not use both expression and non-expression parameters in the same request:"
            + " Non-expression parameters: {AttributesToGet} Expression parameters:"
            + " {ProjectionExpression}");
    assertInvalid(
        () ->
            DYNAMODB.getItem(
                get -> get.tableName(table).key(hashKey("a")).attributesToGet("a", "b", "b", "a")),
        "One or more parameter values were invalid: Duplicate value in attribute name: b");
    assertNoTable(() -> DYNAMODB.getItem(get -> get.tableName("no-such-table").key(hashKey("a"))));
  }
}
