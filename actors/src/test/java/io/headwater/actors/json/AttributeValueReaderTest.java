package io.headwater.actors.json;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.headwater.actors.codec.ItemLimits;
import io.headwater.actors.json.ValueFault.Kind;
import io.headwater.actors.model.AttributeValue.Bool;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.M;
import io.headwater.actors.model.AttributeValue.Null;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.testing.SampleItems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributeValueReaderTest {
  private static final int DEEPEST = 100_000;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(4 * DEEPEST)
                  .maxNameLength(DEEPEST)
                  .build())
          .build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'S':true}        | TRUE_VALUE cannot be converted to String",
        "{'S':false}       | FALSE_VALUE cannot be converted to String",
        "{'N':1}           | NUMBER_VALUE cannot be converted to String",
        "{'N':1.5}         | DECIMAL_VALUE cannot be converted to String",
        "{'S':[]}          | Unrecognized collection type class java.lang.String",
        "{'S':{}}          | Start of structure or map found where not expected",
        "{'BOOL':'maybe'}  | Unexpected token received from parser",
        "{'BOOL':1}        | NUMBER_VALUE cannot be converted to Boolean",
        "{'NULL':1.5}      | DECIMAL_VALUE cannot be converted to Boolean",
        "{'NULL':[]}       | Unrecognized collection type class java.lang.Boolean",
        "{'BOOL':{}}       | Start of structure or map found where not expected",
        "{'B':true}        | only base-64-encoded strings are convertible to bytes",
        "{'B':1}           | only base-64-encoded strings are convertible to bytes",
        "{'B':[]}          | Unrecognized collection type class java.nio.ByteBuffer",
        "{'B':{}}          | Start of structure or map found where not expected",
        "{'B':'abcde'}     | Base64 encoded length is expected a multiple of 4 bytes but found: 5",
        "{'B':'YR=='}      | Invalid last non-pad Base64 character dectected",
        "{'B':'YWJ='}      | Invalid last non-pad Base64 character dectected",
        "{'B':'a$aa'}      | Invalid Base64 character: '$'",
        "{'B':'===='}      | Invalid last non-pad Base64 character dectected",
        "{'B':'=+/='}      | Invalid last non-pad Base64 character dectected",
        "{'SS':'a'}        | Unexpected field type",
        "{'SS':{}}         | Start of structure or map found where not expected",
        "{'SS':[1]}        | NUMBER_VALUE cannot be converted to String",
        "{'NS':[1]}        | NUMBER_VALUE cannot be converted to String",
        "{'BS':[1]}        | only base-64-encoded strings are convertible to bytes",
        "{'L':1}           | Unexpected field type",
        "{'L':{}}          | Start of structure or map found where not expected",
        "{'L':['a']}       | Unexpected value type in payload",
        "{'L':[[]]}        | Unrecognized collection type class {value}",
        "{'M':true}        | Unexpected field type",
        "{'M':[]}          | Unrecognized collection type java.util.Map<java.lang.String, {value}>",
        "{'M':{'a':'b'}}   | Unexpected value type in payload",
        "{'M':{'a':[]}}    | Unrecognized collection type class {value}",
      })
  void readValue_wrongJsonType_isThrown(String json, String template) {
    String message = template.replace("{value}", "com.amazonaws.dynamodb.v20120810.AttributeValue");

    assertThatThrownBy(() -> readValue(json))
        .isInstanceOfSatisfying(
            DynamoDbException.class,
            e -> {
              assertThat(e.error().code()).isEqualTo(ErrorCode.SERIALIZATION);
              assertThat(e.error().message()).isEqualTo(message);
            });
  }

  /** The current texts list the elements up to the first repeat in the set's order. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'SS':['b','a','b']} | {invalid}Input collection [#a#, #b#, #b#] contains duplicates."
            + " | {invalid}Input collection [b, a, b] contains duplicates.",
        "{'SS':['c','b','b','a','c']} | {invalid}Input collection [#b#, #c#, #b#, #a#, #c#]"
            + " contains duplicates. | {invalid}Input collection [c, b, b, a, c] contains"
            + " duplicates.",
        "{'BS':['/w==','AA==','AA==']} | {invalid}Input collection [#AA==#,#/w==#,#AA==#]of type BS"
            + " contains duplicates. | {invalid}Input collection [/w==, AA==, AA==]of type BS"
            + " contains duplicates.",
        "{'NS':['1','1.0']} | {invalid}Input collection contains duplicates."
            + " | Input collection contains duplicates",
        "{'NS':['1','']} | {number}:_ | {number}",
        "{'N':'1e2147483648'} | Number overflow. Attempting to store a number with magnitude larger"
            + " than supported range | {number}: 1e2147483648",
      })
  void readValue_brokenRule_hasTheTextsOfBothChecks(String json, String message, String older)
      throws IOException {
    ValueFault fault = requireNonNull(readValue(json).fault());

    assertThat(fault.message()).isEqualTo(spelledOut(message));
    assertThat(fault.olderMessage()).isEqualTo(spelledOut(older));
  }

  private static String spelledOut(String template) {
    return template
        .replace("{invalid}", "One or more parameter values were invalid: ")
        .replace("{number}", "The parameter cannot be converted to a numeric value")
        .replace('#', '"')
        .replace('_', ' ');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                     | NO_TYPE       | {supplied} is empty, {one}",
        "{'X':1}                | NO_TYPE       | {supplied} is empty, {one}",
        "{'S':null}             | NO_TYPE       | {supplied} is empty, {one}",
        "{'S':'a','N':'1'}      | SEVERAL_TYPES | {supplied} has more than one datatypes set,"
            + " {one}",
        "{'S':'a','N':'x'}      | NUMBER        | {number}: x",
        "{'NULL':false}         | NULL_NOT_TRUE | {invalid}Null attribute value types must have the"
            + " value of true",
        "{'SS':[]}              | EMPTY_SET     | {invalid}An string set  may not be empty",
        "{'NS':[]}              | EMPTY_SET     | {invalid}An number set  may not be empty",
        "{'BS':[]}              | EMPTY_SET     | {invalid}Binary sets should not be empty",
        "{'NS':['1','']}        | NUMBER        | {number}: ",
        "{'N':''}               | NUMBER        | {number}: ",
        "{'N':'1E126'}          | NUMBER        | Number overflow. Attempting to store a number"
            + " with magnitude larger than supported range",
        "{'L':[{'S':'a'},{}]}   | NO_TYPE       | {supplied} is empty, {one}",
        "{'M':{'a':{'N':'x'},'b':{}}} | NUMBER  | {number}: x",
        "{'M':{'':{'S':'a'}}}   | ATTRIBUTE_NAME | {invalid}Attribute name must not be empty",
      })
  void readValue_brokenRule_isReturned(String json, Kind kind, String template) throws IOException {
    String message =
        (template.endsWith(":") ? template + " " : template)
            .replace("{supplied}", "Supplied AttributeValue")
            .replace("{one}", "must contain exactly one of the supported datatypes")
            .replace("{number}", "The parameter cannot be converted to a numeric value")
            .replace("{invalid}", "One or more parameter values were invalid: ");

    ReadValue read = readValue(json);

    assertThat(read.fault())
        .isNotNull()
        .extracting(ValueFault::kind, ValueFault::message)
        .containsExactly(kind, message);
    assertThatThrownBy(read::checked)
        .isInstanceOfSatisfying(
            DynamoDbException.class,
            e -> assertThat(e.error().code()).isEqualTo(ErrorCode.VALIDATION))
        .hasMessage(message);
  }

  /** The fault comes first in the text, and yet the later wrong type is what is reported. */
  @Test
  void readItem_faultBeforeWrongType_isTheWrongType() {
    assertThatThrownBy(() -> readItem("{'a':{'N':'x'},'b':{'N':1}}"))
        .hasMessage("NUMBER_VALUE cannot be converted to String");
  }

  @Test
  void readItem_severalFaults_namesTheFirst() throws IOException {
    ReadItem read = readItem("{'a':{'S':'ok'},'b':{'M':{'c':{'NULL':false}}},'d':{}}");

    assertThat(read.fault())
        .satisfies(fault -> assertThat(fault.attributeName()).isEqualTo("b"))
        .satisfies(fault -> assertThat(fault.fault().kind()).isEqualTo(Kind.NULL_NOT_TRUE));
  }

  @Test
  void readItem_namesTwice_lastCounts() throws IOException {
    ReadItem read = readItem("{'a':{'N':'x'},'b':{'S':'1','S':'2'},'a':{'BOOL':'YES'},'c':null}");

    assertThat(read.checked().attributes())
        .containsExactly(Map.entry("b", new S("2")), Map.entry("a", new Bool(true)));
  }

  @Test
  void readItem_lastOfANameIsFaulty_isFaulty() throws IOException {
    assertThat(readItem("{'a':{'S':'x'},'a':{}}").fault()).isNotNull();
  }

  @Test
  void readItem_givenOrder_isKept() throws IOException {
    Map<String, ?> attributes =
        readItem("{'z':{'S':''},'a':{'S':''},'m':{'S':''}}").checked().attributes();

    assertThat(attributes.keySet()).containsExactly("z", "a", "m");
  }

  @Test
  void readValue_documents_areRead() throws IOException {
    assertThat(readValue("{'L':[{'S':'a'},null,{'NULL':true,'X':[{}]},{'L':[]}]}").checked())
        .isEqualTo(new L(List.of(new S("a"), Null.INSTANCE, new L(List.of()))));
    assertThat(readValue("{'M':{'a':{'N':'+1.50e1'},'b':{'B':'AAH/'}}}").checked())
        .isEqualTo(
            new M(Map.of("a", SampleItems.number("15"), "b", SampleItems.binary(0, 1, 0xFF))));
  }

  @Test
  void readValue_read_standsAtItsEnd() throws IOException {
    try (JsonParser parser = parser("{'S':'a'}")) {
      AttributeValueReader.readValue(parser);

      assertThat(parser.currentToken()).isEqualTo(JsonToken.END_OBJECT);
      assertThat(parser.nextToken()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'S':'\\ud800'}", "{'SS':['\\udc00']}"})
  void readValue_halfASurrogatePair_isNoText(String json) {
    assertThatThrownBy(() -> readValue(json))
        .isInstanceOfSatisfying(
            DynamoDbException.class,
            e -> assertThat(e.error().code()).isEqualTo(ErrorCode.SERIALIZATION));
  }

  /** These the parser refuses by itself: in names, and as bytes that are no UTF-8. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'M':{'\\ud800x':{'S':''}}}",
        "{'M':{'\\udc00':{'S':''}}}",
        "{'S':'\u00ed\u00a0\u0080'}",
        "{'M':{'\u00ed\u00a0\u0080':{'S':''}}}"
      })
  void readValue_halfASurrogatePairToTheParser_isNoJson(String json) throws IOException {
    byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.ISO_8859_1);
    try (JsonParser parser = FACTORY.createParser(body)) {
      parser.nextToken();

      assertThatThrownBy(() -> AttributeValueReader.readValue(parser))
          .isInstanceOf(JsonParseException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"L", "M"})
  void readValue_deepestLevel_isRead(String type) throws IOException {
    assertThat(readValue(nested(type, ItemLimits.MAX_NESTING_LEVELS)).fault()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"L, 33", "M, 33", "L, 100000", "M, 100000"})
  void readValue_tooDeep_isAFaultAndNoOverflow(String type, int levels) throws IOException {
    assertThat(readValue(nested(type, levels)).fault())
        .isEqualTo(new ValueFault(Kind.NESTING, ItemLimits.NESTING_MESSAGE));
  }

  @ParameterizedTest
  @CsvSource({"65535, true", "65536, false"})
  void readItem_longName_isRefusedAboveTheLimit(int length, boolean isFine) throws IOException {
    ReadItem read = readItem("{'" + "n".repeat(length) + "':{'S':''}}");

    assertThat(read.fault() == null).isEqualTo(isFine);
  }

  @Test
  void readValue_notAtAnObject_isABug() throws IOException {
    try (JsonParser parser = parser("[]")) {
      assertThatThrownBy(() -> AttributeValueReader.readValue(parser))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  /** A value that has a string at a level, by lists or maps all the way. */
  private static String nested(String type, int levels) {
    String open = type.equals("L") ? "{'L':[" : "{'M':{'m':";
    String close = type.equals("L") ? "]}" : "}}";
    return open.repeat(levels - 1) + "{'S':''}" + close.repeat(levels - 1);
  }

  private static ReadValue readValue(String json) throws IOException {
    try (JsonParser parser = parser(json)) {
      return AttributeValueReader.readValue(parser);
    }
  }

  private static ReadItem readItem(String json) throws IOException {
    try (JsonParser parser = parser(json)) {
      return AttributeValueReader.readItem(parser);
    }
  }

  private static JsonParser parser(String json) throws IOException {
    byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    JsonParser parser = FACTORY.createParser(body);
    parser.nextToken();
    return parser;
  }
}
