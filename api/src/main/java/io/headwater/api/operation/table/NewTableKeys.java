package io.headwater.api.operation.table;

import static io.headwater.actors.model.DynamoDbException.invalidParameter;

import io.headwater.actors.catalog.CatalogClient.NewIndex;
import io.headwater.actors.catalog.IndexRules;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.LocalSecondaryIndex;
import io.headwater.api.protocol.Structure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The key schemas of a new table and of its indexes, in the order of DynamoDB's checks
 * (validation-and-errors §8): the table's key schema against the attribute definitions, definitions
 * that occur twice or that no key uses, the local secondary indexes one after the other, their
 * number, the global ones likewise, how many attributes all of them project.
 */
record NewTableKeys(
    KeySchema keySchema,
    List<LocalSecondaryIndex> localSecondaryIndexes,
    List<NewIndex> globalSecondaryIndexes) {

  NewTableKeys {
    localSecondaryIndexes = List.copyOf(localSecondaryIndexes);
    globalSecondaryIndexes = List.copyOf(globalSecondaryIndexes);
  }

  /**
   * Reads them.
   *
   * @param onDemand whether the table is in on-demand mode
   * @throws DynamoDbException a ValidationException
   */
  static NewTableKeys read(Structure request, boolean onDemand) {
    var elements = Objects.requireNonNull(request.structures("KeySchema"));
    var reader = KeySchemaReader.of(request.structures("AttributeDefinitions"));
    Map<String, AttributeType> types = reader.types();
    if (elements.size() > types.size()) {
      throw DynamoDbException.validation(
          "Invalid KeySchema: Some index key attribute have no definition");
    }
    KeySchema keySchema = reader.keySchema(elements);
    KeySchemaReader.requireDistinct(request.structures("AttributeDefinitions"));
    List<Structure> locals = request.structures("LocalSecondaryIndexes");
    List<Structure> globals = request.structures("GlobalSecondaryIndexes");
    if (locals == null && globals == null) {
      if (elements.size() != types.size()) {
        throw invalidParameter(
            "Number of attributes in KeySchema does not exactly match number of attributes defined"
                + " in AttributeDefinitions");
      }
      return new NewTableKeys(keySchema, List.of(), List.of());
    }
    requireAllUsed(types.keySet(), elements, locals, globals);
    Set<String> names = new HashSet<>();
    var keys =
        new NewTableKeys(
            keySchema,
            locals == null ? List.of() : localIndexes(locals, keySchema, reader, names),
            globals == null ? List.of() : globalIndexes(globals, onDemand, reader, names));
    IndexRules.requireFewProjected(keys.projections());
    return keys;
  }

  private static List<LocalSecondaryIndex> localIndexes(
      List<Structure> indexes, KeySchema tableKey, KeySchemaReader reader, Set<String> names) {
    if (indexes.isEmpty()) {
      throw invalidParameter("List of LocalSecondaryIndexes is empty");
    }
    if (tableKey.sortKey() == null) {
      throw invalidParameter(
          "Table KeySchema does not have a range key, which is required when specifying a"
              + " LocalSecondaryIndex");
    }
    var read = new ArrayList<LocalSecondaryIndex>();
    for (Structure index : indexes) {
      read.add(localIndex(index, tableKey, reader));
      requireNewName(index, names);
    }
    if (read.size() > LocalSecondaryIndex.MAX_PER_TABLE) {
      throw invalidParameter("Number of LocalSecondaryIndexes exceeds per-table limit of 5");
    }
    return read;
  }

  private static LocalSecondaryIndex localIndex(
      Structure index, KeySchema tableKey, KeySchemaReader reader) {
    String name = index.requiredText("IndexName");
    KeySchema schema = reader.keySchema(Objects.requireNonNull(index.structures("KeySchema")));
    if (schema.sortKey() == null) {
      throw invalidParameter("Index KeySchema does not have a range key for index: " + name);
    }
    String hashKey = schema.partitionKey().name();
    if (!hashKey.equals(tableKey.partitionKey().name())) {
      throw invalidParameter(
          "Index KeySchema does not have the same leading hash key as table KeySchema for index: "
              + name
              + ". index hash key: "
              + hashKey
              + ", table hash key: "
              + tableKey.partitionKey().name());
    }
    return new LocalSecondaryIndex(
        name,
        schema,
        KeySchemaReader.projection(Objects.requireNonNull(index.structure("Projection"))));
  }

  private static List<NewIndex> globalIndexes(
      List<Structure> indexes, boolean onDemand, KeySchemaReader reader, Set<String> names) {
    if (indexes.isEmpty()) {
      throw invalidParameter("List of GlobalSecondaryIndexes is empty");
    }
    var read = new ArrayList<NewIndex>();
    for (Structure index : indexes) {
      read.add(NewIndexReader.ofNewTable(index, onDemand, reader));
      requireNewName(index, names);
    }
    if (read.size() > GlobalSecondaryIndex.MAX_PER_TABLE) {
      throw invalidParameter("GlobalSecondaryIndex count exceeds the per-table limit of 20");
    }
    return read;
  }

  private Stream<IndexProjection> projections() {
    return Stream.concat(
        localSecondaryIndexes.stream().map(LocalSecondaryIndex::projection),
        globalSecondaryIndexes.stream().map(index -> index.index().projection()));
  }

  private static void requireNewName(Structure index, Set<String> names) {
    if (!names.add(index.requiredText("IndexName"))) {
      throw invalidParameter("Duplicate index name: " + index.requiredText("IndexName"));
    }
  }

  private static void requireAllUsed(
      Set<String> defined,
      List<Structure> tableKey,
      @Nullable List<Structure> locals,
      @Nullable List<Structure> globals) {
    Set<String> used = new LinkedHashSet<>();
    addNames(used, tableKey);
    Stream.of(locals, globals)
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .forEach(index -> addNames(used, Objects.requireNonNull(index.structures("KeySchema"))));
    if (!used.containsAll(defined)) {
      throw invalidParameter(
          "Some AttributeDefinitions are not used. AttributeDefinitions: "
              + defined
              + ", keys used: "
              + used);
    }
  }

  private static void addNames(Set<String> names, List<Structure> elements) {
    elements.forEach(element -> names.add(element.requiredText("AttributeName")));
  }
}
