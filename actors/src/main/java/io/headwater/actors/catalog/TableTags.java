package io.headwater.actors.catalog;

import io.headwater.actors.model.DynamoDbException;
import java.util.Map;

/** The rules for all tags of a table together, new ones included. */
public final class TableTags {
  /** The most tags that a table can have. */
  private static final int MAX_PER_TABLE = 50;

  private TableTags() {}

  /**
   * Checks how many tags a table has or is to have.
   *
   * @throws DynamoDbException a ValidationException
   */
  public static void requireFew(Map<String, String> tags) {
    if (tags.size() > MAX_PER_TABLE) {
      throw DynamoDbException.validation(
          "Number of Tags exceed the current limit for the provided ResourceArn");
    }
  }
}
