package io.headwater.loadtests.differential;

import java.util.List;
import java.util.Map;

/** What DynamoDB Local refuses, accepts or answers otherwise. */
final class BehaviourDifferences {
  static final List<KnownDifference> ALL =
      List.of(
          new KnownDifference(
              "wrong-json-type",
              "fails with an InternalFailure, or takes a number or boolean as text",
              "SerializationException with a text for each pair of types",
              "validation-and-errors.md 4 [D]",
              (_, headwater, _) -> headwater.errorType().equals("SerializationException")),
          new KnownDifference(
              "boolean-as-text",
              "fails with an InternalFailure for booleans that are strings",
              "takes true, 1, yes and false, 0, no",
              "validation-and-errors.md 4 [D]",
              (call, _, local) ->
                  local.errorType().equals("InternalFailure")
                      && JsonTree.write(call.request())
                          .matches(".*\"(?:BOOL|NULL|ConsistentRead|ScanIndexForward)\":\".*")),
          new KnownDifference(
              "value-as-path-step",
              "takes a value's placeholder behind a dot of a path, and fails later",
              "a syntax error",
              "expressions.md 3",
              (call, headwater, local) ->
                  headwater.message().contains("Syntax error")
                      && JsonTree.write(call.request()).matches(".*Expression\":[^{]*\\. *:.*")
                      && local.errorType().equals("ValidationException")),
          new KnownDifference(
              "return-enum-unchecked",
              "takes any text for ReturnItemCollectionMetrics, and for ReturnConsumedCapacity when"
                  + " there is something else to say or to do",
              "the model's constraint",
              "validation-and-errors.md 5 [D]",
              (_, headwater, _) ->
                  headwater
                      .message()
                      .matches(
                          "1 validation error detected: Value '.*' at"
                              + " '(?:returnItemCollectionMetrics|returnConsumedCapacity)' failed"
                              + " to satisfy.*")),
          new KnownDifference(
              "select-empty",
              "takes an empty Select for an absent one",
              "the model's constraint",
              "validation-and-errors.md 5 [D]",
              (call, headwater, _) ->
                  "".equals(call.request().get("Select"))
                      && headwater.message().contains("Value '' at 'select' failed to satisfy")),
          new KnownDifference(
              "start-key-at-the-end",
              "refuses a start key after which the key condition has no place for an item",
              "answers an empty page: the key fits the condition",
              "validation-and-errors.md 6.7 [D]",
              (_, headwater, local) ->
                  headwater.isSuccess()
                      && local
                          .message()
                          .equals(
                              "The provided starting key does not match the range key predicate")
                      && !JsonTree.write(headwater.body()).contains("\"Items\":[{")),
          new KnownDifference(
              "nesting-unchecked",
              "does not measure how deep the values of a filter nest",
              "refuses more than 32 levels in every value",
              "data-model.md 1 [X]",
              (_, headwater, local) ->
                  headwater.message().contains("Nesting Levels have exceeded")
                      && local.isSuccess()),
          new KnownDifference(
              "size-not-reserved",
              "takes size without parentheses as an attribute's name",
              "SIZE is a reserved word",
              "reserved-words.txt [A]",
              (_, headwater, _) ->
                  headwater
                      .message()
                      .matches(
                          "(?i).*Attribute name is a reserved keyword; reserved keyword: size")),
          new KnownDifference(
              "duplicate-key-notation",
              "finds no duplicate in keys that write one number in two ways",
              "compares keys in their normal form",
              "validation-and-errors.md 6.9, last line [D]",
              (call, headwater, local) ->
                  call.operation().startsWith("Batch")
                      && headwater
                          .message()
                          .equals("Provided list of item keys contains duplicates")
                      && local.isSuccess()),
          new KnownDifference(
              "digits-of-other-scripts",
              "takes every digit of Unicode in a number",
              "silent; Headwater takes 0 to 9",
              "data-model.md 2",
              (_, headwater, _) ->
                  headwater.message().contains("cannot be converted to a numeric value: \u0663")),
          new KnownDifference(
              "nothing-read-capacity",
              "charges nothing for what is not there",
              "charges the minimum for a Query or Scan that reads no item, and for each missing"
                  + " key",
              "data-model.md 7, BatchGetItem, Query / Scan (unverified for Scan)",
              (call, headwater, local) ->
                  List.of("Query", "Scan", "BatchGetItem").contains(call.operation())
                      && differInCapacityOnly(headwater, local)),
          new KnownDifference(
              "batch-delete-capacity",
              "charges a delete in a BatchWriteItem more than one of its own",
              "the sum of the single operations",
              "data-model.md 7, BatchWriteItem",
              (call, headwater, local) ->
                  call.operation().equals("BatchWriteItem")
                      && JsonTree.write(call.request()).contains("DeleteRequest")
                      && differInCapacityOnly(headwater, local)),
          new KnownDifference(
              "last-page-known",
              "answers no LastEvaluatedKey when the key condition leaves no place for more items",
              "answers it whenever Limit items were evaluated",
              "query-scan-index.md 1 [D]",
              (call, headwater, local) ->
                  call.operation().equals("Query")
                      && headwater.isSuccess()
                      && local.isSuccess()
                      && headwater.body() instanceof List<?> ours
                      && local.body() instanceof List<?> theirs
                      && isFollowedByAnEmptyPage(ours, theirs)),
          new KnownDifference(
              "updated-whole",
              "answers the whole attribute that an update reached into, as UPDATED_OLD and"
                  + " UPDATED_NEW",
              "answers what the update's paths name of it, the elements of lists packed",
              "expressions.md 5, ReturnValues [X]",
              (call, headwater, local) ->
                  call.operation().equals("UpdateItem")
                      && headwater.isSuccess()
                      && local.isSuccess()
                      && call.request().get("ReturnValues") instanceof String wanted
                      && wanted.startsWith("UPDATED_")
                      && call.request().get("UpdateExpression") instanceof String update
                      && update.matches("(?s).*[.\\[].*")
                      && JsonTree.isPartOf(headwater.body(), local.body())),
          new KnownDifference(
              "updated-new-without-update",
              "fails with an InternalFailure",
              "UPDATED_NEW and UPDATED_OLD of an UpdateItem that changes nothing answer nothing",
              "expressions.md 5 [X]",
              (call, headwater, local) ->
                  call.operation().equals("UpdateItem")
                      && !call.request().containsKey("UpdateExpression")
                      && headwater.isSuccess()
                      && local.errorType().equals("InternalFailure")),
          new KnownDifference(
              "removal-from-a-missing-item",
              "creates an item of the bare key, or refuses a path into it",
              "an update that only removes creates nothing",
              "expressions.md 5 [X]",
              (call, headwater, _) ->
                  removesOnly(call)
                      && headwater.isSuccess()
                      && !JsonTree.write(headwater.body()).contains("\"Attributes\"")),
          new KnownDifference(
              "start-key-of-a-hash-only-table",
              "takes a start key, or finds another fault first",
              "The provided exclusive start key is invalid: ExclusiveStartKey: …",
              "validation-and-errors.md 6.7 [X]",
              (_, headwater, _) ->
                  headwater
                      .message()
                      .startsWith(
                          "The provided exclusive start key is invalid: ExclusiveStartKey: {")),
          new KnownDifference(
              "zero-with-an-exponent",
              "takes zero with any exponent",
              "overflow beyond 125, underflow below -130",
              "validation-and-errors.md 6.1 [X]",
              (call, headwater, _) ->
                  headwater.message().contains("Number overflow. Attempting to store")
                      && JsonTree.write(call.request()).matches(".*\"[-+]?[0.]+[eE]\\+?\\d+\".*")));

