package io.headwater.actors.expression;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.model.LocalSecondaryIndex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the paths of an expression may not do to the key attributes of the table or index that it is
 * used on. These need the key schema, so they come after the table was looked up. Of two key
 * attributes the partition key is named, wherever the two stand in the text.
 */
public final class KeyPathChecks {
  private KeyPathChecks() {}

  /**
   * Fails if a path leads into a key attribute of the table, or of one of its indexes: these have
   * nothing inside.
   */
  public static void requireScalarKeys(
      List<DocumentPath> paths,
      KeySchema tableKey,
      List<LocalSecondaryIndex> localIndexes,
      List<GlobalSecondaryIndex> globalIndexes) {
    List<DocumentPath> nested = paths.stream().filter(path -> !path.isTopLevel()).toList();
    if (nested.isEmpty()) {
      return;
    }
    requireNone(nested, IndexKeySchema.of(tableKey), "Key");
    for (LocalSecondaryIndex index : localIndexes) {
      requireNone(nested, IndexKeySchema.of(index.keySchema()), "IndexKey");
    }
    for (GlobalSecondaryIndex index : globalIndexes) {
      requireNone(nested, index.keySchema(), "IndexKey");
    }
  }

  private static void requireNone(List<DocumentPath> nested, IndexKeySchema schema, String label) {
    String key = firstKey(schema, nested);
    if (key != null) {
      throw DynamoDbException.validation(
          "Key attributes must be scalars; list random access '[]' and map lookup '.' are not"
              + " allowed: "
              + label
              + ": "
              + key);
    }
  }

  /**
   * Fails if a Query's filter uses a key attribute of the table or index that it reads.
   *
   * @param filterName what the message calls the filter: {@code Filter Expression} or {@code
   *     QueryFilter}
   */
  public static void requireNoKeysInFilter(
      Condition filter, String filterName, IndexKeySchema schema) {
    String key = firstKey(schema, filter.paths());
    if (key != null) {
      throw DynamoDbException.validation(
          filterName
              + " can only contain non-primary key attributes: Primary key attribute: "
              + key);
    }
  }

  /** Fails if an update would write a key attribute or into one. */
  public static void requireNoKeysUpdated(Update update, KeySchema tableKey) {
    String key = firstKey(IndexKeySchema.of(tableKey), update.targets());
    if (key != null) {
      throw DynamoDbException.validation(
          "One or more parameter values were invalid: Cannot update attribute "
              + key
              + ". This attribute is part of the key");
    }
  }

  /** The first key attribute, by the schema's order, that a path is or leads into. */
  private static @Nullable String firstKey(IndexKeySchema schema, List<DocumentPath> paths) {
    String ofHash = firstKey(schema.hash(), paths);
    return ofHash != null ? ofHash : firstKey(schema.range(), paths);
  }

  private static @Nullable String firstKey(List<KeyAttribute> key, List<DocumentPath> paths) {
    for (KeyAttribute attribute : key) {
      for (DocumentPath path : paths) {
        if (path.attributeName().equals(attribute.name())) {
          return attribute.name();
        }
      }
    }
    return null;
  }
}
