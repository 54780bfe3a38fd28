package io.headwater.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.expression.Projection;
import io.headwater.actors.expression.Projector;
import io.headwater.actors.json.AttributeValueWriter;
import io.headwater.actors.json.EncodedItemWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a read answers of an item. */
public final class Projections {
  private Projections() {}

  /** Writes the parts that the projection names; null: all. */
  public static void write(
      @Nullable Projection projection, EncodedItem item, JsonGenerator generator)
      throws IOException {
    if (projection == null) {
      EncodedItemWriter.writeItem(item, generator);
    } else {
      AttributeValueWriter.writeItem(
          Projector.project(projection, item.part(projection.attributeNames())), generator);
    }
  }
}
