package io.headwater.actors.catalog;

import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;

/** Why a table's status or absence does not allow a change (validation-and-errors §7). */
final class TableErrors {
  private TableErrors() {}

  static DynamoDbError unknown(String tableName) {
    return DynamoDbError.of(
        ErrorCode.RESOURCE_NOT_FOUND,
        "Requested resource not found: Table: " + tableName + " not found");
  }

  static DynamoDbError exists(String tableName) {
    return DynamoDbError.of(ErrorCode.RESOURCE_IN_USE, "Table already exists: " + tableName);
  }

  static DynamoDbException inUse(TableDefinition table) {
    String participle =
        switch (table.status()) {
          case CREATING -> "created";
          case DELETING -> "deleted";
          case ACTIVE, UPDATING -> "updated";
        };
    return inUse("Table is being " + participle + ": " + table.name());
  }

  static DynamoDbException inUse(String reason) {
    return new DynamoDbException(
        DynamoDbError.of(
            ErrorCode.RESOURCE_IN_USE,
            "Attempt to change a resource which is still in use: " + reason));
  }
}
