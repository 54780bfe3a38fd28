package io.headwater.loadtests.soak;

/** The bodies of the requests that the crash test sends. */
final class SoakRequests {
  static final String TABLE = "soak";

  /** Makes an item of a few hundred bytes, so that a commit spans more than one disk sector. */
  private static final String PADDING = "headwater ".repeat(30);

  private SoakRequests() {}

  static String createTable() {
    return """
    {"TableName":"%s","BillingMode":"PAY_PER_REQUEST",
     "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
     "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
     "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}}\
    """
        .formatted(TABLE);
  }

  static String describeTable() {
    return "{\"TableName\":\"%s\"}".formatted(TABLE);
  }

  static String createEventSourceMapping(String streamArn, String functionName) {
    return """
    {"EventSourceArn":"%s","FunctionName":"%s","StartingPosition":"TRIM_HORIZON","BatchSize":500}\
    """
        .formatted(streamArn, functionName);
  }

  static String put(String key, long version) {
    return """
    {"TableName":"%s","Item":{"pk":{"S":"%s"},"version":{"N":"%d"},"padding":{"S":"%s"}}}\
    """
        .formatted(TABLE, key, version, PADDING);
  }

  /** Sets a version on the condition that the item has the one before; 0 is no item. */
  static String updateFrom(String key, long before, long version) {
    String condition = before == 0 ? "attribute_not_exists(pk)" : "version = :before";
    String beforeValue = before == 0 ? "" : "\":before\":{\"N\":\"%d\"},".formatted(before);
    return """
    {"TableName":"%s","Key":{"pk":{"S":"%s"}},"UpdateExpression":"SET version = :version",
     "ConditionExpression":"%s",
     "ExpressionAttributeValues":{%s":version":{"N":"%d"}}}\
    """
        .formatted(TABLE, key, condition, beforeValue, version);
  }

  static String get(String key) {
    return """
    {"TableName":"%s","Key":{"pk":{"S":"%s"}},"ConsistentRead":true}\
    """
        .formatted(TABLE, key);
  }

  /** One page of a scan, from behind a key; the whole table's first page if that is empty. */
  static String scan(String afterKey) {
    String start =
        afterKey.isEmpty()
            ? ""
            : ",\"ExclusiveStartKey\":{\"pk\":{\"S\":\"%s\"}}".formatted(afterKey);
    return """
    {"TableName":"%s","ConsistentRead":true%s}\
    """
        .formatted(TABLE, start);
  }
}
