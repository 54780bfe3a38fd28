package io.headwater.actors.partition;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.ItemSize;
import io.headwater.actors.expression.ExpressionParser;
import io.headwater.actors.expression.Placeholders;
import io.headwater.actors.expression.Update;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.testing.Tables;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Indexes: local {@code m-local} by a; global {@code z-one} by h, r and {@code k-four} by more. */
class IndexKeyRulesTest {
  private static final String INVALID = "One or more parameter values were invalid: ";
  private static final String NOT_VALID = "One or more parameter values are not valid. ";
  private static final String HASH_TOO_LARGE =
      INVALID + "Size of hashkey has exceeded the maximum size limit of2048 bytes";
  private static final String RANGE_TOO_LARGE =
      INVALID + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes";

  private static final KeySchema TABLE =
      new KeySchema(string("pk"), new KeyAttribute("sk", AttributeType.N));

  private static final IndexKeyRules RULES =
      new IndexKeyRules(
          TABLE,
          List.of(
              Tables.localIndex(TABLE, "m-local", "a", AttributeType.S, IndexProjection.KEYS_ONLY)),
          List.of(
              new GlobalSecondaryIndex(
                  "z-one",
                  new IndexKeySchema(
                      List.of(string("h")), List.of(new KeyAttribute("r", AttributeType.B))),
                  IndexProjection.ALL),
              new GlobalSecondaryIndex(
                  "k-four",
                  new IndexKeySchema(
                      List.of(string("h1"), string("h2")),
                      List.of(new KeyAttribute("sk", AttributeType.N), string("r1"), string("r2"))),
                  IndexProjection.KEYS_ONLY)));

  private static KeyAttribute string(String name) {
    return new KeyAttribute(name, AttributeType.S);
  }

