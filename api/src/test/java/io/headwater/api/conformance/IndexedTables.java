package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.definition;
import static io.headwater.api.conformance.Conformance.key;
import static io.headwater.api.conformance.Conformance.projection;
import static io.headwater.api.conformance.Conformance.rangeKey;
import static io.headwater.api.conformance.Conformance.rangeTableRequest;
import static io.headwater.api.conformance.Conformance.s;

import io.headwater.api.testing.SharedServer;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A table with local secondary indexes of every projection, and what its tests share. */
final class IndexedTables {
  /** Has the keys only. */
  static final String BY_DATE = "by-date";

  /** Has the attribute {@code title} as well. */
  static final String BY_RANK = "by-rank";

  /** Has everything. */
  static final String BY_TAG = "by-tag";

  private IndexedTables() {}

  /** Creates a table with indexes by date (S), rank (N) and tag (S) and gives back its name. */
  static String create(String prefix) {
    var include =
        Projection.builder().projectionType(ProjectionType.INCLUDE).nonKeyAttributes("title");
    return Conformance.create(
        rangeTableRequest(SharedServer.newTableName(prefix))
            .attributeDefinitions(
                definition("id", ScalarAttributeType.S),
                definition("nr", ScalarAttributeType.N),
                definition("date", ScalarAttributeType.S),
                definition("rank", ScalarAttributeType.N),
                definition("tag", ScalarAttributeType.S))
            .localSecondaryIndexes(
                index(BY_DATE, "date", projection(ProjectionType.KEYS_ONLY)),
                index(BY_RANK, "rank", include.build()),
                index(BY_TAG, "tag", projection(ProjectionType.ALL)))
            .build());
  }

  private static LocalSecondaryIndex index(String name, String sortKey, Projection projection) {
    return LocalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(key("id", KeyType.HASH), key(sortKey, KeyType.RANGE))
        .projection(projection)
        .build();
  }

  static Map<String, AttributeValue> item(
      String id, long nr, String attribute, AttributeValue value) {
    var item = new HashMap<>(rangeKey(id, nr));
    item.put(attribute, value);
    item.put("text", s("text " + nr));
    return item;
  }

  static Map<String, AttributeValue> with(
      Map<String, AttributeValue> item, String attribute, AttributeValue value) {
    var changed = new HashMap<>(item);
    changed.put(attribute, value);
    return changed;
  }

  static void assertCapacity(
      ConsumedCapacity capacity, double total, double ofTable, Map<String, Double> ofIndexes) {
    Conformance.assertCapacity(
        capacity, total, ofTable, capacity.localSecondaryIndexes(), ofIndexes);
  }
}
