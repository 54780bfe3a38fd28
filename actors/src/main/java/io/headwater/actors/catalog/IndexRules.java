package io.headwater.actors.catalog;

import static io.headwater.actors.model.DynamoDbException.invalidParameter;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.IndexProjection;
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
}
