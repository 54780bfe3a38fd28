package io.headwater.loadtests.differential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Changes of a valid request that mostly make it one that DynamoDB refuses. */
final class RequestFaults {
  private static final List<String> EXPRESSIONS =
      List.of(
          "ConditionExpression",
          "UpdateExpression",
          "KeyConditionExpression",
          "FilterExpression",
          "ProjectionExpression");

  private final Map<String, @Nullable Object> request;
  private final String operation;
  private final Draw draw;

  private RequestFaults(Call call, Draw draw) {
    this.request = call.request();
    this.operation = call.operation();
    this.draw = draw;
  }

  /** Changes the call's request in one way, seldom in two. */
  static void change(Call call, Draw draw) {
    var faults = new RequestFaults(call, draw);
    faults.change();
    while (draw.oneIn(6)) {
      faults.change();
    }
  }

  private void change() {
    request.putAll(JsonTree.copyOfMembers(request)); // What a change before put in is not changed.
    switch (draw.below(10)) {
      case 0 -> removeMember();
      case 1 -> setMember();
      case 2, 3 -> changeValue();
      case 4, 5, 6 -> changeExpression();
      case 7 -> changePlaceholders();
      case 8 -> changeKey();
      default -> changeTable();
    }
  }

  private void removeMember() {
    var names = List.copyOf(request.keySet());
    if (!names.isEmpty()) {
      request.remove(draw.from(names));
    }
  }

  /** Gives a member, mostly one that the operation knows, a value of a wrong type or range. */
  private void setMember() {
    String member =
        draw.from(
            "ReturnValues",
            "ReturnConsumedCapacity",
            "ReturnItemCollectionMetrics",
            "ReturnValuesOnConditionCheckFailure",
            "ConsistentRead",
            "Limit",
            "Select",
            "Segment",
            "TotalSegments",
            "ScanIndexForward",
            "IndexName",
            "ExclusiveStartKey",
            "TableName",
            "Key",
            "Item",
            "RequestItems",
            "ExpressionAttributeNames",
            "ExpressionAttributeValues",
            draw.from(EXPRESSIONS));
    request.put(
        member,
        draw.oneIn(20)
            ? null
            : draw.<Object>from(
                "",
                "WRONG",
                "ALL_NEW",
                "UPDATED_OLD",
                "ALL_OLD",
                "COUNT",
                "ALL_PROJECTED_ATTRIBUTES",
                "SPECIFIC_ATTRIBUTES",
                "true",
                "no",
                "ab",
                "a;b",
                true,
                false,
                0,
                1,
                2,
                -1,
                1000001,
                List.of(),
                List.of(1),
                Map.of(),
                Map.of("a", 1),
                Map.of("a", Map.of("S", "b"))));
  }

  private void changeValue() {
    var slots = new ArrayList<Consumer<Object>>();
    collectValues(request, slots);
    if (!slots.isEmpty()) {
      draw.from(slots).accept(FaultyValues.any(draw));
    }
  }

  /** Finds the places of attribute values: maps whose only member is a type's name. */
  @SuppressWarnings("unchecked") // The request is a tree of these.
  private static void collectValues(Object tree, List<Consumer<Object>> slots) {
    if (tree instanceof Map<?, ?> members) {
      for (var member : ((Map<String, Object>) members).entrySet()) {
        collect(member.getValue(), replacement -> member.setValue(replacement), slots);
      }
    } else if (tree instanceof List<?> elements) {
      var list = (List<Object>) elements;
      for (int i = 0; i < list.size(); i++) {
        int index = i;
        collect(list.get(i), replacement -> list.set(index, replacement), slots);
      }
    }
  }

  private static void collect(
      @Nullable Object value, Consumer<Object> slot, List<Consumer<Object>> slots) {
    if (value instanceof Map<?, ?> map && map.size() == 1 && isType(map)) {
      slots.add(slot);
    }
    if (value != null) {
      collectValues(value, slots);
    }
  }

  private static boolean isType(Map<?, ?> map) {
    return RandomValues.TYPES.contains(map.keySet().iterator().next().toString());
  }

  private void changeExpression() {
    List<String> present = EXPRESSIONS.stream().filter(request::containsKey).toList();
    if (present.isEmpty()) {
      String member = draw.from(EXPRESSIONS);
      request.put(member, draw.from("", "s", "s = :v0", "SET s = :v0", "attribute_exists(s)"));
    } else {
      String member = draw.from(present);
      if (request.get(member) instanceof String text) {
        request.put(member, ExpressionFaults.change(text, draw));
      }
    }
  }