  @Test
  void put_itemThatFitsOrLacksKeyAttributes_isTaken() {
    assertThatCode(() -> checkPut(item(Map.of()))).doesNotThrowAnyException();
    assertThatCode(() -> checkPut(item(Map.of("h", new S("x"), "h2", new S("y")))))
        .doesNotThrowAnyException();
    assertThatCode(() ->
            checkPut(
                item(
                    Map.of(
                        "a", new S("a"),
                        "h", new S("x".repeat(2048)),
                        "r", bytes(1024),
                        "h1", new S("x".repeat(1024)),
                        "h2", new S("x".repeat(1024)),
                        "r1", new S("x".repeat(1000))))))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "h, Type mismatch for Index Key h Expected: S Actual: N IndexName: z-one",
    "r, Type mismatch for Index Key r Expected: B Actual: N IndexName: z-one",
    "h1, Type mismatch for Index Key h1 Expected: S Actual: N IndexName: k-four",
    "h2, Type mismatch for Index Key h2 Expected: S Actual: N IndexName: k-four",
    "r2, Type mismatch for Index Key r2 Expected: S Actual: N IndexName: k-four",
    "a, Type mismatch for Index Key a Expected: S Actual: N IndexName: m-local",
  })
  void write_wrongType_isRefused(String attribute, String message) {
    var number = new N(BigDecimal.ONE);

    assertRefused(() -> checkPut(item(Map.of(attribute, number))), INVALID + message);
    assertRefused(
        () -> RULES.checkUpdate(update("SET " + attribute + " = :v", number)), INVALID + message);
    assertRefused(
        () -> RULES.checkUpdate(update("ADD " + attribute + " :v", number)), INVALID + message);
    assertRefused(() -> checkUpdated(Map.of(attribute, number)), INVALID + message);
  }

  @Test
  void put_wrongTypesInSeveralIndexes_namesTheFirstByName() {
    var number = new N(BigDecimal.ONE);

    assertRefused(
        () -> checkPut(item(Map.of("h", number, "a", number))),
        INVALID + "Type mismatch for Index Key a Expected: S Actual: N IndexName: m-local");
    assertRefused(
        () -> checkPut(item(Map.of("h", number, "a", number, "r1", number, "h2", number))),
        INVALID + "Type mismatch for Index Key h2 Expected: S Actual: N IndexName: k-four");
  }

  @Test
  void put_wrongTypeAndEmptyAndTooLarge_namesTheType() {
    var item =
        item(Map.of("a", new S(""), "h", new S("x".repeat(2049)), "r2", new N(BigDecimal.ONE)));

    assertRefused(
        () -> checkPut(item),
        INVALID + "Type mismatch for Index Key r2 Expected: S Actual: N IndexName: k-four");
  }

  @Test
  void put_emptyValue_isRefusedBeforeSizes() {
    assertRefused(
        () -> checkPut(item(Map.of("h", new S("x".repeat(2049)), "h2", new S("")))),
        emptyInPut("string", "k-four", "h2"));
    assertRefused(() -> checkPut(item(Map.of("r", bytes(0)))), emptyInPut("binary", "z-one", "r"));
  }

  private static String emptyInPut(String kind, String index, String attribute) {
    return NOT_VALID
        + "A value specified for a secondary index key is not supported. The AttributeValue for a"
        + " key attribute cannot contain an empty "
        + kind
        + " value. IndexName: "
        + index
        + ", IndexKey: "
        + attribute;
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "h", "h1", "h2", "r1"})
  void update_emptyValue_isRefused(String attribute) {
    String message =
        NOT_VALID
            + "The update expression attempted to update a secondary index key to a value that is"
            + " not supported. The AttributeValue for a key attribute cannot contain an empty"
            + " string value.";

    assertRefused(
        () -> RULES.checkUpdate(update("SET " + attribute + " = :v", new S(""))), message);
    assertRefused(() -> checkUpdated(Map.of(attribute, new S(""))), message);
  }

  @Test
  void write_keyTooLarge_isRefused() {
    assertRefusedWherever(Map.of("h", new S("x".repeat(2049))), HASH_TOO_LARGE);
    assertRefusedWherever(Map.of("r", bytes(1025)), RANGE_TOO_LARGE);
    assertRefusedWherever(Map.of("a", new S("x".repeat(1025))), RANGE_TOO_LARGE);
  }

  @Test
  void write_attributesOfOnePartTooLargeTogether_isRefused() {
    assertRefusedWherever(
        Map.of("h1", new S("x".repeat(1024)), "h2", new S("x".repeat(1025))), HASH_TOO_LARGE);
    assertRefusedWherever(
        Map.of("r1", new S("x".repeat(512)), "r2", new S("x".repeat(512))), RANGE_TOO_LARGE);
  }

  @Test
  void update_attributeOfNoKey_mayHaveAnyValue() {
    assertThatCode(
            () -> {
              RULES.checkUpdate(update("SET b = :v", new S("")));
              RULES.checkUpdate(update("SET h.x = :v", new N(BigDecimal.ONE)));
              checkUpdated(Map.of("b", new N(BigDecimal.ONE)));
            })
        .doesNotThrowAnyException();
  }

  private static void assertRefusedWherever(
      Map<String, AttributeValue> attributes, String message) {
    assertRefused(() -> checkPut(item(attributes)), message);
    assertRefused(() -> checkUpdated(attributes), message);
  }

  private static void checkUpdated(Map<String, AttributeValue> attributes) {
    var item = item(attributes);
    RULES.checkUpdated(EncodedItem.of(item));
  }

  private static void assertRefused(ThrowingCallable check, String message) {
    assertThatThrownBy(check).isInstanceOf(DynamoDbException.class).hasMessage(message);
  }

  private static Item item(Map<String, ? extends AttributeValue> attributes) {
    var item = new LinkedHashMap<String, AttributeValue>();
    item.put("pk", new S("p"));
    item.put("sk", new N(BigDecimal.ONE));
    item.putAll(attributes);
    return new Item(item);
  }

  private static B bytes(int count) {
    return new B(Bytes.copyOf(new byte[count]));
  }

  private static Update update(String expression, AttributeValue value) {
    return ExpressionParser.update(expression, new Placeholders(null, Map.of(":v", value)));
  }

  private static void checkPut(Item item) {
    RULES.checkPut(item, ItemSize.of(item));
  }
}
