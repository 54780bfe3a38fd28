package io.headwater.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.RawClient;
import io.headwater.api.testing.SharedServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is told of faulty legacy parameters, and in which order. In each table the requests have
 * ever fewer faults: the message is that of the first one left. Single quotes stand for double
 * ones.
 */
final class LegacyErrorsIT {
  private static final String EQ = "'ComparisonOperator':'EQ','AttributeValueList'";
  private static String hashTable = "";
  private static String rangeTable = "";

  private final RawClient client = new RawClient(SharedServer.endpoint());

  @BeforeAll
  static void createTables() {
    hashTable = Conformance.hashTable("legacy-errors");
    rangeTable = Conformance.rangeTable("legacy-errors");
  }

  private void assertRefused(String operation, String members, String message) {
    String json =
        "{%s}"
            .formatted(members)
            .replace("HASH", "'TableName':'" + hashTable + "'")
            .replace("RANGE", "'TableName':'" + rangeTable + "'")
            .replace("NONE", "'TableName':'no-such-table'")
            .replace("EQ:", EQ + ":")
            .replace('\'', '"');

    assertThat(client.call(operation, json).body())
        .endsWith("\"message\":\"%s\"}".formatted(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          NONE,'Item':{'id':{}},'Expected':{'a':{}},'ConditionalOperator':'OR','ConditionExpression':''      | Supplied AttributeValue is empty, must contain exactly one of the supported datatypes
          NONE,'Item':{},'ReturnValues':'ALL_NEW','Expected':{'a':{}},'ConditionalOperator':'OR','ConditionExpression':'' | 1 validation error detected: Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {Expected, ConditionalOperator} Expression parameters: {ConditionExpression}
          NONE,'Item':{},'ConditionalOperator':'OR','ConditionExpression':''                                  | 1 validation error detected: Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {ConditionalOperator} Expression parameters: {ConditionExpression}
          NONE,'Item':{},'Expected':{'a':{}},'ReturnValues':'ALL_NEW'                                         | 1 validation error detected: ReturnValues can only be ALL_OLD or NONE
          NONE,'Item':{},'Expected':{'a':{}},'ConditionalOperator':'OR'                                       | 1 validation error detected: One or more parameter values were invalid: Value must be provided when Exists is null for Attribute: a
          NONE,'Item':{},'Expected':{'a':{'Exists':false}},'ConditionalOperator':'OR'                         | 1 validation error detected: ConditionalOperator can only be used when Filter or Expected has two or more elements
          NONE,'Item':{},'ConditionalOperator':'OR'                                                           | 1 validation error detected: ConditionalOperator cannot be used without Filter or Expected
          NONE,'Item':{},'Expected':{'a':{'Exists':false}}                                                    | Requested resource not found
          HASH,'Item':{},'Expected':{'a':{'Exists':false}}                                                    | One or more parameter values were invalid: Missing the key id in the item
          HASH,'Item':{'id':{'S':'a'}},'Expected':{'id':{'Exists':true,'Value':{'S':'b'}}}                    | The conditional request failed
          """)
  void putItem_faults_areToldInOrder(String members, String message) {
    assertRefused("PutItem", members, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          NONE,'Key':{'id':{}},'AttributeUpdates':{},'Expected':{},'ConditionalOperator':'OR','UpdateExpression':'','ConditionExpression':'' | 1 validation error detected: Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributeUpdates, Expected, ConditionalOperator} Expression parameters: {UpdateExpression, ConditionExpression}
          NONE,'Key':{'id':{}},'AttributeUpdates':{'a':{}},'Expected':{'a':{}},'ExpressionAttributeNames':{}    | 1 validation error detected: ExpressionAttributeNames can only be specified when using expressions
          NONE,'Key':{'id':{}},'AttributeUpdates':{'a':{}},'Expected':{'a':{}}                                  | Supplied AttributeValue is empty, must contain exactly one of the supported datatypes
          NONE,'Key':{},'AttributeUpdates':{'a':{}},'Expected':{'a':{}}                                         | One or more parameter values were invalid: Only DELETE action is allowed when no attribute value is specified
          NONE,'Key':{},'AttributeUpdates':{'id':{'Action':'DELETE'}},'Expected':{'a':{}}                       | 1 validation error detected: One or more parameter values were invalid: Value must be provided when Exists is null for Attribute: a
          NONE,'Key':{},'AttributeUpdates':{'id':{'Action':'DELETE'}}                                           | Requested resource not found
          HASH,'Key':{},'AttributeUpdates':{'id':{'Action':'DELETE'}}                                           | The provided key element does not match the schema
          HASH,'Key':{'id':{'S':'a'}},'AttributeUpdates':{'id':{'Action':'DELETE'}}                             | One or more parameter values were invalid: Cannot update attribute id. This attribute is part of the key
          HASH,'Key':{'id':{'S':'a'}},'AttributeUpdates':{'a':{'Action':'ADD','Value':{'N':'1'}}},'Expected':{'id':{'ComparisonOperator':'NOT_NULL'}} | The conditional request failed
          """)
  void updateItem_faults_areToldInOrder(String members, String message) {
    assertRefused("UpdateItem", members, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          NONE,'Key':{'id':{}},'Expected':{'a':{}},'ConditionExpression':''  | 1 validation error detected: Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}
          NONE,'Key':{'id':{}},'Expected':{'a':{}}                           | Supplied AttributeValue is empty, must contain exactly one of the supported datatypes
          NONE,'Key':{},'Expected':{'a':{}}                                  | 1 validation error detected: One or more parameter values were invalid: Value must be provided when Exists is null for Attribute: a
          NONE,'Key':{},'Expected':{}                                        | Requested resource not found
          """)
  void deleteItem_faults_areToldInOrder(String members, String message) {
    assertRefused("DeleteItem", members, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          NONE,'Key':{'id':{}},'AttributesToGet':[]                                      | 1 validation error detected: Value '[]' at 'attributesToGet' failed to satisfy constraint: Member must have length greater than or equal to 1
          NONE,'Key':{'id':{}},'AttributesToGet':['a','a'],'ProjectionExpression':''     | Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributesToGet} Expression parameters: {ProjectionExpression}
          NONE,'Key':{'id':{}},'AttributesToGet':['a','a']                               | Supplied AttributeValue is empty, must contain exactly one of the supported datatypes
          NONE,'Key':{},'AttributesToGet':['a','a']                                      | One or more parameter values were invalid: Duplicate value in attribute name: a
          NONE,'Key':{},'AttributesToGet':['a']                                          | Requested resource not found
          """)
  void getItem_faults_areToldInOrder(String members, String message) {
    assertRefused("GetItem", members, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'one':{'Keys':[{'id':{}}],'AttributesToGet':['a','a']},'two':{'Keys':[{}],'ProjectionExpression':''} | Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributesToGet} Expression parameters: {ProjectionExpression}
          'one':{'Keys':[{'id':{}}],'AttributesToGet':['a','a']},'two':{'Keys':[{}]}                           | One or more parameter values were invalid: Duplicate value in attribute name: a
          'one':{'Keys':[{'id':{}}],'AttributesToGet':['a']},'two':{'Keys':[{}]}                               | Supplied AttributeValue is empty, must contain exactly one of the supported datatypes
          """)
  void batchGetItem_faults_areToldInOrder(String tables, String message) {
    assertRefused("BatchGetItem", "'RequestItems':{" + tables + "}", message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          NONE,'AttributesToGet':['a','a'],'QueryFilter':{'a':{EQ:[]}},'ConditionalOperator':'OR','KeyConditions':{},'KeyConditionExpression':'','FilterExpression':'','ProjectionExpression':'' | Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributesToGet, QueryFilter, ConditionalOperator, KeyConditions} Expression parameters: {ProjectionExpression, FilterExpression, KeyConditionExpression}
          NONE,'AttributesToGet':['a','a'],'KeyConditions':{},'FilterExpression':''                                | Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributesToGet} Expression parameters: {FilterExpression}
          NONE,'KeyConditions':{},'ExpressionAttributeValues':{}                                                   | ExpressionAttributeValues can only be specified when using expressions: FilterExpression and KeyConditionExpression are null
          NONE,'AttributesToGet':['a','a'],'QueryFilter':{'a':{EQ:[]}},'ConditionalOperator':'OR','ExclusiveStartKey':{'a':{}} | One or more parameter values were invalid: Invalid number of argument(s) for the EQ ComparisonOperator
          NONE,'AttributesToGet':['a','a'],'QueryFilter':{'a':{EQ:[{'S':'a'}]}},'ConditionalOperator':'OR'         | ConditionalOperator can only be used when Filter or Expected has two or more elements
          NONE,'AttributesToGet':['a','a'],'ExclusiveStartKey':{'a':{}}                                            | One or more parameter values were invalid: Duplicate value in attribute name: a
          NONE,'AttributesToGet':['a'],'ExclusiveStartKey':{'a':{}}                                                | The provided starting key is invalid: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes
          NONE,'AttributesToGet':['a']                                                                             | Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.
          NONE,'KeyConditions':{'id':{EQ:[{},{}]}},'FilterExpression':'a ='                                        | Invalid FilterExpression: Syntax error; token: \\"<EOF>\\", near: \\"=\\"
          NONE,'KeyConditions':{'id':{EQ:[{},{}]}}                                                                 | Supplied AttributeValue is empty, must contain exactly one of the supported datatypes
          NONE,'KeyConditions':{'id':{EQ:[{'S':'a'},{'S':'a'}]},'b':{EQ:[]},'c':{EQ:[]}}                           | One or more parameter values were invalid: Invalid number of argument(s) for the EQ ComparisonOperator
          NONE,'KeyConditions':{'a':{'ComparisonOperator':'NULL'},'b':{'ComparisonOperator':'NULL'},'c':{'ComparisonOperator':'NULL'}} | Conditions can be of length 1 or 2 only
          NONE,'KeyConditions':{}                                                                                  | Conditions can be of length 1 or 2 only
          NONE,'KeyConditions':{'a':{'ComparisonOperator':'NULL'}}                                                 | Requested resource not found
          RANGE,'KeyConditions':{'a':{'ComparisonOperator':'NULL'}}                                                | Query condition missed key schema element: id
          RANGE,'KeyConditions':{'id':{'ComparisonOperator':'NULL'}}                                               | Attempted conditional constraint is not an indexable operation
          RANGE,'KeyConditions':{'id':{'ComparisonOperator':'IN','AttributeValueList':[{'N':'1'}]}}                | Attempted conditional constraint is not an indexable operation
          RANGE,'KeyConditions':{'id':{'ComparisonOperator':'LT','AttributeValueList':[{'N':'1'}]}}                | One or more parameter values were invalid: Condition parameter type does not match schema type
          RANGE,'KeyConditions':{'id':{'ComparisonOperator':'LT','AttributeValueList':[{'S':'1'}]}}                | Query key condition not supported
          RANGE,'KeyConditions':{'id':{EQ:[{'S':'a'}]},'nr':{'ComparisonOperator':'NE','AttributeValueList':[{'N':'1'}]}} | Attempted conditional constraint is not an indexable operation
          RANGE,'KeyConditions':{'id':{EQ:[{'S':'a'}]},'a':{EQ:[{'S':'a'}]}}                                       | Query condition missed key schema element: nr
          RANGE,'KeyConditions':{'id':{EQ:[{'S':'a'}]}},'QueryFilter':{'nr':{EQ:[{'N':'1'}]},'id':{EQ:[{'S':'a'}]}} | QueryFilter can only contain non-primary key attributes: Primary key attribute: id
          RANGE,'KeyConditions':{'id':{EQ:[{'S':'a'}]}},'QueryFilter':{'nr':{EQ:[{'N':'1'}]}}                      | QueryFilter can only contain non-primary key attributes: Primary key attribute: nr
          HASH,'KeyConditions':{'id':{EQ:[{'S':'a'}]},'a':{EQ:[{'S':'a'}]}}                                        | Query key condition not supported
          RANGE,'KeyConditions':{'id':{EQ:[{'S':'a'}]}},'Select':'COUNT','AttributesToGet':['a']                   | 1 validation error detected: Cannot specify the AttributesToGet when choosing to get only the Count
          RANGE,'KeyConditions':{'id':{EQ:[{'S':'a'}]}},'Select':'ALL_ATTRIBUTES','AttributesToGet':['a']          | 1 validation error detected: Cannot specify the AttributesToGet when choosing to get ALL_ATTRIBUTES
          """)
  void query_faults_areToldInOrder(String members, String message) {
    assertRefused("Query", members, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          NONE,'ScanFilter':{'a':{'ComparisonOperator':'LIKE'}}                                                    | 1 validation error detected: Value 'LIKE' at 'scanFilter.a.member.comparisonOperator' failed to satisfy constraint: Member must satisfy enum value set: [IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS]
          NONE,'AttributesToGet':['a','a'],'ScanFilter':{},'ConditionalOperator':'OR','FilterExpression':'','ProjectionExpression':'' | Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributesToGet, ScanFilter, ConditionalOperator} Expression parameters: {ProjectionExpression, FilterExpression}
          NONE,'AttributesToGet':['a','a'],'ScanFilter':{'a':{EQ:[]}},'ConditionalOperator':'OR'                   | One or more parameter values were invalid: Duplicate value in attribute name: a
          NONE,'ScanFilter':{'a':{EQ:[]}},'ConditionalOperator':'OR','ExclusiveStartKey':{'a':{}}                  | One or more parameter values were invalid: Invalid number of argument(s) for the EQ ComparisonOperator
          NONE,'ScanFilter':{},'ConditionalOperator':'OR','ExclusiveStartKey':{'a':{}}                             | ConditionalOperator cannot be used without Filter or Expected
          NONE,'ScanFilter':{},'ExclusiveStartKey':{'a':{}}                                                        | The provided starting key is invalid: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes
          NONE,'ScanFilter':{}                                                                                     | Requested resource not found
          HASH,'Select':'COUNT','AttributesToGet':['a']                                                            | Cannot specify the AttributesToGet when choosing to get only the Count
          """)
  void scan_faults_areToldInOrder(String members, String message) {
    assertRefused("Scan", members, message);
  }
}
