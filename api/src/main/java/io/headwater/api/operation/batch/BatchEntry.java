package io.headwater.api.operation.batch;

import io.headwater.actors.model.Item;

/**
 * One write of a batch.
 *
 * @param tableName the table as the request named it
 * @param attributes the item to put, or the key to delete
 */
record BatchEntry(String tableName, Kind kind, Item attributes) {
  enum Kind {
    PUT,
    DELETE
  }
}
