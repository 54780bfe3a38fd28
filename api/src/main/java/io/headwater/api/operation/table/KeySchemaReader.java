package io.headwater.api.operation.table;

import static io.headwater.actors.model.DynamoDbException.invalidParameter;

import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.api.protocol.Structure;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Key schemas and projections as requests have them, checked in DynamoDB's order
 * (validation-and-errors §8). All methods throw {@link DynamoDbException} with a
 * ValidationException.
 *
 * @param types of the attributes that are defined, in the request's order
 */
record KeySchemaReader(Map<String, AttributeType> types) {
  private static final String HASH = "HASH";

  /** A reader for what a request's AttributeDefinitions define. */
  static KeySchemaReader of(@Nullable List<Structure> definitions) {
    var types = new LinkedHashMap<String, AttributeType>();
    for (Structure definition : definitions == null ? List.<Structure>of() : definitions) {
      types.put(
          definition.requiredText("AttributeName"),
          AttributeType.valueOf(definition.requiredText("AttributeType")));
    }
    return new KeySchemaReader(types);
  }

  /** Rejects an attribute that is defined twice, even with the same type. */
  static void requireDistinct(@Nullable List<Structure> definitions) {
    Set<String> names = new HashSet<>();
    for (Structure definition : definitions == null ? List.<Structure>of() : definitions) {
      String name = definition.requiredText("AttributeName");
      if (!names.add(name)) {
        throw DynamoDbException.validation("Attribute Name is duplicated: " + name);
      }
    }
  }

  /** The key of a table or a local secondary index. */
  KeySchema keySchema(List<Structure> elements) {
    List<String> names = definedNames(elements);
    checkRoles(elements, names);
    return new KeySchema(
        keyAttribute(names.get(0)), names.size() > 1 ? keyAttribute(names.get(1)) : null);
  }

  /** The key of a global secondary index: 1 to 4 HASH and then 0 to 4 RANGE attributes. */
  IndexKeySchema indexKeySchema(List<Structure> elements) {
    List<String> names = definedNames(elements);
    int hashes = (int) elements.stream().filter(KeySchemaReader::isHash).count();
    boolean severalOfAPart = hashes > 1 || elements.size() - hashes > 1;
    boolean repeats = new HashSet<>(names).size() < names.size();
    if (repeats && !severalOfAPart) {
      throw sameName();
    }
    if (!isHash(elements.getFirst())) {
      throw noHashKeyFirst();
    }
    requireFew(hashes, HASH);
    requireFew(elements.size() - hashes, "RANGE");
    if (elements.stream().skip(hashes).anyMatch(KeySchemaReader::isHash)) {
      throw invalidParameter(
          "All HASH key attributes must precede RANGE key attributes in the KeySchema");
    }
    if (repeats) {
      throw DynamoDbException.validation(
          "The KeySchema contains multiple key attributes with the same name");
    }
    List<KeyAttribute> attributes = names.stream().map(this::keyAttribute).toList();
    return new IndexKeySchema(
        attributes.subList(0, hashes), attributes.subList(hashes, attributes.size()));
  }

  private static void requireFew(int elements, String keyType) {
    if (elements > IndexKeySchema.MAX_PER_PART) {
      throw invalidParameter(
          "The KeySchema exceeds the maximum allowed number of " + keyType + " key attributes");
    }
  }

  private List<String> definedNames(List<Structure> elements) {
    List<String> names =
        elements.stream().map(element -> element.requiredText("AttributeName")).toList();
    if (!types.keySet().containsAll(names)) {
      throw invalidParameter(
          "Some index key attributes are not defined in AttributeDefinitions. Keys: "
              + names
              + ", AttributeDefinitions: "
              + types.keySet());
    }
    return names;
  }

  private static void checkRoles(List<Structure> elements, List<String> names) {
    boolean hasSortKey = elements.size() > 1;
    if (hasSortKey && names.get(0).equals(names.get(1))) {
      throw sameName();
    }
    if (!isHash(elements.get(0))) {
      throw noHashKeyFirst();
    }
    if (hasSortKey && isHash(elements.get(1))) {
      throw DynamoDbException.validation(
          "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
    }
  }

  private static boolean isHash(Structure element) {
    return element.requiredText("KeyType").equals(HASH);
  }

  private static DynamoDbException sameName() {
    return DynamoDbException.validation(
        "Both the Hash Key and the Range Key element in the KeySchema have the same name");
  }

  private static DynamoDbException noHashKeyFirst() {
    return DynamoDbException.validation(
        "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  }

  private KeyAttribute keyAttribute(String name) {
    return new KeyAttribute(name, Objects.requireNonNull(types.get(name)));
  }

  /** What an index has of its items. */
  static IndexProjection projection(Structure projection) {
    String type = projection.text("ProjectionType");
    List<String> nonKeyAttributes = projection.texts("NonKeyAttributes");
    if (type == null) {
      throw invalidParameter("Unknown ProjectionType: null");
    }
    var projectionType = IndexProjection.Type.valueOf(type);
    if (projectionType == IndexProjection.Type.INCLUDE) {
      if (nonKeyAttributes == null) {
        throw invalidParameter("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
      }
      requireNoneTwice(nonKeyAttributes);
      return IndexProjection.include(nonKeyAttributes);
    }
    if (nonKeyAttributes != null) {
      throw invalidParameter("ProjectionType is " + type + ", but NonKeyAttributes is specified");
    }
    return projectionType == IndexProjection.Type.ALL
        ? IndexProjection.ALL
        : IndexProjection.KEYS_ONLY;
  }

  private static void requireNoneTwice(List<String> nonKeyAttributes) {
    Set<String> names = new HashSet<>();
    for (String name : nonKeyAttributes) {
      if (!names.add(name)) {
        throw invalidParameter("Duplicate element in NonKeyAttributes: " + name);
      }
    }
  }
}
