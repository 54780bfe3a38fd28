package io.headwater.loadtests.workload;

import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The bodies of the requests about items of one size. The payload is a random place in a random
 * text, so it costs the generator nothing and compresses no better than real data. For one thread.
 */
final class LoadItems {
  static final int ITEMS_PER_BATCH = 25;

  /** Item collections for queries, in a table of their own. */
  static final int COLLECTIONS = 1_000;

  static final int ITEMS_PER_COLLECTION = 10;

  private static final String TABLE = "load";
  private static final String INDEXED_TABLE = "load-indexed";

  /** Different values of the index key; each belongs to many items. */
  private static final int OWNERS = 1_000;

  private static final String COLLECTION_TABLE = "load-collections";

  private static final int TEXT_LENGTH = 64 * 1024;

  /** The attributes' names, the key's value and the counter, by DynamoDB's rules. */
  private static final int BYTES_BESIDE_PAYLOAD = 2 + 13 + 6 + 2 + 7;

  private final SplittableRandom random;
  private final String text;
  private final int payloadBytes;

  LoadItems(int itemBytes, SplittableRandom random) {
    this.random = random;
    this.payloadBytes = itemBytes - BYTES_BESIDE_PAYLOAD;
    var characters = new StringBuilder(TEXT_LENGTH);
    for (int i = 0; i < TEXT_LENGTH; i++) {
      characters.append((char) ('0' + random.nextInt(10) + (random.nextBoolean() ? 0 : 49)));
    }
    this.text = characters.toString();
  }

  static String createTable() {
    return createTable("");
  }

  private static String createTable(String moreMembers) {
    return """
    {"TableName":"load","BillingMode":"PAY_PER_REQUEST",\
    "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],\
    "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]%s}\
    """
        .formatted(moreMembers);
  }

