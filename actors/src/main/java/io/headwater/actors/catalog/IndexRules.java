package io.headwater.actors.catalog;

import static io.headwater.actors.model.DynamoDbException.invalidParameter;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What holds for all indexes of a table together, new ones included (query reference §6). */
public final class IndexRules {
  /** Attributes that INCLUDE may name over all indexes of a table. */
  private static final int MAX_NON_KEY_ATTRIBUTES = 100;

  private IndexRules() {}

  /**
   * Checks how many attributes the indexes of a table name beside their keys.
   *
   * @throws DynamoDbException a ValidationException
   */
  public static void requireFewProjected(Stream<IndexProjection> projections) {
    int attributes = projections.mapToInt(projection -> projection.nonKeyAttributes().size()).sum();
    if (attributes > MAX_NON_KEY_ATTRIBUTES) {
      throw invalidParameter(
          "The number of NonKeyAttributes of all indexes exceeds the per-table limit of "
              + MAX_NON_KEY_ATTRIBUTES);
    }
  }

  /**
   * Checks that the key of a new index has the types that existing keys of the table and its
   * indexes have for the same attributes.
   *
   * @throws DynamoDbException a ValidationException
   */
  static void requireSameTypes(TableDefinition table, IndexKeySchema created) {
    existingKeys(table)
        .filter(existing ->
            existing.attributes().anyMatch(attribute -> isOfAnotherTypeIn(created, attribute)))
        .findFirst()
        .ifPresent(existing -> {
          throw invalidParameter(
              "Attributes cannot be redefined. Please check that your attribute has the same type"
                  + " as previously defined. Existing schema: "
                  + words(existing)
                  + " New schema: "
                  + words(created));
        });
  }

  private static Stream<IndexKeySchema> existingKeys(TableDefinition table) {
    return Stream.of(
            Stream.of(IndexKeySchema.of(table.keySchema())),
            table.localSecondaryIndexes().stream()
                .map(index -> IndexKeySchema.of(index.keySchema())),
            table.globalSecondaryIndexes().stream().map(index -> index.index().keySchema()))
        .flatMap(keys -> keys);
  }

  private static boolean isOfAnotherTypeIn(IndexKeySchema schema, KeyAttribute attribute) {
    return schema
        .attributes()
        .anyMatch(
            other -> other.name().equals(attribute.name()) && other.type() != attribute.type());
  }

  private static String words(IndexKeySchema schema) {
    return Stream.concat(
            schema.hash().stream().map(attribute -> words(attribute, "HASH")),
            schema.range().stream().map(attribute -> words(attribute, "RANGE")))
        .collect(Collectors.joining(", ", "Schema:[", "]"));
  }

  private static String words(KeyAttribute attribute, String keyType) {
    return "SchemaElement: key{%s:%s:%s}".formatted(attribute.name(), attribute.type(), keyType);
  }
}
