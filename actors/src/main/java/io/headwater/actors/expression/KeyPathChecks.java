package io.headwater.actors.expression;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import java.util.List;

/**
 * What the paths of an expression may not do to the key attributes of the table or index that it is
 * used on. These need the key schema, so they come after the table was looked up.
 */
public final class KeyPathChecks {
  private KeyPathChecks() {}

  /** Fails if a path leads into a key attribute of the table, which has nothing inside. */
  public static void requireScalarKeys(List<DocumentPath> paths, KeySchema tableKey) {
    requireScalar(paths, tableKey, "Key");
  }

  /** Fails if a path leads into a key attribute of an index. */
  public static void requireScalarIndexKeys(List<DocumentPath> paths, KeySchema indexKey) {
    requireScalar(paths, indexKey, "IndexKey");
  }

  private static void requireScalar(List<DocumentPath> paths, KeySchema schema, String label) {
    for (DocumentPath path : paths) {
      if (!path.isTopLevel() && schema.isKeyAttribute(path.attributeName())) {
        throw DynamoDbException.validation(
            "Key attributes must be scalars; list random access '[]' and map lookup '.' are not"
                + " allowed: "
                + label
                + ": "
                + path.attributeName());
      }
    }
  }

  /**
   * Fails if a Query's filter uses a key attribute of the table or index that it reads; the
   * partition key is told before the sort key.
   *
   * @param filterName what the message calls the filter: {@code Filter Expression} or {@code
   *     QueryFilter}
   */
  public static void requireNoKeysInFilter(Condition filter, String filterName, KeySchema schema) {
    List<DocumentPath> paths = filter.paths();
    requireNoKeyInFilter(paths, filterName, schema.partitionKey());
    if (schema.sortKey() != null) {
      requireNoKeyInFilter(paths, filterName, schema.sortKey());
    }
  }

  private static void requireNoKeyInFilter(
      List<DocumentPath> paths, String filterName, KeyAttribute key) {
    if (paths.stream().anyMatch(path -> path.attributeName().equals(key.name()))) {
      throw DynamoDbException.validation(
          filterName
              + " can only contain non-primary key attributes: Primary key attribute: "
              + key.name());
    }
  }

  /** Fails if an update would write a key attribute or into one. */
  public static void requireNoKeysUpdated(Update update, KeySchema tableKey) {
    for (DocumentPath target : update.targets()) {
      if (tableKey.isKeyAttribute(target.attributeName())) {
        throw DynamoDbException.validation(
            "One or more parameter values were invalid: Cannot update attribute "
                + target.attributeName()
                + ". This attribute is part of the key");
      }
    }
  }
}
