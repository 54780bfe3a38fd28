package io.headwater.loadtests.differential;

import static io.headwater.loadtests.differential.KnownDifference.errors;
import static io.headwater.loadtests.differential.KnownDifference.validations;

import java.util.List;
import java.util.Map;

/** Requests with several faults, of which the servers report different ones. */
final class CheckOrderDifferences {
  /** What DynamoDB reports before it looks for the table. */
  private static final String BEFORE_THE_TABLE = "(?:Validation|Serialization)Exception: .*";

  private static final String MODEL = "\\d+ validation errors? detected: Value .*";

  private static final String EXPRESSION =
      "Invalid \\w+Expression: .*"
          + "|ExpressionAttribute(?:Names|Values) .*"
          + "|Value provided in ExpressionAttribute(?:Names|Values) unused in expressions: .*"
          + "|Invalid operator used in KeyConditionExpression: .*"
          + "|Invalid condition in KeyConditionExpression: .*"
          + "|KeyConditionExpressions .*"
          + "|Either the KeyConditions or KeyConditionExpression parameter must be specified .*";

  /** What can be wrong with an update only when it meets its item. */
  private static final String APPLYING =
      "The provided expression refers to an attribute that does not exist in the item"
          + "|The document path provided in the update expression is invalid for update"
          + "|An operand in the update expression has an incorrect data type"
          + "|DynamoDB only supports precision up to 38 digits"
          + "|Nesting Levels .*"
          + "|Number (?:over|under)flow\\. .*";

  private static final String DUPLICATE_KEYS = "Provided list of item keys contains duplicates";

  private static final String KEY_PATHS = "Key attributes must be scalars; .*";

  /** What can be wrong with paths and operands. */
  private static final String STATIC =
      "Invalid (?:Update|Projection)Expression: (?:An expression attribute (?:name|value) used .*"
          + "|Two document paths .*|Incorrect operand type .*)";

  private static final String SELECT =
      "Must specify the AttributesToGet or ProjectionExpression when choosing to get"
          + " SPECIFIC_ATTRIBUTES|Cannot specify the .* when choosing to get .*"
          + "|ALL_PROJECTED_ATTRIBUTES can be used only when .*";

  private static final String AT_THE_KEY =
      "The provided starting key .*"
          + "|One or more parameter values were invalid: Condition parameter type does not match"
          + " schema type"
          + "|Query (?:key )?condition .*";

  private static final String VALUE =
      "(?:ExpressionAttributeValues contains invalid value: "
          + "|The provided starting key is invalid: )?"
          + "(?:Supplied AttributeValue .*"
          + "|One or more parameter values were invalid: (?:Null attribute value types|An string"
          + " set|An number set|Binary sets|Input collection).*"
          + "|Input collection contains duplicates.*"
          + "|The parameter cannot be converted to a numeric value.*"
          + "|A value provided cannot be converted into a number.*"
          + "|Attempting to store more than 38 significant digits in a Number.*"
          + "|DynamoDB only supports precision up to 38 digits.*"
          + "|Number (?:over|under)flow\\. .*"
          + "|Nesting Levels .*)";

  private static final String KEY =
      "The number of conditions on the keys is invalid"
          + "|Invalid attribute value type"
          + "|One of the required keys was not given a value"
          + "|One or more parameter values were invalid: Type mismatch for key"
          + "|One or more parameter values are not valid\\. The AttributeValue for a key attribute"
          + " .*"
          + "|Hash primary key values must be under 2048 bytes, .*"
          + "|One or more parameter values were invalid: Size of hashkey .*"
          + "|One or more parameter values were invalid: Aggregated size of all range keys .*";

  /** What can be wrong with a table's part of a batch. */
  private static final String IN_BATCH =
      DUPLICATE_KEYS + "|" + EXPRESSION + "|" + VALUE + "|" + KEY_PATHS;

