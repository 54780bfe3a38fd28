package io.headwater.api.operation.batch;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.json.AttributeValueWriter;
import io.headwater.actors.model.Item;
import io.headwater.api.operation.CapacityUnits;
import io.headwater.api.operation.ConsumedCapacity;
import io.headwater.api.operation.Projections;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answer of BatchGetItem. Items beyond the answer's limit are left out, and their keys handed
 * back as unprocessed.
 */
final class BatchGetAnswer implements Answer {
  /** The items of one answer, by DynamoDB's sizes: 16 MiB. */
  static final long MAX_ITEMS_BYTES = 16L << 20;

  private final Structure request;
  private final List<TableGet.Found> found;

  /** How many keys of each table are answered; the others are unprocessed. */
  private final int[] processed;

  BatchGetAnswer(Structure request, List<TableGet.Found> found) {
    this.request = request;
    this.found = List.copyOf(found);
    this.processed = processed(found);
  }

  private static int[] processed(List<TableGet.Found> found) {
    var processed = new int[found.size()];
    long sizeBytes = 0;
    for (int table = 0; table < processed.length; table++) {
      for (EncodedItem item : found.get(table).items()) {
        sizeBytes += item == null ? 0 : item.itemSizeBytes();
        if (sizeBytes > MAX_ITEMS_BYTES) {
          return processed;
        }
        processed[table]++;
      }
    }
    return processed;
  }

  @Override
  public long heldBytes() {
    return BatchGetItemHandler.storedBytes(found);
  }

  @Override
  public void writeTo(JsonGenerator generator) throws IOException {
    generator.writeStartObject();
    generator.writeObjectFieldStart("Responses");
    for (int table = 0; table < processed.length; table++) {
      if (processed[table] > 0) {
        writeItems(generator, found.get(table), processed[table]);
      }
    }
    generator.writeEndObject();
    generator.writeObjectFieldStart("UnprocessedKeys");
    for (int table = 0; table < processed.length; table++) {
      TableGet get = found.get(table).get();
      if (processed[table] < get.keys().size()) {
        writeUnprocessed(generator, get, processed[table]);
      }
    }
    generator.writeEndObject();
    ConsumedCapacity.writeMember(generator, ConsumedCapacity.detail(request), consumedUnits());
    generator.writeEndObject();
  }

  private static void writeItems(JsonGenerator generator, TableGet.Found found, int count)
      throws IOException {
    generator.writeArrayFieldStart(found.get().tableName());
    for (EncodedItem item : found.items().subList(0, count)) {
      if (item != null) {
        Projections.write(found.get().projection(), item, generator);
      }
    }
    generator.writeEndArray();
  }

  /** The rest of a table's part of the request, such that it can be sent again as it is. */
  private static void writeUnprocessed(JsonGenerator generator, TableGet get, int from)
      throws IOException {
    generator.writeObjectFieldStart(get.tableName());
    generator.writeArrayFieldStart("Keys");
    for (Item key : get.keys().subList(from, get.keys().size())) {
      AttributeValueWriter.writeItem(key, generator);
    }
    generator.writeEndArray();
    Structure part = get.request();
    if (part.has("ConsistentRead")) {
      generator.writeBooleanField("ConsistentRead", part.flag("ConsistentRead"));
    }
    List<String> attributesToGet = part.texts("AttributesToGet");
    if (attributesToGet != null) {
      generator.writeArrayFieldStart("AttributesToGet");
      for (String name : attributesToGet) {
        generator.writeString(name);
      }
      generator.writeEndArray();
    }
    if (part.has("ProjectionExpression")) {
      generator.writeStringField("ProjectionExpression", part.requiredText("ProjectionExpression"));
    }
    Map<String, String> names = part.textMap("ExpressionAttributeNames");
    if (names != null) {
      generator.writeObjectFieldStart("ExpressionAttributeNames");
      for (var name : names.entrySet()) {
        generator.writeStringField(name.getKey(), name.getValue());
      }
      generator.writeEndObject();
    }
    generator.writeEndObject();
  }

  private Map<String, CapacityUnits> consumedUnits() {
    var units = new LinkedHashMap<String, CapacityUnits>();
    for (int table = 0; table < processed.length; table++) {
      TableGet get = found.get(table).get();
      boolean consistent = get.request().flag("ConsistentRead");
      double sum = 0;
      for (EncodedItem item : found.get(table).items().subList(0, processed[table])) {
        sum += ConsumedCapacity.readUnits(item == null ? 0 : item.itemSizeBytes(), consistent);
      }
      units.put(get.tableName(), CapacityUnits.ofTable(sum));
    }
    return units;
  }
}