  /** The table whose items have a time to live, {@code until}. */
  static String createExpiringTable(boolean streamed) {
    return createTable(
        streamed
            ? ",\"StreamSpecification\":{\"StreamEnabled\":true,"
                + "\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"}"
            : "");
  }

  /** A table of a name of its own, with a global secondary index. */
  static String createIdleTable(int number) {
    return """
    {"TableName":"idle-%d","BillingMode":"PAY_PER_REQUEST",\
    "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},\
    {"AttributeName":"owner","AttributeType":"S"}],\
    "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],\
    "GlobalSecondaryIndexes":[{"IndexName":"by-owner",\
    "KeySchema":[{"AttributeName":"owner","KeyType":"HASH"}],\
    "Projection":{"ProjectionType":"ALL"}}]}\
    """
        .formatted(number);
  }

  static String enableTimeToLive() {
    return """
    {"TableName":"load","TimeToLiveSpecification":{"Enabled":true,"AttributeName":"until"}}\
    """;
  }

  static String describeTable() {
    return "{\"TableName\":\"" + TABLE + "\"}";
  }

  static String createCollectionTable() {
    return """
    {"TableName":"load-collections","BillingMode":"PAY_PER_REQUEST",\
    "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},\
    {"AttributeName":"sk","AttributeType":"N"}],\
    "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}]}\
    """;
  }

  /** A table like that of {@link #createTable()}, with a global secondary index of whole items. */
  static String createIndexedTable() {
    return """
    {"TableName":"load-indexed","BillingMode":"PAY_PER_REQUEST",\
    "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},\
    {"AttributeName":"owner","AttributeType":"S"}],\
    "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],\
    "GlobalSecondaryIndexes":[{"IndexName":"by-owner",\
    "KeySchema":[{"AttributeName":"owner","KeyType":"HASH"}],\
    "Projection":{"ProjectionType":"ALL"}}]}\
    """;
  }

  String putItem(int key) {
    return "{\"TableName\":\"" + TABLE + "\",\"Item\":" + item(key) + "}";
  }

  /** Puts an item with an index key that it did not have before, as a rule. */
  String putIndexedItem(int key) {
    return putIndexedItem(keyText(key), keyText(random.nextInt(OWNERS)));
  }

  /** Puts the one item that an index has under its own name. */
  String putProbe(String name) {
    return putIndexedItem(name, name);
  }

  private String putIndexedItem(String key, String owner) {
    return "{\"TableName\":\"" + INDEXED_TABLE + "\",\"Item\":" + indexedItem(key, owner) + "}";
  }

  private String indexedItem(String key, String owner) {
    return item(key, "\"owner\":{\"S\":\"" + owner + "\"},");
  }

  static String describeIndexedTable() {
    return "{\"TableName\":\"" + INDEXED_TABLE + "\"}";
  }

  /** A BatchWriteItem into the indexed table of the keys between two, the second exclusive. */
  String batchWriteIndexedItems(int fromKey, int toKey) {
    return batchWriteItem(
        INDEXED_TABLE,
        IntStream.range(fromKey, toKey)
            .mapToObj(key -> indexedItem(keyText(key), keyText(random.nextInt(OWNERS)))));
  }

  static String queryProbe(String name) {
    return "{\"TableName\":\""
        + INDEXED_TABLE
        + "\",\"IndexName\":\"by-owner\",\"KeyConditionExpression\":\"#owner = :owner\","
        + "\"ExpressionAttributeNames\":{\"#owner\":\"owner\"},"
        + "\"ExpressionAttributeValues\":{\":owner\":{\"S\":\""
        + name
        + "\"}}}";
  }

  String conditionalPut(int key) {
    return "{\"TableName\":\""
        + TABLE
        + "\",\"ConditionExpression\":\"attribute_exists(pk) AND visits >= :least\","
        + "\"ExpressionAttributeValues\":{\":least\":{\"N\":\"0\"}},\"Item\":"
        + item(key)
        + "}";
  }

  String query(int collection) {
    return "{\"TableName\":\""
        + COLLECTION_TABLE
        + "\",\"ConsistentRead\":true,\"KeyConditionExpression\":\"pk = :pk\","
        + "\"ExpressionAttributeValues\":{\":pk\":{\"S\":\""
        + keyText(collection)
        + "\"}}}";
  }

  String getItem(int key) {
    return "{\"TableName\":\"" + TABLE + "\",\"Key\":" + key(key) + ",\"ConsistentRead\":true}";
  }

  String updateItem(int key) {
    return "{\"TableName\":\""
        + TABLE
        + "\",\"Key\":"
        + key(key)
        + ",\"UpdateExpression\":\"SET payload = :payload ADD visits :one\","
        + "\"ExpressionAttributeValues\":{\":one\":{\"N\":\"1\"},\":payload\":{\"S\":\""
        + payload()
        + "\"}}}";
  }

  /** A BatchWriteItem of the keys from {@code fromKey} to {@code toKey}, exclusive. */
  String batchWriteItem(int fromKey, int toKey) {
    return batchWriteItem(TABLE, IntStream.range(fromKey, toKey).mapToObj(this::item));
  }

  /** The same batch of items whose time to live ended at {@code expiredAtEpochSeconds}. */
  String batchWriteExpiring(int fromKey, int toKey, long expiredAtEpochSeconds) {
    String until = "\"until\":{\"N\":\"" + expiredAtEpochSeconds + "\"},";
    return batchWriteItem(TABLE, IntStream.range(fromKey, toKey).mapToObj(key -> item(key, until)));
  }

  /** A BatchWriteItem of one whole collection. */
  String batchWriteCollection(int collection) {
    return batchWriteItem(
        COLLECTION_TABLE,
        IntStream.range(0, ITEMS_PER_COLLECTION)
            .mapToObj(sortKey -> item(collection, "\"sk\":{\"N\":\"" + sortKey + "\"},")));
  }

  private static String batchWriteItem(String table, Stream<String> items) {
    return items.collect(
        Collectors.joining(
            "}},{\"PutRequest\":{\"Item\":",
            "{\"RequestItems\":{\"" + table + "\":[{\"PutRequest\":{\"Item\":",
            "}}]}}"));
  }

  private String item(int key) {
    return item(key, "");
  }

  private String item(int key, String moreMembers) {
    return item(keyText(key), moreMembers);
  }

  private String item(String key, String moreMembers) {
    return "{\"pk\":{\"S\":\""
        + key
        + "\"},"
        + moreMembers
        + "\"visits\":{\"N\":\"0\"},\"payload\":{\"S\":\""
        + payload()
        + "\"}}";
  }

  private static String key(int key) {
    return "{\"pk\":{\"S\":\"" + keyText(key) + "\"}}";
  }

  /** 13 characters for any key below 100 million. */
  private static String keyText(int key) {
    return "user-" + Integer.toString(100_000_000 + key).substring(1);
  }

  private String payload() {
    int start = random.nextInt(TEXT_LENGTH - payloadBytes);
    return text.substring(start, start + payloadBytes);
  }
}
