package io.headwater.actors.catalog;

import io.headwater.actors.model.DynamoDbException;

/** The rules for all tags of a table together, new ones included. */
public final class TableTags {
  /** The most tags that a table can have. */
  private static final int MAX_PER_TABLE = 50;

  private TableTags() {}

  /**
   * Checks the number of tags that a table is to have, or that a request names.
   *
   * @throws DynamoDbException a ValidationException
   */
  public static void requireFew(int count) {
    if (count > MAX_PER_TABLE) {
      throw DynamoDbException.validation(
          "Number of Tags exceed the current limit for the provided ResourceArn");
    }
  }
}
