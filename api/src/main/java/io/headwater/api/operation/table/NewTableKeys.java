package io.headwater.api.operation.table;

import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.model.LocalSecondaryIndex;
import io.headwater.api.protocol.Structure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The key schemas of a new table and of its indexes, in the order of DynamoDB's checks
 * (validation-and-errors §8): the table's key schema against the attribute definitions, the local
 * secondary indexes one after the other, their number, definitions that nothing uses.
 */
record NewTableKeys(KeySchema keySchema, List<LocalSecondaryIndex> localSecondaryIndexes) {
  private static final String INVALID = "One or more parameter values were invalid: ";

  NewTableKeys {
    localSecondaryIndexes = List.copyOf(localSecondaryIndexes);
  }

  /**
   * Reads them.
   *
   * @throws DynamoDbException a ValidationException
   */
  static NewTableKeys read(Structure request) {
    var definitions = Objects.requireNonNull(request.structures("AttributeDefinitions"));
    var elements = Objects.requireNonNull(request.structures("KeySchema"));
    Map<String, AttributeType> types = types(definitions);
    if (elements.size() > definitions.size()) {
      throw DynamoDbException.validation(
          "Invalid KeySchema: Some index key attribute have no definition");
    }
    KeySchema keySchema = keySchema(elements, types);
    List<Structure> indexes = request.structures("LocalSecondaryIndexes");
    if (indexes == null) {
      if (elements.size() != definitions.size()) {
        throw invalid(
            "Number of attributes in KeySchema does not exactly match number of attributes defined"
                + " in AttributeDefinitions");
      }
      return new NewTableKeys(keySchema, List.of());
    }
    var keys = new NewTableKeys(keySchema, localIndexes(indexes, keySchema, types));
    requireAllUsed(types, keys);
    return keys;
  }

  private static List<LocalSecondaryIndex> localIndexes(
      List<Structure> indexes, KeySchema tableKey, Map<String, AttributeType> types) {
    if (indexes.isEmpty()) {
      throw invalid("List of LocalSecondaryIndexes is empty");
    }
    if (tableKey.sortKey() == null) {
      throw invalid(
          "Table KeySchema does not have a range key, which is required when specifying a"
              + " LocalSecondaryIndex");
    }
    var read = new ArrayList<LocalSecondaryIndex>();
    Set<String> names = new HashSet<>();
    for (Structure index : indexes) {
      read.add(localIndex(index, tableKey, types));
      if (!names.add(index.requiredText("IndexName"))) {
        throw invalid("Duplicate index name: " + index.requiredText("IndexName"));
      }
    }
    if (read.size() > LocalSecondaryIndex.MAX_PER_TABLE) {
      throw invalid("Number of LocalSecondaryIndexes exceeds per-table limit of 5");
    }
    return read;
  }

  private static LocalSecondaryIndex localIndex(
      Structure index, KeySchema tableKey, Map<String, AttributeType> types) {
    String name = index.requiredText("IndexName");
    KeySchema schema = keySchema(Objects.requireNonNull(index.structures("KeySchema")), types);
    if (schema.sortKey() == null) {
      throw invalid("Index KeySchema does not have a range key for index: " + name);
    }
    String hashKey = schema.partitionKey().name();
    if (!hashKey.equals(tableKey.partitionKey().name())) {
      throw invalid(
          "Index KeySchema does not have the same leading hash key as table KeySchema for index: "
              + name
              + ". index hash key: "
              + hashKey
              + ", table hash key: "
              + tableKey.partitionKey().name());
    }
    return new LocalSecondaryIndex(
        name, schema, projection(Objects.requireNonNull(index.structure("Projection"))));
  }

  private static IndexProjection projection(Structure projection) {
    String type = projection.text("ProjectionType");
    List<String> nonKeyAttributes = projection.texts("NonKeyAttributes");
    if (type == null) {
      throw invalid("Unknown ProjectionType: null");
    }
    var projectionType = IndexProjection.Type.valueOf(type);
    if (projectionType == IndexProjection.Type.INCLUDE) {
      if (nonKeyAttributes == null) {
        throw invalid("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
      }
      return IndexProjection.include(nonKeyAttributes);
    }
    if (nonKeyAttributes != null) {
      throw invalid("ProjectionType is " + type + ", but NonKeyAttributes is specified");
    }
    return projectionType == IndexProjection.Type.ALL
        ? IndexProjection.ALL
        : IndexProjection.KEYS_ONLY;
  }

  private static void requireAllUsed(Map<String, AttributeType> types, NewTableKeys keys) {
    Set<String> used = new LinkedHashSet<>();
    used.add(keys.keySchema().partitionKey().name());
    addName(used, keys.keySchema().sortKey());
    keys.localSecondaryIndexes().forEach(index -> addName(used, index.sortKey()));
    if (used.size() < types.size()) {
      throw invalid(
          "Some AttributeDefinitions are not used. AttributeDefinitions: "
              + types.keySet()
              + ", keys used: "
              + used);
    }
  }

  private static void addName(Set<String> names, @Nullable KeyAttribute attribute) {
    if (attribute != null) {
      names.add(attribute.name());
    }
  }

  private static Map<String, AttributeType> types(List<Structure> definitions) {
    var types = new LinkedHashMap<String, AttributeType>();
    for (Structure definition : definitions) {
      String name = definition.requiredText("AttributeName");
      if (types.put(name, AttributeType.valueOf(definition.requiredText("AttributeType")))
          != null) {
        throw invalid("Duplicate AttributeName: " + name);
      }
    }
    return types;
  }

  /** A key schema whose attributes are defined and have their roles. */
  private static KeySchema keySchema(List<Structure> elements, Map<String, AttributeType> types) {
    List<String> names =
        elements.stream().map(element -> element.requiredText("AttributeName")).toList();
    if (!types.keySet().containsAll(names)) {
      throw invalid(
          "Some index key attributes are not defined in AttributeDefinitions. Keys: "
              + names
              + ", AttributeDefinitions: "
              + types.keySet());
    }
    checkRoles(elements, names);
    return new KeySchema(
        keyAttribute(names.get(0), types),
        names.size() > 1 ? keyAttribute(names.get(1), types) : null);
  }

  private static void checkRoles(List<Structure> elements, List<String> names) {
    boolean hasSortKey = elements.size() > 1;
    if (hasSortKey && names.get(0).equals(names.get(1))) {
      throw DynamoDbException.validation(
          "Both the Hash Key and the Range Key element in the KeySchema have the same name");
    }
    if (!elements.get(0).requiredText("KeyType").equals("HASH")) {
      throw DynamoDbException.validation(
          "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
    }
    if (hasSortKey && !elements.get(1).requiredText("KeyType").equals("RANGE")) {
      throw DynamoDbException.validation(
          "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
    }
  }

  private static KeyAttribute keyAttribute(String name, Map<String, AttributeType> types) {
    return new KeyAttribute(name, Objects.requireNonNull(types.get(name)));
  }

  private static DynamoDbException invalid(String what) {
    return DynamoDbException.validation(INVALID + what);
  }
}