  static final List<KnownDifference> ALL =
      List.of(
          new KnownDifference(
              "table-first",
              "looks for the table before it checks expressions and values",
              "checks all that needs no table first",
              "validation-and-errors.md 2 and 6.9 [D]",
              errors(
                  BEFORE_THE_TABLE,
                  "ResourceNotFoundException: Cannot do operations on a non-existent table"
                      + "|ValidationException: Invalid table/index name.*")),
          new KnownDifference(
              "index-first",
              "looks for the index before it checks expressions and values",
              "checks all that needs no table first",
              "validation-and-errors.md 6.7, Check order [D]",
              validations(
                  MODEL + "|" + EXPRESSION + "|" + VALUE + "|" + SELECT,
                  "The table does not have the specified index: .*")),
          new KnownDifference(
              "key-first",
              "checks the key against the schema before expressions and their values",
              "checks all that needs no table first",
              "validation-and-errors.md 2 and 6.9 [D]",
              validations(MODEL + "|" + EXPRESSION + "|" + VALUE, KEY)),
          new KnownDifference(
              "model-late",
              "checks some of the model's constraints after expressions and values, or not",
              "checks the model's constraints before anything else",
              "validation-and-errors.md 2 [D]",
              validations(
                  MODEL,
                  EXPRESSION
                      + "|"
                      + VALUE
                      + "|"
                      + DUPLICATE_KEYS
                      + "|"
                      + KEY
                      + "|"
                      + APPLYING
                      + "|"
                      + AT_THE_KEY
                      + "|"
                      + KEY_PATHS
                      + "|Cannot have null key for GetItem, DeleteItem, or UpdateItem")),
          new KnownDifference(
              "key-paths-of-operands-late",
              "checks an update's operands for paths into keys when it applies the update",
              "checks all paths into keys before the condition",
              "validation-and-errors.md 6.9 [D]",
              errors(
                  "ValidationException: " + KEY_PATHS,
                  "ConditionalCheckFailedException: .*|ValidationException: (?:" + APPLYING + ")")),
          new KnownDifference(
              "start-key-segment-choice",
              "finds a start key outside the segment, by its own hash, before paths into keys",
              "as well, by its own hash, which may find the key inside",
              "query-scan-index.md 3: segments split the service's own hash space",
              validations(KEY_PATHS, "Exclusive start key must lie within the segment")),
          new KnownDifference(
              "nesting-late",
              "checks how deep placeholders' values and keys nest after the key and paths",
              "checks it with the values",
              "validation-and-errors.md 6.9 [D]",
              validations("Nesting Levels .*", AT_THE_KEY + "|" + KEY_PATHS)),
          new KnownDifference(
              "key-paths-before-key",
              "checks a projection's paths into keys before the key itself",
              "checks expressions, values, the key and the key conditions first",
              "validation-and-errors.md 6.7, 6.9 [D]",
              validations(
                  EXPRESSION
                      + "|"
                      + VALUE
                      + "|"
                      + AT_THE_KEY
                      + "|The provided key element does not match the schema",
                  KEY_PATHS)),
          new KnownDifference(
              "reserved-late",
              "checks for reserved words after all else in an expression's operands",
              "checks for reserved words first",
              "validation-and-errors.md 6.6, Priority [D]",
              validations(
                  "Invalid \\w+Expression: Attribute name is a reserved keyword; .*", EXPRESSION)),
          new KnownDifference(
              "batch-duplicates-order",
              "looks for duplicate keys after all values of a read and before all keys of a write",
              "checks key by key: values, then duplicates; in writes the schema before duplicates",
              "validation-and-errors.md 6.9 [D]",
              validations(
                      DUPLICATE_KEYS + "|The provided key element does not match the schema",
                      VALUE + "|" + DUPLICATE_KEYS)
                  .where(call -> call.operation().startsWith("Batch"))),
          new KnownDifference(
              "key-condition-presence",
              "checks expressions before it misses a key condition",
              "misses the key condition first",
              "validation-and-errors.md 6.7, Check order [D]",
              validations(
                  "Either the KeyConditions or KeyConditionExpression parameter must be specified"
                      + " in the request\\.",
                  EXPRESSION)),
          new KnownDifference(
              "static-order",
              "checks functions and overlaps before placeholders that are not defined",
              "looks up names, then values, then checks overlaps, ADD and DELETE, functions",
              "validation-and-errors.md 6.6, Priority [D]",
              validations(STATIC, STATIC)),
          new KnownDifference(
              "batch-table-order",
              "checks the tables of a batch in an order of its own, and check by check",
              "checks table by table",
              "validation-and-errors.md 6.9 [D]",
              validations(IN_BATCH, IN_BATCH)
                  .where(call ->
                      call.operation().startsWith("Batch")
                          && call.request().get("RequestItems") instanceof Map<?, ?> tables
                          && tables.size() > 1)),
          new KnownDifference(
              "query-key-order",
              "checks all operators of key conditions before types, and the start key late",
              "checks key attribute by key attribute: start key, condition, type, operator",
              "validation-and-errors.md 6.7, Check order [D]",
              validations(AT_THE_KEY, AT_THE_KEY)),
          new KnownDifference(
              "segment-late",
              "checks expressions and Select before the segments",
              "checks the segments before expressions",
              "validation-and-errors.md 6.7, Check order [D]",
              validations(
                  "The (?:TotalSegments|Segment) parameter is .*", SELECT + "|" + EXPRESSION)),
          new KnownDifference(
              "select-early",
              "checks Select before placeholders and expressions",
              "silent; Headwater checks it after them",
              "validation-and-errors.md 6.7, Check order, has no Select",
              validations(EXPRESSION + "|" + VALUE, SELECT)),
          new KnownDifference(
              "select-late",
              "checks Select after the start key and the key condition",
              "checks Select before the table",
              "validation-and-errors.md 2, 6.7 [X]",
              validations(
                  SELECT,
                  AT_THE_KEY
                      + "|"
                      + KEY_PATHS
                      + "|Exclusive Start Key must have same size as table's key schema"
                      + "|Type mismatch for attribute to update"
                      + "|Filter Expression can only contain non-primary key attributes: .*")),
          new KnownDifference(
              "filter-key-paths",
              "checks for paths into keys before keys in a Query's filter",
              "checks for keys in the filter first",
              "validation-and-errors.md 6.7, Check order [D]",
              validations(
                  "Filter Expression can only contain non-primary key attributes: .*",
                  "Key attributes must be scalars; .*")),
          new KnownDifference(
              "update-apply-order",
              "of several actions that cannot be applied, reports any",
              "silent; Headwater reports that of the first attribute",
              "validation-and-errors.md 6.6, Run time, has no order",
              validations(APPLYING, APPLYING)
                  .where(call ->
                      call.request().get("UpdateExpression") instanceof String update
                          && update.matches(
                              "(?s).*(,|(SET|REMOVE|ADD|DELETE) .* (SET|REMOVE|ADD|DELETE)).*"))),
          new KnownDifference(
              "values-after-parameters",
              "checks how parameters go together and the placeholders before the values",
              "PutItem, UpdateItem and DeleteItem check the item's or the key's values first",
              "validation-and-errors.md 6.9 [D] [X]",
              validations(VALUE, EXPRESSION)),
          new KnownDifference(
              "values-before-expressions",
              "checks the values of a request before it parses expressions",
              "of a batch read, parses a table's projection before it looks at its keys",
              "validation-and-errors.md 6.9 [D]",
              validations(EXPRESSION, VALUE + "|" + DUPLICATE_KEYS)),
          new KnownDifference(
              "expressions-order",
              "parses the projection, then the filter, then the key condition",
              "parses condition, key condition, filter, projection; of several faults it may report"
                  + " any",
              "validation-and-errors.md 6.6 [D] [M]",
              validations(EXPRESSION, EXPRESSION)
                  .where(call -> !call.operation().equals("BatchGetItem"))
                  .where(call ->
                      call.request().keySet().stream()
                              .filter(member -> member.endsWith("Expression"))
                              .count()
                          > 1)));

  private CheckOrderDifferences() {}
}
