package io.headwater.loadtests.workload;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/** What a load consists of. Keys are drawn uniformly unless something else is said. */
public enum LoadOperation {
  PUT_ITEM("PutItem", "PutItem"),
  GET_ITEM("GetItem", "GetItem"),
  UPDATE_ITEM("UpdateItem", "UpdateItem"),
  /** Puts an item that must be there already. */
  CONDITIONAL_PUT("PutItem, condition", "PutItem"),
  /** Puts into a table with a global secondary index of whole items; most puts move the entry. */
  INDEXED_PUT("PutItem, one GSI", "PutItem"),
  /** All connections update one item. */
  HOT_KEY("UpdateItem, one key", "UpdateItem"),
  /** Reads one item collection, {@link LoadItems#ITEMS_PER_COLLECTION} items. */
  QUERY("Query, 10 items", "Query"),
  /** Puts {@link LoadItems#ITEMS_PER_BATCH} items that stand next to each other. */
  BATCH_WRITE("BatchWriteItem, 25", "BatchWriteItem");

  static final Set<LoadOperation> READ_AND_WRITE = EnumSet.of(GET_ITEM, PUT_ITEM);

  private final String title;
  private final String operationName;

  LoadOperation(String title, String operationName) {
    this.title = title;
    this.operationName = operationName;
  }

  /** How tables of results name it. */
  String title() {
    return title;
  }

  String operationName() {
    return operationName;
  }

  /** How many items one request reads or writes. */
  int itemsPerRequest() {
    return switch (this) {
      case PUT_ITEM, GET_ITEM, UPDATE_ITEM, CONDITIONAL_PUT, INDEXED_PUT, HOT_KEY -> 1;
      case QUERY -> LoadItems.ITEMS_PER_COLLECTION;
      case BATCH_WRITE -> LoadItems.ITEMS_PER_BATCH;
    };
  }

  String body(LoadItems items, SplittableRandom random, int keys) {
    int key = random.nextInt(keys);
    return switch (this) {
      case PUT_ITEM -> items.putItem(key);
      case GET_ITEM -> items.getItem(key);
      case UPDATE_ITEM -> items.updateItem(key);
      case CONDITIONAL_PUT -> items.conditionalPut(key);
      case INDEXED_PUT -> items.putIndexedItem(key);
      case HOT_KEY -> items.updateItem(0);
      case QUERY -> items.query(key % LoadItems.COLLECTIONS);
      case BATCH_WRITE -> {
        int from = Math.max(0, Math.min(key, keys - LoadItems.ITEMS_PER_BATCH));
        yield items.batchWriteItem(from, Math.min(from + LoadItems.ITEMS_PER_BATCH, keys));
      }
    };
  }
}
