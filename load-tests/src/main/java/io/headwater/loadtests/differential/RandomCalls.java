package io.headwater.loadtests.differential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Random requests about the tables of a history, most of them valid. */
final class RandomCalls {
  private final List<TableSchema> tables;

  RandomCalls(List<TableSchema> tables) {
    this.tables = tables;
  }

  Call next(Draw draw) {
    Call call =
        switch (draw.below(20)) {
          case 0, 1, 2, 3 -> putItem(draw);
          case 4, 5, 6, 7, 8, 9 -> updateItem(draw);
          case 10 -> deleteItem(draw);
          case 11, 12 -> getItem(draw);
          case 13 -> batchWriteItem(draw);
          case 14 -> batchGetItem(draw);
          case 15, 16, 17 -> query(draw);
          default -> scan(draw);
        };
    var changeable = Call.copyOf(call);
    if (draw.oneIn(4)) {
      RequestFaults.change(changeable, draw);
    }
    return changeable;
  }

  private Call putItem(Draw draw) {
    TableSchema table = draw.from(tables);
    var request = ofTable(table);
    request.put("Item", RandomValues.item(table, draw));
    addConditionalWrite(table, request, draw);
    if (draw.oneIn(3)) {
      request.put("ReturnValues", draw.from("NONE", "ALL_OLD", "ALL_OLD"));
    }
    return new Call("PutItem", request);
  }

  private Call deleteItem(Draw draw) {
    TableSchema table = draw.from(tables);
    var request = ofTable(table);
    request.put("Key", RandomValues.key(table, draw));
    addConditionalWrite(table, request, draw);
    if (draw.oneIn(3)) {
      request.put("ReturnValues", draw.from("NONE", "ALL_OLD", "ALL_OLD"));
    }
    return new Call("DeleteItem", request);
  }

