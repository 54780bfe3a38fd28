package io.headwater.loadtests.differential;

import static io.headwater.loadtests.differential.KnownDifference.validations;

import java.util.List;

/** Faults of batches, key conditions and parameters that both find and tell in different words. */
final class RequestTextDifferences {
  static final List<KnownDifference> ALL =
      List.of(
          new KnownDifference(
              "batch-length-text",
              "texts of its own for an empty batch, no keys, too many keys or writes",
              "the model's constraint of the list in the map",
              "validation-and-errors.md 5, Batch maps [X]",
              validations(
                  "1 validation error detected: Value (?:'\\[\\]' )?at 'RequestItems.*",
                  "Too many items requested for the Batch.*"
                      + "|BatchGetItem must have some requests set"
                      + "|The list of keys in RequestItems for BatchGetItem is required: .*")),
          new KnownDifference(
              "key-condition-prefix",
              "says which operator is invalid without naming the expression",
              "Invalid KeyConditionExpression: …",
              "expressions.md 6 [X]",
              (_, headwater, local) ->
                  headwater.message().equals("Invalid KeyConditionExpression: " + local.message())),
          new KnownDifference(
              "values-without-expression-text",
              "adds which expressions are null",
              "ExpressionAttributeValues can only be specified when using expressions",
              "validation-and-errors.md 6.4 [X]",
              validations(
                  "ExpressionAttributeValues can only be specified when using expressions",
                  "ExpressionAttributeValues can only be specified when using expressions: .*")),
          new KnownDifference(
              "duplicates-prefix",
              "Input collection contains duplicates",
              "One or more parameter values were invalid: Input collection contains duplicates.",
              "validation-and-errors.md 6.1 [X]",
              validations(
                  "One or more parameter values were invalid: Input collection contains"
                      + " duplicates\\.",
                  "Input collection contains duplicates")),
          new KnownDifference(
              "key-condition-count-text",
              "Query key condition not supported",
              "The number of query conditions (3) exceeds the number of key attributes …",
              "validation-and-errors.md 6.7 [X]",
              validations(
                  "The number of query conditions \\(\\d+\\) exceeds .*",
                  "Query key condition not supported")),
          new KnownDifference(
              "sum-precision-text",
              "DynamoDB only supports precision up to 38 digits, of a sum",
              "Number overflow. Attempting to store a number with magnitude larger than …",
              "validation-and-errors.md 6.6 [X]",
              validations(
                  "Number overflow\\. .*", "DynamoDB only supports precision up to 38 digits")));

  private RequestTextDifferences() {}
}
