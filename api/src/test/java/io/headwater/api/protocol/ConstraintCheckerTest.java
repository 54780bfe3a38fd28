package io.headwater.api.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.api.testing.TestMemory;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConstraintCheckerTest {
  private static final ServiceModel MODEL = ServiceModel.load();

  private static void check(String operation, String json) {
    OperationShape shape = MODEL.operation("DynamoDB_20120810." + operation);
    byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ConstraintChecker.check(
        shape,
        RequestReader.read(
            shape.input(), ByteString.fromArrayUnsafe(body), TestMemory.unlimited()));
  }

  private static String refusal(String operation, String json) {
    return catchThrowableOfType(DynamoDbException.class, () -> check(operation, json))
        .error()
        .message();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "PutItem | {'Item':{},'ReturnValues':'x'} | 1 validation error detected: Value null at"
            + " 'tableName' failed to satisfy constraint: Member must not be null",
        "PutItem | {'TableName':'abc;','Item':{}} | 1 validation error detected: Value 'abc;' at"
            + " 'tableName' failed to satisfy constraint: Member must satisfy regular expression"
            + " pattern: [a-zA-Z0-9_.-]+",
        "PutItem | {'TableName':'','Item':{},'ReturnValues':'x'} | 1 validation error detected:"
            + " Value at 'TableName' failed to satisfy constraint: Member must have length greater"
            + " than or equal to 1",
        "UpdateItem | {'TableName':'','ReturnValues':'x','ReturnConsumedCapacity':'y',"
            + "'ConditionalOperator':'z'} | 5 validation errors detected: Value 'y' at"
            + " 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum"
            + " value set: [INDEXES, TOTAL, NONE]; Value '' at 'tableName' failed to satisfy"
            + " constraint: Member must have length greater than or equal to 1; Value 'x' at"
            + " 'returnValues' failed to satisfy constraint: Member must satisfy enum value set:"
            + " [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]; Value 'z' at"
            + " 'conditionalOperator' failed to satisfy constraint: Member must satisfy enum value"
            + " set: [OR, AND]; Value null at 'key' failed to satisfy constraint: Member must not"
            + " be null",
        "UpdateItem | {'TableName':'abc','Key':{},'ReturnValues':'x','ReturnConsumedCapacity':'y'}"
            + " | 1 validation error detected: Failed to satisfy constraint: Member must satisfy"
            + " enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]",
        "PutItem | {'TableName':'abc'} | 1 validation error detected: Value null at 'item' failed"
            + " to satisfy constraint: Member must not be null",
        "PutItem | {'TableName':'abc','Item':{},'ReturnValues':'x','ReturnConsumedCapacity':'y'} |"
            + " 2 validation errors detected: Value 'y' at 'returnConsumedCapacity' failed to"
            + " satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE];"
            + " Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD,"
            + " UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]",
        "GetItem | {} | 2 validation errors detected: Value null at 'tableName' failed to satisfy"
            + " constraint: Member must not be null; Value null at 'key' failed to satisfy"
            + " constraint: Member must not be null",
      })
  void check_itemRequest_reportsTheTableNameAloneOrJoined(
      String operation, String json, String message) {
    assertThat(refusal(operation, json)).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "Query | {'TableName':'abc','Limit':0} | 1 validation error detected: Value at 'Limit'"
            + " failed to satisfy constraint: Member must have value greater than or equal to 1",
        "Scan | {'TableName':'abc','Limit':0} | 1 validation error detected: Value '0' at 'limit'"
            + " failed to satisfy constraint: Member must have value greater than or equal to 1",
        "Scan | {'TableName':'abc','TotalSegments':1000001} | 1 validation error detected: Value"
            + " '1000001' at 'totalSegments' failed to satisfy constraint: Member must have value"
            + " less than or equal to 1000000",
        "Query | {'TableName':'abc','IndexName':'a;'} | 2 validation errors detected: Value 'a;' at"
            + " 'indexName' failed to satisfy constraint: Member must satisfy regular expression"
            + " pattern: [a-zA-Z0-9_.-]+; Value 'a;' at 'indexName' failed to satisfy constraint:"
            + " Member must have length greater than or equal to 3",
        "BatchGetItem | {'RequestItems':{}} | 1 validation error detected: Value at"
            + " 'RequestItems' failed to satisfy constraint: Member must have length greater than"
            + " or equal to 1",
        "BatchGetItem | {'RequestItems':{'abc':{'Keys':[]}}} | 1 validation error detected: Value"
            + " at 'RequestItems.abc.member.Keys' failed to satisfy constraint: Member must"
            + " have length greater than or equal to 1",
        "BatchWriteItem | {'RequestItems':{'abc':[]}} | 1 validation error detected: Value"
            + " '{abc=[]}' at 'requestItems' failed to satisfy constraint: Map value must satisfy"
            + " constraint: [Member must have length less than or equal to 25, Member must have"
            + " length greater than or equal to 1]",
        "BatchWriteItem | {'RequestItems':{'abc':[{'PutRequest':{}}]}} | 1 validation error"
            + " detected: Value null at 'requestItems.abc.member.1.member.putRequest.item' failed"
            + " to satisfy constraint: Member must not be null",
        "DescribeTable | {} | The parameter 'TableName' is required but was not present in the"
            + " request",
        "DescribeTable | {'TableName':'ab'} | 1 validation error detected: Value 'ab' at"
            + " 'tableName' failed to satisfy constraint: Member must have length greater than or"
            + " equal to 3",
        "DeleteTable | {'TableName':'abc;'} | 1 validation error detected: Value 'abc;' at"
            + " 'tableName' failed to satisfy constraint: Member must satisfy regular expression"
            + " pattern: [a-zA-Z0-9_.-]+",
        "CreateTable | {'TableName':'abc','AttributeDefinitions':[],'KeySchema':[{'AttributeName':"
            + "'a','KeyType':'HASH'},{'AttributeName':'b','KeyType':'RANGE'},{'AttributeName':'c','KeyType':'RANGE'}]}"
            + " | 1 validation error detected: Value '[KeySchemaElement(attributeName=a,"
            + " keyType=HASH), KeySchemaElement(attributeName=b, keyType=RANGE),"
            + " KeySchemaElement(attributeName=c, keyType=RANGE)]' at 'keySchema' failed to satisfy"
            + " constraint: Member must have length less than or equal to 2",
        "CreateTable | {'TableName':'abc','AttributeDefinitions':[{'AttributeName':'a',"
            + "'AttributeType':'X'}],'KeySchema':[{'AttributeName':'a'}]} | 2 validation errors"
            + " detected: Value 'X' at 'attributeDefinitions.1.member.attributeType' failed to"
            + " satisfy constraint: Member must satisfy enum value set: [B, N, S]; Value null at"
            + " 'keySchema.1.member.keyType' failed to satisfy constraint: Member must not be null",
      })
  void check_violations_areReportedInTheServicesWords(
      String operation, String json, String message) {
    assertThat(refusal(operation, json)).isEqualTo(message);
  }

  @Test
  void check_tableNamedByArn_passes() {
    String arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/abc";

    assertThatCode(
            () -> {
              check("PutItem", "{'TableName':'" + arn + "','Item':{}}");
              check("DescribeTable", "{'TableName':'" + arn + "'}");
              check("BatchGetItem", "{'RequestItems':{'" + arn + "':{'Keys':[{}]}}}");
            })
        .doesNotThrowAnyException();
  }

  @Test
  void check_moreThanTenViolations_reportsTen() {
    String definitions =
        String.join(",", Collections.nCopies(11, "{'AttributeName':'a','AttributeType':'X'}"));

    String refusal =
        refusal(
            "CreateTable",
            "{'TableName':'abc','KeySchema':[{'AttributeName':'a','KeyType':'HASH'}],"
                + "'AttributeDefinitions':["
                + definitions
                + "]}");

    assertThat(refusal).startsWith("10 validation errors detected: ");
  }

  @Test
  void check_illegalNameAboveManyKeys_leavesTheMapOut() {
    String keys = ",{'k':{'S':'secret'}}".repeat(5_000).substring(1);

    for (String request :
        List.of(
            "BatchGetItem {'RequestItems':{'a;':{'Keys':[" + keys + "]}}}",
            "BatchWriteItem {'RequestItems':{'a;':[{'PutRequest':{'Item':{'k':{'L':["
                + "{'S':'secret'},".repeat(10_000)
                + "{'S':'secret'}]}}}}]}}")) {
      int space = request.indexOf(' ');

      assertThat(refusal(request.substring(0, space), request.substring(space + 1)))
          .contains("detected: Value at 'requestItems' failed to satisfy constraint: Map keys")
          .doesNotContain("secret");
    }
  }

  @Test
  void check_keysBeyondTheLimit_doesNotRepeatThem() {
    String keys = "{'k':{'S':'secret'}},".repeat(101);

    String refusal =
        refusal(
            "BatchGetItem",
            "{'RequestItems':{'abc':{'Keys':[" + keys.substring(0, keys.length() - 1) + "]}}}");

    assertThat(refusal)
        .isEqualTo(
            "1 validation error detected: Value at 'RequestItems.abc.member.Keys' failed to satisfy"
                + " constraint: Member must have length less than or equal to 100");
  }
}
