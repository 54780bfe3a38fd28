package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.assertInvalid;
import static io.headwater.api.conformance.Conformance.assertNoTable;
import static io.headwater.api.conformance.Conformance.hashKey;
import static io.headwater.api.conformance.Conformance.n;
import static io.headwater.api.conformance.Conformance.rangeKey;
import static io.headwater.api.conformance.Conformance.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

final class PutItemIT {
  private static String table = "";
  private static String rangeTable = "";

  @BeforeAll
  static void createTables() {
    table = Conformance.hashTable("put");
    rangeTable = Conformance.rangeTable("put");
  }

  private static Map<String, AttributeValue> read(String id) {
    return DYNAMODB.getItem(get -> get.tableName(table).key(hashKey(id))).item();
  }

  @Test
  void putItem_everyType_isStoredAsGiven() {
    var item =
        Map.of(
            "id", s("types"),
            "s", s("Grüße 🚀"),
            "n", AttributeValue.fromN("-12.5"),
            "b", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1})),
            "bool", AttributeValue.fromBool(true),
            "null", AttributeValue.fromNul(true),
            "ss", AttributeValue.fromSs(List.of("a", "b")),
            "ns", AttributeValue.fromNs(List.of("1", "2")),
            "l", AttributeValue.fromL(List.of(s(""), n(1))),
            "m", AttributeValue.fromM(Map.of("x", AttributeValue.fromM(Map.of()))));

    DYNAMODB.putItem(put -> put.tableName(table).item(item));

    assertThat(read("types")).isEqualTo(item);
  }

  @Test
  void putItem_again_replacesTheWholeItem() {
    DYNAMODB.putItem(put -> put.tableName(table).item(Map.of("id", s("twice"), "a", n(1))));

    var answer =
        DYNAMODB.putItem(put ->
            put.tableName(table)
                .item(Map.of("id", s("twice"), "b", n(2)))
                .returnValues(ReturnValue.ALL_OLD));

    assertThat(answer.attributes()).containsEntry("a", n(1));
    assertThat(read("twice")).isEqualTo(Map.of("id", s("twice"), "b", n(2)));
  }

  @Test
  void putItem_noOldItem_answersNoAttributes() {
    var answer =
        DYNAMODB.putItem(
            put -> put.tableName(table).item(hashKey("fresh")).returnValues(ReturnValue.ALL_OLD));

    assertThat(answer.hasAttributes()).isFalse();
  }

  @Test
  void putItem_conditionFails_storesNothingAndReturnsTheItemIfAsked() {
    DYNAMODB.putItem(put -> put.tableName(table).item(Map.of("id", s("kept"), "a", n(1))));

    var refusal =
        catchThrowableOfType(
            ConditionalCheckFailedException.class,
            () ->
                DYNAMODB.putItem(put ->
                    put.tableName(table)
                        .item(Map.of("id", s("kept"), "a", n(2)))
                        .conditionExpression("attribute_not_exists(id)")
                        .returnValuesOnConditionCheckFailure(
                            ReturnValuesOnConditionCheckFailure.ALL_OLD)));

    assertThat(refusal.awsErrorDetails().errorMessage())
        .isEqualTo("The conditional request failed");
    assertThat(refusal.item()).containsEntry("a", n(1));
    assertThat(read("kept")).containsEntry("a", n(1));
  }

  @Test
  void putItem_tableNamedByArn_isFoundByItsName() {
    String arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/" + table;

    var answer =
        DYNAMODB.putItem(put ->
            put.tableName(arn)
                .item(hashKey("arn"))
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));

    assertThat(answer.consumedCapacity().tableName()).isEqualTo(arn);
    assertThat(read("arn")).isEqualTo(hashKey("arn"));
  }

  @Test
  void putItem_largerThanOneUnit_consumesByTheLargerImage() {
    DYNAMODB.putItem(
        put -> put.tableName(table).item(Map.of("id", s("units"), "a", s("x".repeat(3_000)))));

    var answer =
        DYNAMODB.putItem(put ->
            put.tableName(table)
                .item(hashKey("units"))
                .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES));

    assertThat(answer.consumedCapacity().capacityUnits()).isEqualTo(3);
    assertThat(answer.consumedCapacity().table().capacityUnits()).isEqualTo(3);
  }

  @Test
  void putItem_badKeys_areRefused() {
    assertInvalid(
        () -> DYNAMODB.putItem(put -> put.tableName(rangeTable).item(hashKey("a"))),
        "One or more parameter values were invalid: Missing the key nr in the item");
    assertInvalid(
        () ->
            DYNAMODB.putItem(
                put -> put.tableName(rangeTable).item(Map.of("id", s("a"), "nr", s("1")))),
        "One or more parameter values were invalid: Type mismatch for key nr expected: N actual:"
            + " S");
    assertInvalid(
        () -> DYNAMODB.putItem(put -> put.tableName(rangeTable).item(rangeKey("", 1))),
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot"
            + " contain an empty string value. Key: id");
    assertInvalid(
        () ->
            DYNAMODB.putItem(put -> put.tableName(rangeTable).item(rangeKey("x".repeat(2_049), 1))),
        "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size"
            + " limit of2048 bytes");
  }

  @Test
  void putItem_atTheSizeLimit_isStored_andBeyondItRefused() {
    String fits = "x".repeat(409_600 - 2 - 4 - 1);

    DYNAMODB.putItem(put -> put.tableName(table).item(Map.of("id", s("size"), "a", s(fits))));

    assertInvalid(
        () ->
            DYNAMODB.putItem(
                put -> put.tableName(table).item(Map.of("id", s("size"), "a", s(fits + "x")))),
        "Item size has exceeded the maximum allowed size");
  }

  @Test
  void putItem_checksBeforeTheTable_comeFirst() {
    assertInvalid(
        () ->
            DYNAMODB.putItem(put ->
                put.tableName("no-such-table")
                    .item(hashKey("a"))
                    .returnValues(ReturnValue.ALL_NEW)),
        "1 validation error detected: ReturnValues can only be ALL_OLD or NONE");
    assertInvalid(
        () ->
            DYNAMODB.putItem(put ->
                put.tableName("no-such-table")
                    .item(hashKey("a"))
                    .conditionExpression("a = :x")
                    .expressionAttributeValues(Map.of(":x", n(1), ":y", n(2)))),
        "1 validation error detected: Value provided in ExpressionAttributeValues unused in"
            + " expressions: keys: {:y}");
    assertInvalid(
        () ->
            DYNAMODB.putItem(put ->
                put.tableName("no-such-table")
                    .item(hashKey("a"))
                    .expressionAttributeValues(Map.of(":x", n(1)))),
        "1 validation error detected: ExpressionAttributeValues can only be specified when using"
            + " expressions");
    assertNoTable(() -> DYNAMODB.putItem(put -> put.tableName("no-such-table").item(hashKey("a"))));
  }

  @Test
  void putItem_badValues_areRefusedInTheServicesWords() {
    assertInvalid(
        () ->
            DYNAMODB.putItem(put ->
                put.tableName(table).item(Map.of("id", s("a"), "n", AttributeValue.fromN("1x")))),
        "1 validation error detected: The parameter cannot be converted to a numeric value: 1x");
    assertInvalid(
        () ->
            DYNAMODB.putItem(put ->
                put.tableName(table)
                    .item(Map.of("id", s("a"), "s", AttributeValue.fromSs(List.of("a", "a"))))),
        "1 validation error detected: One or more parameter values were invalid: Input collection"
            + " [\"a\", \"a\"] contains duplicates.");
  }
}
