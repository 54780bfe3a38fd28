package io.headwater.api.operation;

import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.model.ResourceArns;

/** Finds the tables that requests name, by name or by ARN. */
public final class TableLookup {
  private static final String NOT_FOUND = "Requested resource not found";

  private final CatalogView catalog;

  public TableLookup(CatalogView catalog) {
    this.catalog = catalog;
  }

  /**
   * The table for an operation on its items.
   *
   * @throws DynamoDbException ResourceNotFoundException if there is none that is ACTIVE
   */
  public TableDefinition forItems(String nameOrArn) {
    TableDefinition table = catalog.table(ResourceArns.tableName(nameOrArn));
    if (table == null || !table.servesItems()) {
      throw notFound(NOT_FOUND);
    }
    return table;
  }

  /**
   * The table for an operation on the table itself, in whatever status.
   *
   * @throws DynamoDbException ResourceNotFoundException, naming the table, if there is none
   */
  public TableDefinition forDescription(String nameOrArn) {
    String name = ResourceArns.tableName(nameOrArn);
    TableDefinition table = catalog.table(name);
    if (table == null) {
      throw notFound(NOT_FOUND + ": Table: " + name + " not found");
    }
    return table;
  }

  private static DynamoDbException notFound(String message) {
    return new DynamoDbException(DynamoDbError.of(ErrorCode.RESOURCE_NOT_FOUND, message));
  }
}
