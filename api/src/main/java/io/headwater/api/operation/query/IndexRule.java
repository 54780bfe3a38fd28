package io.headwater.api.operation.query;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.api.protocol.Structure;

/** Tables have no secondary indexes, so that none can be read. */
final class IndexRule {
  private IndexRule() {}

  static void requireNone(Structure request) {
    String index = request.text("IndexName");
    if (index != null) {
      throw DynamoDbException.validation("The table does not have the specified index: " + index);
    }
  }
}
