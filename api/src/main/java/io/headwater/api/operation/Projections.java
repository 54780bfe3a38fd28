package io.headwater.api.operation;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.expression.Projection;
import io.headwater.actors.expression.Projector;
import io.headwater.actors.model.Item;
import org.jspecify.annotations.Nullable;

/** What a read answers of an item. */
public final class Projections {
  private Projections() {}

  /** The parts that the projection names; null: all. */
  public static Item apply(@Nullable Projection projection, EncodedItem item) {
    return projection == null ? item.item() : Projector.project(projection, item.item());
  }
}
