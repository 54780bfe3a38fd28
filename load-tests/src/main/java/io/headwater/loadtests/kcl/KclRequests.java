package io.headwater.loadtests.kcl;

/** The bodies of the requests of the writers, and of a look at the tables of the library. */
final class KclRequests {
  static final String TABLE = "kcl-source";

  /** Also the name of the table of leases; two more tables are named after it. */
  static final String APPLICATION = "kcl-application";

  static final String LEASE_INDEX = "LeaseOwnerToLeaseKeyIndex";

  private KclRequests() {}

  static String createTable() {
    return """
    {"TableName":"%s","BillingMode":"PAY_PER_REQUEST",
     "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
     "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
     "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}}\
    """
        .formatted(TABLE);
  }

  /** Sets a version on the condition that the item has the one before; 1 is a new item's. */
  static String update(String key, long version) {
    String condition = version == 1 ? "attribute_not_exists(pk)" : "version = :before";
    String before = version == 1 ? "" : "\":before\":{\"N\":\"%d\"},".formatted(version - 1);
    return """
    {"TableName":"%s","Key":{"pk":{"S":"%s"}},"UpdateExpression":"SET version = :version",
     "ConditionExpression":"%s",
     "ExpressionAttributeValues":{%s":version":{"N":"%d"}}}\
    """
        .formatted(TABLE, key, condition, before, version);
  }

  static String describeTable(String name) {
    return "{\"TableName\":\"%s\"}".formatted(name);
  }

  /** The keys of a worker's leases, by the index. */
  static String queryLeases(String worker) {
    return """
    {"TableName":"%s","IndexName":"%s","KeyConditionExpression":"leaseOwner = :owner",
     "ExpressionAttributeValues":{":owner":{"S":"%s"}}}\
    """
        .formatted(APPLICATION, LEASE_INDEX, worker);
  }
}