  private void changePlaceholders() {
    String member = draw.oneIn(2) ? "ExpressionAttributeNames" : "ExpressionAttributeValues";
    boolean names = member.equals("ExpressionAttributeNames");
    if (draw.oneIn(4)) {
      request.put(member, Map.of());
      return;
    }
    var map = new LinkedHashMap<String, @Nullable Object>();
    if (request.get(member) instanceof Map<?, ?> present) {
      present.forEach((name, value) -> map.put(name.toString(), value));
    }
    Object value =
        names ? draw.<Object>from("s", "", "m.x", "x".repeat(256)) : RandomValues.any(draw);
    map.put(
        (draw.oneIn(4) ? draw.from("", "!", "#", ":", "#:") : names ? "#" : ":")
            + draw.from("unused", "ä", "", "n0", "v0", "1", "a-b"),
        value);
    request.put(member, map);
  }

  /** Changes a key or the key in an item. */
  private void changeKey() {
    Map<String, @Nullable Object> key = someKey();
    if (key == null || key.isEmpty()) {
      return;
    }
    var attributes = List.copyOf(key.keySet());
    String attribute =
        draw.oneIn(2) ? attributes.getFirst() : attributes.get(attributes.size() / 2);
    switch (draw.below(5)) {
      case 0 -> key.remove(attribute);
      case 1 -> key.put("more", Map.of("S", "x"));
      case 2 -> key.put(attribute, RandomValues.any(draw));
      case 3 -> key.put(attribute, draw.<Object>from(Map.of("S", ""), Map.of("B", "")));
      default ->
          key.put(
              attribute,
              draw.oneIn(2)
                  ? Map.of("S", "x".repeat(draw.from(1024, 1025, 2048, 2049)))
                  : Map.of("B", "AAAA".repeat(draw.from(341, 342, 682, 683))));
    }
  }

  private @Nullable Map<String, @Nullable Object> someKey() {
    for (String member : List.of("Key", "Item", "ExclusiveStartKey")) {
      if (request.get(member) instanceof Map<?, ?> map) {
        return asMembers(map);
      }
    }
    return request.get("RequestItems") instanceof Map<?, ?> tables && !tables.isEmpty()
        ? firstKey(tables.values().iterator().next())
        : null;
  }

  /** The first key or item in what a batch has for a table. */
  private static @Nullable Map<String, @Nullable Object> firstKey(@Nullable Object tree) {
    if (tree instanceof List<?> list) {
      return list.isEmpty() ? null : firstKey(list.getFirst());
    }
    if (tree instanceof Map<?, ?> map) {
      for (String wrapper : List.of("Keys", "PutRequest", "DeleteRequest", "Item", "Key")) {
        if (map.containsKey(wrapper)) {
          return firstKey(map.get(wrapper));
        }
      }
      return asMembers(map);
    }
    return null;
  }

  @SuppressWarnings("unchecked") // The request is a tree of these.
  private static Map<String, @Nullable Object> asMembers(Map<?, ?> map) {
    return (Map<String, @Nullable Object>) map;
  }

  /** Names another table, or none; or repeats what a batch has for one. */
  private void changeTable() {
    if (request.get("RequestItems") instanceof Map<?, ?> tables && !tables.isEmpty()) {
      changeBatch(asMembers(tables));
    } else {
      request.put("TableName", draw.from("absent", "ab", "a;b", "", "x".repeat(256)));
    }
  }

  private void changeBatch(Map<String, @Nullable Object> tables) {
    String table = tables.keySet().iterator().next();
    Object requests = tables.get(table);
    switch (draw.below(7)) {
      case 0 -> tables.clear();
      case 1 -> tables.put(draw.from("absent", "ab", "a;b", "x".repeat(256)), requests);
      case 2 -> tables.put(table, List.of());
      case 3 -> tables.put(table, Map.of("Keys", List.of()));
      case 4 -> tables.put(table, Map.of());
      case 5 -> tables.put(table, List.of(draw.from(Map.of(), Map.of("PutRequest", Map.of()))));
      default -> repeat(requests);
    }
  }

  /** Puts the first write or key in once more. */
  @SuppressWarnings("unchecked") // The request is a tree of these.
  private void repeat(@Nullable Object requests) {
    Object list =
        operation.equals("BatchGetItem") && requests instanceof Map<?, ?> gets
            ? gets.get("Keys")
            : requests;
    if (list instanceof List<?> elements && !elements.isEmpty()) {
      ((List<Object>) elements).add(elements.getFirst());
    }
  }
}