  private BehaviourDifferences() {}

  /** Whether a call is an update that adds nothing, so that it creates no item. */
  static boolean removesOnly(Call call) {
    return call.operation().equals("UpdateItem")
        && call.request().get("UpdateExpression") instanceof String update
        && !update.matches("(?is).*\\b(?:SET|ADD)\\b.*");
  }

  /** Whether ours are the same pages, one empty page more, and a key that leads to it. */
  private static boolean isFollowedByAnEmptyPage(List<?> ours, List<?> theirs) {
    int count = theirs.size();
    return ours.size() == count + 1
        && withoutCapacity(ours.subList(0, count - 1))
            .equals(withoutCapacity(theirs.subList(0, count - 1)))
        && without("LastEvaluatedKey", without("ConsumedCapacity", ours.get(count - 1)))
            .equals(without("ConsumedCapacity", theirs.get(count - 1)))
        && JsonTree.write(ours.getLast()).contains("\"ScannedCount\":0");
  }

  private static boolean differInCapacityOnly(Outcome headwater, Outcome local) {
    return headwater.isSuccess()
        && local.isSuccess()
        && withoutCapacity(headwater.body()).equals(withoutCapacity(local.body()));
  }

  /** An answer, or the pages of one, without what was consumed. */
  private static Object withoutCapacity(Object body) {
    return body instanceof List<?> pages
        ? pages.stream().map(page -> without("ConsumedCapacity", page)).toList()
        : without("ConsumedCapacity", body);
  }

  private static Object without(String member, Object body) {
    if (!(body instanceof Map<?, ?> members)) {
      return body;
    }
    var rest = JsonTree.copyOfMembers(members);
    rest.remove(member);
    return rest;
  }
}
