package io.headwater.loadtests.differential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table of the test: its name and the attributes of its key. */
record TableSchema(String name, KeyAttribute partitionKey, @Nullable KeyAttribute sortKey) {
  private static final List<String> PARTITION_KEY_NAMES = List.of("pk", "id", "Name", "key.part");
  private static final List<String> SORT_KEY_NAMES = List.of("sk", "at", "Range", "Schlüssel");

  /** A key attribute; {@code type} is S, N or B. */
  record KeyAttribute(String name, String type) {}

  static TableSchema random(String name, boolean withSortKey, Draw draw) {
    return new TableSchema(
        name,
        new KeyAttribute(draw.from(PARTITION_KEY_NAMES), draw.from("S", "S", "N", "B")),
        withSortKey ? new KeyAttribute(draw.from(SORT_KEY_NAMES), draw.from("S", "N", "B")) : null);
  }

  List<KeyAttribute> keyAttributes() {
    return sortKey == null ? List.of(partitionKey) : List.of(partitionKey, sortKey);
  }

  Map<String, @Nullable Object> createTable() {
    var definitions = new ArrayList<Object>();
    var schema = new ArrayList<Object>();
    for (KeyAttribute attribute : keyAttributes()) {
      definitions.add(Map.of("AttributeName", attribute.name(), "AttributeType", attribute.type()));
      schema.add(
          Map.of(
              "AttributeName",
              attribute.name(),
              "KeyType",
              attribute.equals(partitionKey) ? "HASH" : "RANGE"));
    }
    var request = new LinkedHashMap<String, @Nullable Object>();
    request.put("TableName", name);
    request.put("BillingMode", "PAY_PER_REQUEST");
    request.put("AttributeDefinitions", definitions);
    request.put("KeySchema", schema);
    return request;
  }
}
