package io.headwater.loadtests.differential;

import static io.headwater.loadtests.differential.KnownDifference.errors;
import static io.headwater.loadtests.differential.KnownDifference.validations;

import java.util.List;

/** The same fault found by both, told in different words. */
final class ErrorTextDifferences {
  private static final String IN_VALUES = "(?:ExpressionAttributeValues contains invalid value: )?";
  private static final String FOR_KEY = "(?: for key :\\w+)?";
  private static final String INVALID = "One or more parameter values were invalid: ";

  static final List<KnownDifference> ALL =
      List.of(
          new KnownDifference(
              "envelope",
              "says what is wrong with expressions, sets and parameters without an envelope",
              "puts '1 validation error detected: ' in front of it in PutItem and UpdateItem, of"
                  + " unused placeholders in DeleteItem, and of Select in Query",
              "validation-and-errors.md 5.1 [X] [M]",
              (call, headwater, local) ->
                  List.of("PutItem", "UpdateItem", "DeleteItem", "Query").contains(call.operation())
                      && headwater.errorType().equals(local.errorType())
                      && headwater
                          .message()
                          .equals("1 validation error detected: " + local.message())),
          new KnownDifference(
              "model-envelope",
              "'Value null at 'tableName' failed …' alone in Scan and GetItem",
              "1 validation error detected: Value null at 'tableName' failed …",
              "validation-and-errors.md 5 [D]",
              (_, headwater, local) ->
                  local.message().startsWith("Value null at 'tableName' failed")
                      && headwater
                          .message()
                          .equals("1 validation error detected: " + local.message())),
          new KnownDifference(
              "table-not-found-text",
              "Cannot do operations on a non-existent table",
              "Requested resource not found",
              "validation-and-errors.md 7 [D] [X]",
              errors(
                  "ResourceNotFoundException: Requested resource not found",
                  "ResourceNotFoundException: Cannot do operations on a non-existent table")),
          new KnownDifference(
              "table-name-text",
              "one sentence of its own for every table name that cannot be one",
              "the model's constraints; a name of 1 or 2 characters is looked for",
              "validation-and-errors.md 5, table of TableName [X]",
              errors(
                  "ValidationException: .*(?:'tableName'|'requestItems'|at 'requestItems\\.).*"
                      + "|ResourceNotFoundException: Requested resource not found",
                  "ValidationException: Invalid table/index name.*")),
          new KnownDifference(
              "key-attribute-count-text",
              "The number of conditions on the keys is invalid",
              "The provided key element does not match the schema",
              "validation-and-errors.md 6.2 [D]",
              validations(
                  "The provided key element does not match the schema",
                  "The number of conditions on the keys is invalid")),
          new KnownDifference(
              "key-type-text",
              "tells a key of a wrong type in several ways, without names and types",
              "one text for keys, one with name and types for items",
              "validation-and-errors.md 6.2 [D]",
              validations(
                  "The provided key element does not match the schema|"
                      + INVALID
                      + "Type mismatch for key .* expected: . actual: .*",
                  "Invalid attribute value type|" + INVALID + "Type mismatch for key")),
          new KnownDifference(
              "key-missing-text",
              "One of the required keys was not given a value",
              "names the key in PutItem; the key does not match the schema elsewhere",
              "validation-and-errors.md 6.2 [D]",
              validations(
                  INVALID
                      + "Missing the key .* in the item"
                      + "|The provided key element does not match the schema",
                  "One of the required keys was not given a value")),
          new KnownDifference(
              "required-member-text",
              "sentences of its own for an absent Item, Key or list of requests",
              "the model's constraint, or a sentence for RequestItems",
              "validation-and-errors.md 5, 6.8 [D] [X]",
              validations(
                  "\\d+ validation errors? detected: (?:.*; )?Value null at .* Member must not be"
                      + " null.*"
                      + "|The requestItems parameter is required for Batch(?:Get|Write)Item"
                      + "|.*(?:'requestItems'|requestItems\\..*) failed to satisfy constraint:"
                      + " .*Member must have length greater than or equal to 1.*",
                  "Item to put in PutItem cannot be null"
                      + "|Cannot have null key for GetItem, DeleteItem, or UpdateItem"
                      + "|The supplied Item contains a null AttributeValue"
                      + "|BatchGetItem must have some requests set"
                      + "|BatchWriteItem cannot have a null or no requests set"
                      + "|The list of keys in RequestItems for BatchGetItem is required.*"
                      + "|The batch write request list for a table cannot be null or empty.*")),
          new KnownDifference(
              "type-name-types",
              "lists types of its own where attribute_type's second argument is no literal",
              "lists DynamoDB's ten types",
              "validation-and-errors.md 6.6 [D]",
              validations(
                  "Invalid \\w+: Incorrect operand type for operator or function; operator or"
                      + " function: attribute_type, operand type: \\{[A-Z,]+\\}",
                  "Invalid \\w+: Incorrect operand type for operator or function; operator or"
                      + " function: attribute_type, operand type: \\{[A-Z,]+\\}")),
          new KnownDifference(
              "duplicates-full-stop",
              "no full stop behind 'contains duplicates' of SS, and no list of BS",
              "Input collection [a, a] contains duplicates. / [Yg==, Yg==]of type BS",
              "validation-and-errors.md 6.1 [D]",
              validations(
                  IN_VALUES
                      + INVALID
                      + "Input collection \\[.*\\](?:of type BS )? ?contains"
                      + " duplicates\\."
                      + FOR_KEY,
                  IN_VALUES
                      + INVALID
                      + "Input collection (?:\\[.*\\]|of type BS) contains"
                      + " duplicates\\.?"
                      + FOR_KEY)),
          new KnownDifference(
              "precision-text",
              "DynamoDB only supports precision up to 38 digits",
              "Attempting to store more than 38 significant digits in a Number",
              "validation-and-errors.md 6.1 [D]",
              validations(
                  IN_VALUES
                      + "Attempting to store more than 38 significant digits in a Number"
                      + FOR_KEY,
                  IN_VALUES + "DynamoDB only supports precision up to 38 digits" + FOR_KEY)),
          new KnownDifference(
              "number-text",
              "A value provided cannot be converted into a number",
              "The parameter cannot be converted to a numeric value: {text}",
              "validation-and-errors.md 6.1 [D]",
              validations(
                  IN_VALUES + "The parameter cannot be converted to a numeric value.*",
                  IN_VALUES + "A value provided cannot be converted into a number" + FOR_KEY)),
          new KnownDifference(
              "nesting-and-null-prefix",
              "puts the placeholder's key around every fault of its value",
              "says nesting and NULL:false without it",
              "validation-and-errors.md 6.1 [X]",
              validations(
                  "Nesting Levels have exceeded.*"
                      + "|"
                      + INVALID
                      + "Null attribute value types must have the value of true",
                  "ExpressionAttributeValues contains invalid value: (?:Nesting Levels have"
                      + " exceeded.*|"
                      + INVALID
                      + "Null attribute value types must have the value of true)"
                      + FOR_KEY)),
          new KnownDifference(
              "expression-size-text",
              "says no size",
              "Expression size has exceeded the maximum allowed size; expression size: {n}",
              "validation-and-errors.md 6.6 [D]",
              validations(
                  "Invalid \\w+Expression: Expression size has exceeded the maximum allowed size;"
                      + " expression size: \\d+",
                  "Invalid \\w+Expression: Expression size has exceeded the maximum allowed"
                      + " size;")),
          new KnownDifference(
              "attribute-types-order",
              "lists the names of the types in another order",
              "{B,NULL,SS,BOOL,L,BS,N,NS,S,M}",
              "validation-and-errors.md 6.6 [D]",
              validations(
                  "Invalid \\w+Expression: Invalid attribute type name found; type: .*",
                  "Invalid \\w+Expression: Invalid attribute type name found; type: .*")),
          new KnownDifference(
              "between-operand-notation",
              "prints the numbers of a BETWEEN in their normal form",
              "silent; Headwater prints them as they came",
              "validation-and-errors.md 6.6 shows no number that has two forms",
              validations(
                  "Invalid \\w+Expression: The BETWEEN operator requires .*\\{N:.*",
                  "Invalid \\w+Expression: The BETWEEN operator requires .*\\{N:.*")),
          new KnownDifference(
              "overlap-paths",
              "names as path two a path that need not be the one that overlaps",
              "Two document paths overlap with each other; …: the two paths",
              "validation-and-errors.md 6.6 [D]",
              validations(
                  "Invalid (?:Update|Projection)Expression: Two document paths (?:overlap|conflict)"
                      + " with each other; must remove or rewrite one of these paths; path one:.*",
                  "Invalid (?:Update|Projection)Expression: Two document paths (?:overlap|conflict)"
                      + " with each other; must remove or rewrite one of these paths; path"
                      + " one:.*")),
          new KnownDifference(
              "start-key-outside-text",
              "calls a start key of another partition one that misses the range key predicate",
              "The provided starting key is outside query boundaries based on provided conditions",
              "validation-and-errors.md 6.7 [D]",
              validations(
                  "The provided starting key is outside query boundaries based on provided"
                      + " conditions|The query can return at most one row and cannot be restarted",
                  "The provided starting key does not match the range key predicate")),
          new KnownDifference(
              "start-key-count-text",
              "Exclusive Start Key must have same size as table's key schema",
              "The provided starting key is invalid, in a Scan with a reason",
              "validation-and-errors.md 6.7 [D]",
              validations(
                  "The provided starting key is invalid(?:: The provided key element does not match"
                      + " the schema)?",
                  "Exclusive Start Key must have same size as table's key schema")),
          new KnownDifference(
              "start-key-type-text",
              "Type mismatch for attribute to update",
              "The provided starting key is invalid: The provided key element does not match …",
              "validation-and-errors.md 6.7 [D]",
              validations(
                  "The provided starting key is invalid: The provided key element does not match"
                      + " the schema",
                  "Type mismatch for attribute to update")),
          new KnownDifference(
              "limit-text",
              "Limit must be greater than or equal to 1",
              "the model's constraint",
              "validation-and-errors.md 6.7 [D] [X]",
              validations(
                  "\\d+ validation errors? detected: .*'[lL]imit' failed to satisfy.*",
                  "Limit must be greater than or equal to 1")),
          new KnownDifference(
              "index-name-text",
              "looks for an index of any name",
              "the model's constraints for an index name",
              "validation-and-errors.md 5; dynamodb-model.json, IndexName [A]",
              validations(
                  "\\d+ validation errors? detected: .*'indexName' failed to satisfy.*",
                  "The table does not have the specified index: .*")),
          new KnownDifference(
              "model-first-only",
              "names the first of several violations of the model",
              "names all, at most 10",
              "validation-and-errors.md 5 [D]",
              validations(
                  "\\d+ validation errors detected: Value .*",
                  "(?:1 validation error detected: )?Value .* failed to satisfy constraint: .*"
                      + "|Too many items requested for the BatchWriteItem call")),
          new KnownDifference(
              "several-names-text",
              "Invalid condition in KeyConditionExpression: Multiple attribute names used …",
              "the same behind 'Invalid KeyConditionExpression: '",
              "expressions.md 6 [M]",
              (_, headwater, local) ->
                  local.message().contains("Multiple attribute names used in one condition")
                      && headwater
                          .message()
                          .equals("Invalid KeyConditionExpression: " + local.message())),
          new KnownDifference(
              "start-key-doubled-text",
              "puts that the query cannot be restarted in front of an empty value in a start key",
              "The provided starting key is invalid: …",
              "validation-and-errors.md 6.7 [D]",
              (_, headwater, local) ->
                  local
                      .message()
                      .equals(
                          "The query can return at most one row and cannot be restarted. "
                              + headwater.message())),
          new KnownDifference(
              "key-path-choice",
              "names any of several keys that paths lead into",
              "silent; Headwater names that of the projection first",
              "validation-and-errors.md 6.7 has no order in a Scan",
              validations(
                  "Key attributes must be scalars; .*", "Key attributes must be scalars; .*")),
          new KnownDifference(
              "start-key-empty-text",
              "puts nothing in front of what is wrong with a start key's values",
              "The provided starting key is invalid: …",
              "validation-and-errors.md 6.1 [D]",
              (_, headwater, local) ->
                  headwater
                      .message()
                      .equals("The provided starting key is invalid: " + local.message())),
          new KnownDifference(
              "segment-text",
              "If segment is specified, total segment must also be specified, and so on",
              "The TotalSegments parameter is required but was not present …",
              "validation-and-errors.md 6.7 [D]",
              validations(
                  "The (?:TotalSegments|Segment) parameter is .*"
                      + "|\\d+ validation errors? detected: .*'(?:totalSegments|segment)'.*",
                  ".*[Ss]egment.*")),
          new KnownDifference(
              "select-text",
              "Select must be ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES, COUNT, or …",
              "the model's constraint",
              "validation-and-errors.md 5 [D]",
              validations(
                  "\\d+ validation errors? detected: .*'select' failed to satisfy.*",
                  "Select must be .*")),
          new KnownDifference(
              "key-condition-missed-text",
              "Query condition missed key schema element",
              "names the key",
              "validation-and-errors.md 6.7 [D]",
              validations(
                  "Query condition missed key schema element: .*",
                  "Query condition missed key schema element")),
          new KnownDifference(
              "key-size-text",
              "Hash primary key values must be under 2048 bytes, and range primary key values …",
              "Size of hashkey … / Aggregated size of all range keys …",
              "validation-and-errors.md 6.2 [D]",
              validations(
                  INVALID + "(?:Size of hashkey|Aggregated size of all range keys) has exceeded.*",
                  "Hash primary key values must be under 2048 bytes, and range primary key values"
                      + " must be under 1024 bytes")),
          new KnownDifference(
              "undefined-name-order",
              "names any of several placeholders that are not defined",
              "names the first",
              "silent: validation-and-errors.md 6.6 has no order among them",
              validations(
                  "Invalid \\w+Expression: An expression attribute (?:name|value) used .* is not"
                      + " defined; .*",
                  "Invalid \\w+Expression: An expression attribute (?:name|value) used .* is not"
                      + " defined; .*")),
          new KnownDifference(
              "start-key-segment-text",
              "Exclusive start key must lie within the segment",
              "The provided starting key is invalid: Invalid ExclusiveStartKey. …",
              "validation-and-errors.md 6.7 [D]",
              validations(
                  "The provided starting key is invalid: Invalid ExclusiveStartKey\\. .*",
                  "Exclusive start key must lie within the segment")),
          new KnownDifference(
              "return-values-text",
              "Return values set to invalid value",
              "the model's constraint for a text that is no ReturnValues",
              "validation-and-errors.md 5 [D] [X]",
              validations(
                  "\\d+ validation errors? detected: .*'returnValues' failed to satisfy.*"
                      + "|Failed to satisfy constraint: Member must satisfy enum value set: .*"
                      + "|ReturnValues can only be ALL_OLD or NONE",
                  "Return values set to invalid value")));

  private ErrorTextDifferences() {}
}
