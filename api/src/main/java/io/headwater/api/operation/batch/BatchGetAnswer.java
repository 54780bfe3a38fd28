package io.headwater.api.operation.batch;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.json.AttributeValueWriter;
import io.headwater.actors.model.AttributeValue;
import io.headwater.api.operation.CapacityUnits;
import io.headwater.api.operation.ConsumedCapacity;
import io.headwater.api.operation.Projections;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer of BatchGetItem. Items beyond the limits of the answer and of a partition key are left
 * out, and their keys are returned as unprocessed.
 */
final class BatchGetAnswer implements Answer {
  /** The items of one answer, by DynamoDB's sizes: 16 MiB. */
  static final long MAX_ITEMS_BYTES = 16L << 20;

  /** The items of one partition key in an answer: 1 MiB, which DynamoDB has for a partition. */
  private static final long MAX_PARTITION_BYTES = 1L << 20;

  private final Structure request;
  private final List<TableGet.Found> found;

  /** Which keys of each table are answered, by their numbers; the others are unprocessed. */
  private final List<BitSet> processed;

  BatchGetAnswer(Structure request, List<TableGet.Found> found) {
    this.request = request;
    this.found = List.copyOf(found);
    this.processed = processed(found);
  }

  private static List<BitSet> processed(List<TableGet.Found> found) {
    var processed = new ArrayList<BitSet>();
    long sizeBytes = 0;
    for (TableGet.Found part : found) {
      var numbers = new BitSet();
      var partitionBytes = new HashMap<AttributeValue, Long>();
      for (int i = 0; i < part.items().size() && sizeBytes <= MAX_ITEMS_BYTES; i++) {
        long itemBytes = sizeBytes(part.items().get(i));
        AttributeValue partitionKey = part.keys().get(i).partitionKey();
        if (partitionBytes.merge(partitionKey, itemBytes, Long::sum) <= MAX_PARTITION_BYTES) {
          sizeBytes += itemBytes;
          numbers.set(i, sizeBytes <= MAX_ITEMS_BYTES);
        }
      }
      processed.add(numbers);
    }
    return processed;
  }

  private static int sizeBytes(@Nullable EncodedItem item) {
    return item == null ? 0 : item.itemSizeBytes();
  }

  @Override
  public long heldBytes() {
    return BatchGetItemHandler.storedBytes(found);
  }

  @Override
  public void writeTo(JsonGenerator generator) throws IOException {
    generator.writeStartObject();
    generator.writeObjectFieldStart("Responses");
    for (int table = 0; table < found.size(); table++) {
      if (!processed.get(table).isEmpty()) {
        writeItems(generator, found.get(table), processed.get(table));
      }
    }
    generator.writeEndObject();
    generator.writeObjectFieldStart("UnprocessedKeys");
    for (int table = 0; table < found.size(); table++) {
      TableGet get = found.get(table).get();
      if (processed.get(table).cardinality() < get.keys().size()) {
        writeUnprocessed(generator, get, processed.get(table));
      }
    }
    generator.writeEndObject();
    ConsumedCapacity.writeMember(generator, ConsumedCapacity.detail(request), consumedUnits());
    generator.writeEndObject();
  }

  private static void writeItems(JsonGenerator generator, TableGet.Found found, BitSet processed)
      throws IOException {
    generator.writeArrayFieldStart(found.get().tableName());
    for (int i = processed.nextSetBit(0); i >= 0; i = processed.nextSetBit(i + 1)) {
      EncodedItem item = found.items().get(i);
      if (item != null) {
        Projections.write(found.get().projection(), item, generator);
      }
    }
    generator.writeEndArray();
  }

  /** The rest of a table's part of the request, such that it can be sent again as it is. */
  private static void writeUnprocessed(JsonGenerator generator, TableGet get, BitSet processed)
      throws IOException {
    generator.writeObjectFieldStart(get.tableName());
    generator.writeArrayFieldStart("Keys");
    int count = get.keys().size();
    for (int i = processed.nextClearBit(0); i < count; i = processed.nextClearBit(i + 1)) {
      AttributeValueWriter.writeItem(get.keys().get(i), generator);
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
    for (int table = 0; table < found.size(); table++) {
      TableGet get = found.get(table).get();
      boolean consistent = get.request().flag("ConsistentRead");
      List<@Nullable EncodedItem> items = found.get(table).items();
      double sum =
          processed.get(table).stream()
              .mapToDouble(i -> ConsumedCapacity.readUnits(sizeBytes(items.get(i)), consistent))
              .sum();
      units.put(get.tableName(), CapacityUnits.ofTable(sum));
    }
    return units;
  }
}
