package io.headwater.loadtests.workload;

/** What a load consists of. */
enum LoadOperation {
  PUT_ITEM("PutItem"),
  GET_ITEM("GetItem"),
  UPDATE_ITEM("UpdateItem");

  private final String operationName;

  LoadOperation(String operationName) {
    this.operationName = operationName;
  }

  String operationName() {
    return operationName;
  }

  String body(LoadItems items, int key) {
    return switch (this) {
      case PUT_ITEM -> items.putItem(key);
      case GET_ITEM -> items.getItem(key);
      case UPDATE_ITEM -> items.updateItem(key);
    };
  }
}
