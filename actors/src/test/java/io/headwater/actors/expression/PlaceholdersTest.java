package io.headwater.actors.expression;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.DynamoDbException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {
  private static final String NAMES = "ExpressionAttributeNames ";
  private static final String VALUES = "ExpressionAttributeValues ";

  @Test
  void check_absentMaps_pass() {
    Placeholders none = Placeholders.none();

    assertThatCode(
            () -> {
              none.checkNames();
              none.checkValues();
              none.requireAllUsed();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void check_emptyMaps_areRefused() {
    var empty = new Placeholders(Map.of(), Map.of());

    assertThatThrownBy(empty::checkNames)
        .isInstanceOf(DynamoDbException.class)
        .hasMessage("ExpressionAttributeNames must not be empty");
    assertThatThrownBy(empty::checkValues)
        .hasMessage("ExpressionAttributeValues must not be empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "#", "##a", "#a-b", "#a ", "#é", ":a", " #a"})
  void checkNames_malformedKey_isRefused(String key) {
    assertThatThrownBy(names(key, "a")::checkNames)
        .hasMessage(NAMES + "contains invalid key: Syntax error; key: \"" + key + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", ":", "::a", ":a.b", ":a ", ":é", "#a"})
  void checkValues_malformedKey_isRefused(String key) {
    assertThatThrownBy(values(key)::checkValues)
        .hasMessage(VALUES + "contains invalid key: Syntax error; key: \"" + key + "\"");
  }

  @Test
  void check_emptyKey_isRefused() {
    String reason = "contains invalid key: The expression attribute map contains an empty key;";

    assertThatThrownBy(names("", "a")::checkNames).hasMessage(NAMES + reason);
    assertThatThrownBy(values("")::checkValues).hasMessage(VALUES + reason);
  }

  @Test
  void check_keyOfMoreThan255Bytes_isRefused() {
    String reason =
        "contains invalid key: The expression attribute map contains a key that is too long;";

    assertThatCode(names("#" + "a".repeat(254), "a")::checkNames).doesNotThrowAnyException();
    assertThatCode(values(":" + "a".repeat(254))::checkValues).doesNotThrowAnyException();
    assertThatThrownBy(names("#" + "a".repeat(255), "a")::checkNames)
        .hasMessage(NAMES + reason + " size of key: 256");
    assertThatThrownBy(values(":" + "a".repeat(255))::checkValues).hasMessage(VALUES + reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"#a", "#1", "#_", "#A_b9"})
  void checkNames_wellFormedKey_passes(String key) {
    assertThatCode(names(key, "any name. at[0] all")::checkNames).doesNotThrowAnyException();
  }

  @Test
  void checkNames_attributeNameOfWrongLength_isRefused() {
    assertThatThrownBy(names("#a", "")::checkNames)
        .hasMessage(NAMES + "contains invalid value: Empty attribute name for key #a");
    assertThatCode(names("#a", "x".repeat(65_535))::checkNames).doesNotThrowAnyException();
    assertThatThrownBy(names("#a", "é".repeat(32_768))::checkNames)
        .hasMessage(
            NAMES
                + "contains invalid value: Attribute name is too large, must be less than 65536"
                + " bytes for key #a");
  }

  @Test
  void requireAllUsed_someUnused_namesThemNamesFirst() {
    var names = new LinkedHashMap<String, String>();
    List.of("#c", "#a", "#b").forEach(key -> names.put(key, "x" + key.substring(1)));
    var values = new LinkedHashMap<String, AttributeValue>();
    List.of(":z", ":y", ":x").forEach(key -> values.put(key, new S("v")));
    var placeholders = new Placeholders(names, values);

    ExpressionParser.condition("#a = :y", placeholders);
    assertThatThrownBy(placeholders::requireAllUsed)
        .hasMessage(
            "Value provided in ExpressionAttributeNames unused in expressions: keys: {#c, #b}");

    ExpressionParser.projection("#c.#b", placeholders);
    assertThatThrownBy(placeholders::requireAllUsed)
        .hasMessage(
            "Value provided in ExpressionAttributeValues unused in expressions: keys: {:z, :x}");

    ExpressionParser.update("SET d = if_not_exists(d, :x) ADD e :n2 DELETE f :n2", withSet(values));
    ExpressionParser.filter("a IN (:x, :z)", placeholders);
    assertThatCode(placeholders::requireAllUsed).doesNotThrowAnyException();
  }

  private static Placeholders withSet(Map<String, AttributeValue> values) {
    var more = new LinkedHashMap<>(values);
    more.put(":n2", AttributeValue.SS.of(List.of("a")));
    return new Placeholders(null, more);
  }

  private static Placeholders names(String key, String name) {
    return new Placeholders(Map.of(key, name), null);
  }

  private static Placeholders values(String key) {
    return new Placeholders(null, Map.of(key, new S("a")));
  }
}
