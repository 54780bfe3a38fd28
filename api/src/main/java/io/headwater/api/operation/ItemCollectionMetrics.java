package io.headwater.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.json.AttributeValueWriter;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.partition.WriteResult;
import io.headwater.api.protocol.Structure;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a write tells of the item collection that it went to (data model §9): only of tables with a
 * local secondary index.
 *
 * @param keyName the partition key's attribute
 */
public record ItemCollectionMetrics(String keyName, AttributeValue key, long sizeBytes) {
  private static final long GIBIBYTE = 1L << 30;

  /** Whether a request wants them. */
  public static boolean wanted(Structure request) {
    return "SIZE".equals(request.text("ReturnItemCollectionMetrics"));
  }

  /** Those of a write; null if the table has no item collections. */
  public static @Nullable ItemCollectionMetrics of(
      TableDefinition table, ItemKey key, WriteResult.Done done) {
    return table.localSecondaryIndexes().isEmpty()
        ? null
        : new ItemCollectionMetrics(
            table.keySchema().partitionKey().name(),
            key.partitionKey(),
            done.collectionSizeBytes());
  }

  /** Writes the structure. The size is told to the gigabyte: the one below and the one above. */
  public void write(JsonGenerator generator) throws IOException {
    generator.writeStartObject();
    generator.writeFieldName("ItemCollectionKey");
    AttributeValueWriter.writeItem(new Item(Map.of(keyName, key)), generator);
    double lower = Math.floorDiv(sizeBytes, GIBIBYTE);
    generator.writeArrayFieldStart("SizeEstimateRangeGB");
    generator.writeNumber(lower);
    generator.writeNumber(lower + 1);
    generator.writeEndArray();
    generator.writeEndObject();
  }
}