  private Call updateItem(Draw draw) {
    TableSchema table = draw.from(tables);
    var request = ofTable(table);
    request.put("Key", RandomValues.key(table, draw));
    var placeholders = new Placeholders(draw);
    var expressions = new RandomExpressions(table, placeholders, draw);
    if (!draw.oneIn(20)) {
      request.put("UpdateExpression", expressions.update());
    }
    if (draw.oneIn(5)) {
      request.put("ConditionExpression", expressions.condition(true));
    }
    placeholders.addTo(request);
    if (draw.oneIn(2)) {
      request.put(
          "ReturnValues",
          draw.from("NONE", "ALL_OLD", "ALL_NEW", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"));
    }
    addWriteParameters(request, draw);
    return new Call("UpdateItem", request);
  }

  private static void addConditionalWrite(
      TableSchema table, Map<String, @Nullable Object> request, Draw draw) {
    if (draw.oneIn(3)) {
      var placeholders = new Placeholders(draw);
      request.put(
          "ConditionExpression", new RandomExpressions(table, placeholders, draw).condition(true));
      placeholders.addTo(request);
    }
    addWriteParameters(request, draw);
  }

  private static void addWriteParameters(Map<String, @Nullable Object> request, Draw draw) {
    if (draw.oneIn(3)) {
      request.put("ReturnValuesOnConditionCheckFailure", draw.from("ALL_OLD", "NONE"));
    }
    if (draw.oneIn(8)) {
      request.put("ReturnItemCollectionMetrics", draw.from("SIZE", "NONE"));
    }
    addCapacity(request, draw);
  }

  private static void addCapacity(Map<String, @Nullable Object> request, Draw draw) {
    if (draw.oneIn(3)) {
      request.put("ReturnConsumedCapacity", draw.from("TOTAL", "INDEXES", "NONE"));
    }
  }

  private Call getItem(Draw draw) {
    TableSchema table = draw.from(tables);
    var request = ofTable(table);
    request.put("Key", RandomValues.key(table, draw));
    addProjection(table, request, draw);
    addConsistency(request, draw);
    addCapacity(request, draw);
    return new Call("GetItem", request);
  }

  private static void addProjection(
      TableSchema table, Map<String, @Nullable Object> request, Draw draw) {
    if (draw.oneIn(2)) {
      var placeholders = new Placeholders(draw);
      request.put(
          "ProjectionExpression", new RandomExpressions(table, placeholders, draw).projection());
      placeholders.addTo(request);
    }
  }

  private static void addConsistency(Map<String, @Nullable Object> request, Draw draw) {
    if (draw.oneIn(3)) {
      request.put("ConsistentRead", draw.oneIn(2));
    }
  }

  private Call batchWriteItem(Draw draw) {
    var writesOfTable = new LinkedHashMap<String, @Nullable Object>();
    int tableCount = draw.between(1, 2);
    for (int i = 0; i < tableCount; i++) {
      TableSchema table = draw.from(tables);
      var writes = new ArrayList<Object>();
      int count = draw.oneIn(20) ? 26 : draw.between(1, 4);
      for (int j = 0; j < count; j++) {
        writes.add(
            draw.oneIn(3)
                ? Map.of("DeleteRequest", mapOf("Key", RandomValues.key(table, draw)))
                : Map.of("PutRequest", mapOf("Item", RandomValues.item(table, draw))));
      }
      writesOfTable.put(table.name(), writes);
    }
    var request = mapOf("RequestItems", writesOfTable);
    addCapacity(request, draw);
    return new Call("BatchWriteItem", request);
  }

  private Call batchGetItem(Draw draw) {
    var getsOfTable = new LinkedHashMap<String, @Nullable Object>();
    int tableCount = draw.between(1, 2);
    for (int i = 0; i < tableCount; i++) {
      TableSchema table = draw.from(tables);
      var keys = new ArrayList<Object>();
      int count = draw.oneIn(30) ? 101 : draw.between(1, 4);
      for (int j = 0; j < count; j++) {
        keys.add(RandomValues.key(table, draw));
      }
      var gets = mapOf("Keys", keys);
      addProjection(table, gets, draw);
      addConsistency(gets, draw);
      getsOfTable.put(table.name(), gets);
    }
    var request = mapOf("RequestItems", getsOfTable);
    addCapacity(request, draw);
    return new Call("BatchGetItem", request);
  }

  private Call query(Draw draw) {
    TableSchema table = draw.from(tables);
    var request = ofTable(table);
    var placeholders = new Placeholders(draw);
    var expressions = new RandomExpressions(table, placeholders, draw);
    request.put("KeyConditionExpression", expressions.keyCondition());
    addReading(request, expressions, draw.oneIn(15), draw);
    placeholders.addTo(request);
    if (draw.oneIn(3)) {
      request.put("ScanIndexForward", draw.oneIn(3));
    }
    if (draw.oneIn(8)) {
      request.put("ExclusiveStartKey", RandomValues.key(table, draw));
    }
    return new Call("Query", request);
  }

  private Call scan(Draw draw) {
    TableSchema table = draw.from(tables);
    var request = ofTable(table);
    var placeholders = new Placeholders(draw);
    addReading(request, new RandomExpressions(table, placeholders, draw), true, draw);
    placeholders.addTo(request);
    if (draw.oneIn(4)) {
      int segmentCount = draw.between(1, 4);
      request.put("TotalSegments", segmentCount);
      request.put("Segment", draw.below(segmentCount));
    }
    if (draw.oneIn(15)) {
      request.put("ExclusiveStartKey", RandomValues.key(table, draw));
    }
    return new Call("Scan", request);
  }

  /** What Query and Scan have in common. */
  private static void addReading(
      Map<String, @Nullable Object> request,
      RandomExpressions expressions,
      boolean filterOnKeys,
      Draw draw) {
    if (draw.oneIn(3)) {
      request.put("FilterExpression", expressions.condition(filterOnKeys));
    }
    if (draw.oneIn(4)) {
      request.put("ProjectionExpression", expressions.projection());
    }
    if (draw.oneIn(4)) {
      request.put("Limit", draw.between(1, 5));
    }
    if (draw.oneIn(8)) {
      request.put("Select", draw.from("ALL_ATTRIBUTES", "COUNT", "SPECIFIC_ATTRIBUTES"));
    }
    addConsistency(request, draw);
    addCapacity(request, draw);
  }

  private static Map<String, @Nullable Object> ofTable(TableSchema table) {
    return mapOf("TableName", table.name());
  }

  private static Map<String, @Nullable Object> mapOf(String name, Object value) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    map.put(name, value);
    return map;
  }
}
