package io.headwater.api.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.api.testing.TestMemory;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestReaderTest {
  private static final String GENERIC_CAST =
      "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class"
          + " java.lang.Class (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and"
          + " java.lang.Class are in module java.base of loader 'bootstrap')";

  private static final ServiceModel MODEL =
      ServiceModel.parse(
          """
          structure Part
            Name string
          list Names string
          list Parts Part
          list NamesLists Names
          map ByName string string java.lang.String
          map PartsByName string Parts java.util.List<com.amazonaws.dynamodb.v20120810.Part>
          list Items attributes
          operation Test.Op
            Text string
            Flag boolean
            Int integer
            Long long
            Names Names
            Parts Parts
            Part Part
            ByName ByName
            PartsByName PartsByName
            Item attributes
            Items Items
            Value value
          """);

  private static Structure read(String json) {
    return RequestReader.read(
        MODEL.operation("Test.Op").input(), ByteString.fromString(json), TestMemory.unlimited());
  }

  private static DynamoDbException refusal(String json) {
    return catchThrowableOfType(DynamoDbException.class, () -> read(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'Text':true}           | TRUE_VALUE cannot be converted to String",
        "{'Text':false}          | FALSE_VALUE cannot be converted to String",
        "{'Text':1}              | NUMBER_VALUE cannot be converted to String",
        "{'Text':1.5}            | DECIMAL_VALUE cannot be converted to String",
        "{'Text':[]}             | Unrecognized collection type class java.lang.String",
        "{'Text':{}}             | Start of structure or map found where not expected",
        "{'Flag':'maybe'}        | Unexpected token received from parser",
        "{'Flag':1}              | NUMBER_VALUE cannot be converted to Boolean",
        "{'Flag':1.5}            | DECIMAL_VALUE cannot be converted to Boolean",
        "{'Flag':[]}             | Unrecognized collection type class java.lang.Boolean",
        "{'Flag':{}}             | Start of structure or map found where not expected",
        "{'Int':'1'}             | STRING_VALUE cannot be converted to Integer",
        "{'Long':'1'}            | STRING_VALUE cannot be converted to Long",
        "{'Int':true}            | TRUE_VALUE cannot be converted to Integer",
        "{'Int':[]}              | Unrecognized collection type class java.lang.Integer",
        "{'Int':{}}              | Start of structure or map found where not expected",
        "{'Int':3000000000}      | NUMBER_VALUE cannot be converted to Integer",
        "{'Names':'a'}           | Unexpected field type",
        "{'Names':1}             | Unexpected field type",
        "{'Names':{}}            | Start of structure or map found where not expected",
        "{'Names':[1]}           | NUMBER_VALUE cannot be converted to String",
        "{'ByName':'a'}          | Unexpected field type",
        "{'ByName':[]}           | Unrecognized collection type java.util.Map<java.lang.String,"
            + " java.lang.String>",
        "{'Item':[]}             | Unrecognized collection type java.util.Map<java.lang.String,"
            + " com.amazonaws.dynamodb.v20120810.AttributeValue>",
        "{'Item':1}              | Unexpected field type",
        "{'Item':{'a':1}}        | Unexpected value type in payload",
        "{'Item':{'a':{'N':1}}}  | NUMBER_VALUE cannot be converted to String",
        "{'Part':'a'}            | Unexpected field type",
        "{'Part':[]}             | Unrecognized collection type class"
            + " com.amazonaws.dynamodb.v20120810.Part",
        "{'Parts':['a']}         | Unexpected value type in payload",
        "{'Parts':[[]]}          | Unrecognized collection type class"
            + " com.amazonaws.dynamodb.v20120810.Part",
        "{'Parts':[{'Name':1}]}  | NUMBER_VALUE cannot be converted to String",
        "{'PartsByName':[]}      | Unrecognized collection type java.util.Map<java.lang.String,"
            + " java.util.List<com.amazonaws.dynamodb.v20120810.Part>>",
        "{'PartsByName':{'a':{}}}| Start of structure or map found where not expected",
        "{'Items':[[]]}          | Unrecognized collection type java.util.Map<java.lang.String,"
            + " com.amazonaws.dynamodb.v20120810.AttributeValue>",
        "{'Value':true}          | Unexpected field type",
        "{'Value':[]}            | Unrecognized collection type class"
            + " com.amazonaws.dynamodb.v20120810.AttributeValue",
      },
      quoteCharacter = '"')
  void read_wrongType_isToldInTheServicesWords(String json, String message) {
    var refusal = refusal(json.replace('\'', '"'));

    assertThat(refusal.error().code()).isEqualTo(ErrorCode.SERIALIZATION);
    assertThat(refusal.error().message()).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"PartsByName\":{\"a\":\"b\"}}", "{\"Items\":[\"a\"]}"})
  void read_scalarWhereNestedCollection_isTheServicesOwnCastError(String json) {
    assertThat(refusal(json).error().message()).isEqualTo(GENERIC_CAST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "1",
        "\"a\"",
        "null",
        "{",
        "{\"Text\":\"a\"",
        "{\"Text\":1",
        "{\"Text\":1}}",
        "{\"Text\":1} x",
        "{\"Text\":1,}",
        "{'Text':'a'}",
        "{\"Text\":\"\\ud800\"}",
        "{\"ByName\":{\"\\udc00\":\"a\"}}",
      })
  void read_noJsonObject_isRefusedWithoutMessage(String json) {
    var refusal = refusal(json);

    assertThat(refusal.error()).isEqualTo(RequestReader.NOT_JSON);
  }

  @Test
  void read_deeplyNested_isRefusedWithoutMessage() {
    String json = "{\"Unknown\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    assertThat(refusal(json).error()).isEqualTo(RequestReader.NOT_JSON);
  }

  @Test
  void read_brokenUtf8_isRefusedWithoutMessage() {
    byte[] body = "{\"Text\":\"a?\"}".getBytes(StandardCharsets.US_ASCII);
    body[10] = (byte) 0xFF;

    var refusal =
        catchThrowableOfType(
            DynamoDbException.class,
            () ->
                RequestReader.read(
                    MODEL.operation("Test.Op").input(),
                    ByteString.fromArrayUnsafe(body),
                    TestMemory.unlimited()));

    assertThat(refusal.error()).isEqualTo(RequestReader.NOT_JSON);
  }

  @Test
  void read_allTypes_areGivenBack() {
    Structure request =
        read(
            """
            {"Unknown":{"a":[1,{}]}, "Text":"é", "Flag":"YES", "Int":-1.9, "Long":9000000000,
             "Names":["a",null,"b"], "Part":{"Name":"n","More":1}, "Parts":[{}],
             "ByName":{"b":"1","a":"2","n":null}, "Item":{"k":{"S":"v"}}, "Items":[{}]}
            """);

    assertThat(request.text("Text")).isEqualTo("é");
    assertThat(request.flag("Flag")).isTrue();
    assertThat(request.number("Int")).isEqualTo(-1);
    assertThat(request.number("Long")).isEqualTo(9_000_000_000L);
    assertThat(request.texts("Names")).containsExactly("a", "b");
    assertThat(request.structure("Part")).extracting(part -> part.text("Name")).isEqualTo("n");
    assertThat(request.structures("Parts")).hasSize(1);
    assertThat(request.textMap("ByName")).containsOnlyKeys("b", "a");
    assertThat(request.requiredItem("Item").checked().attributes()).containsOnlyKeys("k");
    assertThat(request.items("Items")).hasSize(1);
    assertThat(request.has("Value")).isFalse();
  }

  @Test
  void read_nullMember_isAbsent() {
    assertThat(read("{\"Text\":null}").has("Text")).isFalse();
  }
}
