package io.headwater.api.operation.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.expression.DocumentPath;
import io.headwater.actors.expression.ExpressionParser;
import io.headwater.actors.expression.KeyCondition;
import io.headwater.actors.expression.KeyCondition.AttributeCondition;
import io.headwater.actors.expression.Placeholders;
import io.headwater.actors.expression.SortKeyCondition;
import io.headwater.actors.expression.Update;
import io.headwater.actors.expression.Update.AddAction;
import io.headwater.actors.expression.Update.DeleteAction;
import io.headwater.actors.expression.Update.SetAction;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.AttributeValue.SS;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.api.protocol.RequestReader;
import io.headwater.api.protocol.ServiceModel;
import io.headwater.api.protocol.Structure;
import io.headwater.api.protocol.Wording;
import io.headwater.api.testing.TestMemory;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pekko.util.ByteString;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LegacyParametersTest {
  private static final String INVALID = "One or more parameter values were invalid: ";
  private static final ServiceModel MODEL = ServiceModel.load();

  /** Single quotes stand for double ones. */
  private static Structure request(String operation, String json) {
    return RequestReader.read(
        MODEL.operation("DynamoDB_20120810." + operation).input(),
        ByteString.fromString(json.replace('\'', '"')),
        TestMemory.unlimited());
  }

  private static AttributeValue n(long value) {
    return new N(BigDecimal.valueOf(value));
  }

  private static void assertInvalid(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(DynamoDbException.class).hasMessage(INVALID + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'ComparisonOperator':'EQ','AttributeValueList':[{'S':'v'}]            | #a = :v
          'ComparisonOperator':'NE','AttributeValueList':[{'S':'v'}]            | #a <> :v
          'ComparisonOperator':'LE','AttributeValueList':[{'S':'v'}]            | #a <= :v
          'ComparisonOperator':'LT','AttributeValueList':[{'S':'v'}]            | #a < :v
          'ComparisonOperator':'GE','AttributeValueList':[{'S':'v'}]            | #a >= :v
          'ComparisonOperator':'GT','AttributeValueList':[{'S':'v'}]            | #a > :v
          'ComparisonOperator':'NULL'                                           | attribute_not_exists(#a)
          'ComparisonOperator':'NOT_NULL','AttributeValueList':[]               | attribute_exists(#a)
          'ComparisonOperator':'CONTAINS','AttributeValueList':[{'S':'v'}]      | contains(#a, :v)
          'ComparisonOperator':'NOT_CONTAINS','AttributeValueList':[{'S':'v'}]  | attribute_exists(#a) AND NOT contains(#a, :v)
          'ComparisonOperator':'BEGINS_WITH','AttributeValueList':[{'S':'v'}]   | begins_with(#a, :v)
          'ComparisonOperator':'IN','AttributeValueList':[{'S':'v'},{'S':'w'}]  | #a IN (:v, :w)
          'ComparisonOperator':'BETWEEN','AttributeValueList':[{'S':'v'},{'S':'w'}] | #a BETWEEN :v AND :w
          'ComparisonOperator':'EQ','Value':{'S':'v'}                           | #a = :v
          'Value':{'S':'v'}                                                     | #a = :v
          'Exists':true,'Value':{'S':'v'}                                       | #a = :v
          'Exists':false                                                        | attribute_not_exists(#a)
          """,
      quoteCharacter = '"')
  void condition_oneAttribute_isTheExpressions(String expected, String expression) {
    var placeholders =
        new Placeholders(Map.of("#a", "size.x y"), Map.of(":v", new S("v"), ":w", new S("w")));

    var condition =
        LegacyParameters.condition(
            request("DeleteItem", "{'Expected':{'size.x y':{" + expected + "}}}"));

    assertThat(condition).isEqualTo(ExpressionParser.condition(expression, placeholders));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ,'ConditionalOperator':'AND' | a = :n AND b = :n AND c = :n
          ,'ConditionalOperator':'OR'  | a = :n OR b = :n OR c = :n
                                       | a = :n AND b = :n AND c = :n
          """,
      quoteCharacter = '"')
  void filter_severalAttributes_areJoined(String operator, String expression) {
    var placeholders = new Placeholders(null, Map.of(":n", n(1)));
    String equal = "{'ComparisonOperator':'EQ','AttributeValueList':[{'N':'1.0'}]}";
    String json = "{'ScanFilter':{'a':" + equal + ",'b':" + equal + ",'c':" + equal + "}";

    var filter =
        LegacyParameters.filter(
            request("Scan", json + (operator == null ? "" : operator) + "}"),
            "ScanFilter",
            Wording.OLDER);

    assertThat(filter).isEqualTo(ExpressionParser.filter(expression, placeholders));
  }

  @Test
  void parameters_absentOrEmpty_areNothing() {
    assertThat(LegacyParameters.condition(request("PutItem", "{}"))).isNull();
    assertThat(LegacyParameters.condition(request("PutItem", "{'Expected':{}}"))).isNull();
    assertThat(
            LegacyParameters.filter(
                request("Query", "{'QueryFilter':{}}"), "QueryFilter", Wording.BARE))
        .isNull();
    assertThat(LegacyParameters.update(request("UpdateItem", "{}"))).isNull();
    assertThat(LegacyParameters.keyCondition(request("Query", "{}"))).isNull();
    assertThat(LegacyParameters.projection(request("GetItem", "{}"))).isNull();
  }

  /** Of two faults the first one is told. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                                                                                    | Value must be provided when Exists is null for Attribute: a
          'Exists':true                                                             | Value must be provided when Exists is true for Attribute: a
          'Exists':false,'Value':{'N':'x'}                                          | Value cannot be used when Exists is false for Attribute: a
          'AttributeValueList':[]                                                   | AttributeValueList can only be used with a ComparisonOperator for Attribute: a
          'AttributeValueList':[],'Value':{'S':'v'}                                 | Value and AttributeValueList cannot be used together for Attribute: a
          'ComparisonOperator':'EQ','AttributeValueList':[],'Value':{'S':'v'}       | Value and AttributeValueList cannot be used together for Attribute: a
          'ComparisonOperator':'EQ','Exists':true,'AttributeValueList':[],'Value':{'S':'v'} | Exists and ComparisonOperator cannot be used together for Attribute: a
          'ComparisonOperator':'NULL','Exists':false                                | Exists and ComparisonOperator cannot be used together for Attribute: a
          'ComparisonOperator':'EQ'                                                 | Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: a
          'ComparisonOperator':'BETWEEN'                                            | Value or AttributeValueList must be used with ComparisonOperator: BETWEEN for Attribute: a
          'ComparisonOperator':'NULL','Value':{'S':'v'}                             | Invalid number of argument(s) for the NULL ComparisonOperator
          'ComparisonOperator':'NULL','AttributeValueList':[{'SS':[]}]              | An string set  may not be empty
          'ComparisonOperator':'BETWEEN','Value':{'S':'v'}                          | Invalid number of argument(s) for the BETWEEN ComparisonOperator
          'ComparisonOperator':'IN','AttributeValueList':[]                         | Invalid number of argument(s) for the IN ComparisonOperator
          'ComparisonOperator':'LT','Value':{'L':[]}                                | ComparisonOperator LT is not valid for L AttributeValue type
          'Value':{'NULL':false}                                                    | Null attribute value types must have the value of true
          """,
      quoteCharacter = '"')
  void condition_faultyExpected_isRefused(String expected, String message) {
    String json = "{'Expected':{'a':{" + (expected == null ? "" : expected) + "},'b':{}}}";

    assertInvalid(() -> LegacyParameters.condition(request("PutItem", json)), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          EQ           |                                       | Invalid number of argument(s) for the EQ ComparisonOperator
          NE           | {'S':'v'},{'S':'v'}                   | Invalid number of argument(s) for the NE ComparisonOperator
          LE           | {'BOOL':true},{'S':'v'}               | Invalid number of argument(s) for the LE ComparisonOperator
          NOT_NULL     | {'S':'v'}                             | Invalid number of argument(s) for the NOT_NULL ComparisonOperator
          BETWEEN      | {'S':'v'},{'S':'v'},{'S':'v'}         | Invalid number of argument(s) for the BETWEEN ComparisonOperator
          CONTAINS     | {'SS':['v']}                          | ComparisonOperator CONTAINS is not valid for SS AttributeValue type
          NOT_CONTAINS | {'M':{}}                              | ComparisonOperator NOT_CONTAINS is not valid for M AttributeValue type
          BEGINS_WITH  | {'N':'1'}                             | ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type
          GT           | {'NULL':true}                         | ComparisonOperator GT is not valid for NULL AttributeValue type
          GE           | {'BS':['AQ==']}                       | ComparisonOperator GE is not valid for BS AttributeValue type
          IN           | {'S':'v'},{'NS':['1']}                | ComparisonOperator IN is not valid for NS AttributeValue type
          IN           | {'S':'v'},{'N':'1'},{'BOOL':true}     | AttributeValues inside AttributeValueList must be of same type
          BETWEEN      | {'N':'2'},{'S':'1'}                   | AttributeValues inside AttributeValueList must be of same type
          IN           | {'S':'v'},{'NS':[]}                   | An number set  may not be empty
          """,
      quoteCharacter = '"')
  void filter_faultyCondition_isRefused(String operator, String values, String message) {
    String json =
        "{'QueryFilter':{'a':{'ComparisonOperator':'"
            + operator
            + "','AttributeValueList':["
            + (values == null ? "" : values)
            + "]}}}";

    assertInvalid(
        () -> LegacyParameters.filter(request("Query", json), "QueryFilter", Wording.BARE),
        message);
  }

  @Test
  void filter_rangeUpsideDown_isRefused() {
    var request =
        request(
            "Query",
            """
            {'QueryFilter':{'a':{'ComparisonOperator':'BETWEEN','AttributeValueList':[{'N':'10'},{'N':'9'}]}}}
            """);

    assertThatThrownBy(() -> LegacyParameters.filter(request, "QueryFilter", Wording.BARE))
        .hasMessage(
            "The BETWEEN condition was provided a range where the lower bound is greater than the"
                + " upper bound");
  }

  @Test
  void conditionalOperator_withoutTwoConditions_isRefused() {
    var none = request("PutItem", "{'ConditionalOperator':'OR','Expected':{}}");
    var one = request("PutItem", "{'ConditionalOperator':'OR','Expected':{'a':{'Exists':false}}}");

    assertThatThrownBy(() -> LegacyParameters.condition(none))
        .hasMessage("ConditionalOperator cannot be used without Filter or Expected");
    assertThatThrownBy(() -> LegacyParameters.condition(one))
        .hasMessage(
            "ConditionalOperator can only be used when Filter or Expected has two or more"
                + " elements");
  }

  @Test
  void update_everyAction_isTranslated() {
    var request =
        request(
            "UpdateItem",
            """
            {'AttributeUpdates':{
              'a.b':{'Value':{'S':''}}, 'put':{'Action':'PUT','Value':{'M':{}}},
              'n':{'Action':'ADD','Value':{'N':'1'}}, 'l':{'Action':'ADD','Value':{'L':[{'N':'2'}]}},
              'gone':{'Action':'DELETE'}, 'set':{'Action':'DELETE','Value':{'SS':['x']}}}}
            """);

    assertThat(LegacyParameters.update(request))
        .isEqualTo(
            new Update(
                List.of(
                    new SetAction(DocumentPath.of("a.b"), new Update.Value.Literal(new S(""))),
                    new SetAction(
                        DocumentPath.of("put"),
                        new Update.Value.Literal(new AttributeValue.M(Map.of())))),
                List.of(DocumentPath.of("gone")),
                List.of(
                    new AddAction(DocumentPath.of("n"), n(1)),
                    new AddAction(DocumentPath.of("l"), new L(List.of(n(2))))),
                List.of(new DeleteAction(DocumentPath.of("set"), SS.of(List.of("x")))),
                Update.Source.ATTRIBUTE_UPDATES));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                                                | Only DELETE action is allowed when no attribute value is specified
          'Action':'PUT'                        | Only DELETE action is allowed when no attribute value is specified
          'Action':'ADD'                        | Only DELETE action is allowed when no attribute value is specified
          'Action':'ADD','Value':{'S':'v'}      | ADD action is not supported for the type S
          'Action':'ADD','Value':{'BOOL':true}  | ADD action is not supported for the type BOOL
          'Action':'ADD','Value':{'M':{}}       | ADD action is not supported for the type M
          'Action':'DELETE','Value':{'N':'1'}   | DELETE action with value is not supported for the type N
          'Action':'DELETE','Value':{'L':[]}    | DELETE action with value is not supported for the type L
          """,
      quoteCharacter = '"')
  void update_faultyAction_isRefused(String update, String message) {
    String json = "{'AttributeUpdates':{'a':{" + (update == null ? "" : update) + "},'b':{}}}";

    assertInvalid(() -> LegacyParameters.update(request("UpdateItem", json)), message);
  }

  @Test
  void update_faultyValue_isRefusedInTheEnvelope() {
    String json = "{'AttributeUpdates':{'a':{'Action':'ADD','Value':{'SS':[]}}}}";

    assertThatThrownBy(() -> LegacyParameters.update(request("UpdateItem", json)))
        .hasMessage(
            "1 validation error detected: One or more parameter values were invalid: An string set "
                + " may not be empty");
  }

  @Test
  void update_unknownAction_isToldBeforeItsValue() {
    var request =
        request("UpdateItem", "{'AttributeUpdates':{'a':{'Action':'put','Value':{'N':'x'}}}}");

    assertThatThrownBy(() -> LegacyParameters.update(request))
        .hasMessage("Member must satisfy enum value set: [ADD, DELETE, PUT]");
  }

  @ParameterizedTest
  @CsvSource({"EQ", "LE", "LT", "GE", "GT", "BEGINS_WITH", "BETWEEN"})
  void keyCondition_everyKeyOperator_isTranslated(String operator) {
    String values = operator.equals("BETWEEN") ? "{'S':'v'},{'S':'w'}" : "{'S':'v'}";
    var request =
        request(
            "Query",
            "{'KeyConditions':{'k':{'ComparisonOperator':'"
                + operator
                + "','AttributeValueList':["
                + values
                + "]}}}");
    var expected =
        switch (operator) {
          case "EQ" -> new SortKeyCondition.EqualTo(new S("v"));
          case "LE" -> new SortKeyCondition.LessThan(new S("v"), true);
          case "LT" -> new SortKeyCondition.LessThan(new S("v"), false);
          case "GE" -> new SortKeyCondition.GreaterThan(new S("v"), true);
          case "GT" -> new SortKeyCondition.GreaterThan(new S("v"), false);
          case "BEGINS_WITH" -> new SortKeyCondition.BeginsWith(new S("v"));
          default -> new SortKeyCondition.Between(new S("v"), new S("w"));
        };

    assertThat(LegacyParameters.keyCondition(request))
        .isEqualTo(KeyCondition.ofLegacy(List.of(new AttributeCondition("k", expected))));
  }

  @Test
  void projection_names_areWholeAttributes() {
    var projection =
        Objects.requireNonNull(
            LegacyParameters.projection(
                request("GetItem", "{'AttributesToGet':['a.b','size','[0]']}")));

    assertThat(projection.paths())
        .containsExactly(DocumentPath.of("a.b"), DocumentPath.of("size"), DocumentPath.of("[0]"));
  }

  @Test
  void projection_repeatedNames_theFirstRepeatedIsTold() {
    assertInvalid(
        () ->
            LegacyParameters.projection(
                request("GetItem", "{'AttributesToGet':['a','b','b','a']}")),
        "Duplicate value in attribute name: b");
  }

  @Test
  void parameters_emptyAttributeName_isRefused() {
    String message = "Empty attribute name";

    assertThatThrownBy(
            () -> LegacyParameters.projection(request("GetItem", "{'AttributesToGet':['']}")))
        .hasMessage(message);
    assertThatThrownBy(() -> LegacyParameters.condition(request("PutItem", "{'Expected':{'':{}}}")))
        .hasMessage(message);
    assertThatThrownBy(
            () -> LegacyParameters.update(request("UpdateItem", "{'AttributeUpdates':{'':{}}}")))
        .hasMessage("1 validation error detected: " + message);
  }
}
