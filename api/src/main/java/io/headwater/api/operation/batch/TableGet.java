package io.headwater.api.operation.batch;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.expression.Projection;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.api.protocol.Structure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table's part of a BatchGetItem request, checked as far as it can be without the table.
 *
 * @param tableName the table as the request named it
 */
record TableGet(
    String tableName, Structure request, List<Item> keys, @Nullable Projection projection) {

  /**
   * A part and what was read for it.
   *
   * @param keys of the table, in the request's order
   * @param items in the order of the keys, null where there is none; fewer than keys if the
   *     response has no room for more
   */
  record Found(TableGet get, List<ItemKey> keys, List<@Nullable EncodedItem> items) {}
}
