package io.headwater.api.operation.batch;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.json.AttributeValueWriter;
import io.headwater.actors.model.AttributeValue;
import io.headwater.api.operation.CapacityUnits;
import io.headwater.api.operation.ConsumedCapacity;
import io.headwater.api.operation.ItemCollectionMetrics;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** The answer of BatchWriteItem: what was not done, so that it can be sent again as it is. */
final class BatchWriteAnswer implements Answer {
  private final Structure request;
  private final List<BatchOutcome> outcomes;

  private BatchWriteAnswer(Structure request, List<BatchOutcome> outcomes) {
    this.request = request;
    this.outcomes = List.copyOf(outcomes);
  }

  /**
   * The answer to what the partitions said.
   *
   * @throws CompletionException if none of the writes was done, or one failed for good
   */
  static Answer of(Structure request, List<BatchOutcome> outcomes) {
    boolean noneDone = outcomes.stream().allMatch(outcome -> outcome.failure() != null);
    for (BatchOutcome outcome : outcomes) {
      if (outcome.failure() != null && (noneDone || !outcome.isRetryable())) {
        throw new CompletionException(outcome.failure());
      }
    }
    return new BatchWriteAnswer(request, outcomes);
  }

  @Override
  public void writeTo(JsonGenerator generator) throws IOException {
    var unprocessed = new LinkedHashMap<String, List<BatchEntry>>();
    for (BatchOutcome outcome : outcomes) {
      if (outcome.failure() != null) {
        unprocessed
            .computeIfAbsent(outcome.tableName(), _ -> new ArrayList<>())
            .add(outcome.write().entry());
      }
    }
    generator.writeStartObject();
    generator.writeObjectFieldStart("UnprocessedItems");
    for (var table : unprocessed.entrySet()) {
      writeTable(generator, table);
    }
    generator.writeEndObject();
    var detail = ConsumedCapacity.detail(request);
    if (detail != ConsumedCapacity.Detail.NONE) {
      ConsumedCapacity.writeMember(generator, detail, units());
    }
    if (ItemCollectionMetrics.wanted(request)) {
      writeCollections(generator);
    }
    generator.writeEndObject();
  }

  private Map<String, CapacityUnits> units() {
    var units = new LinkedHashMap<String, CapacityUnits>();
    for (BatchOutcome outcome : outcomes) {
      units.merge(outcome.tableName(), outcome.units(), CapacityUnits::plus);
    }
    return units;
  }

  /** Each item collection that the batch wrote to is told of once, as its last write left it. */
  private void writeCollections(JsonGenerator generator) throws IOException {
    var byTable = new LinkedHashMap<String, Map<AttributeValue, ItemCollectionMetrics>>();
    for (BatchOutcome outcome : outcomes) {
      ItemCollectionMetrics metrics = outcome.collectionMetrics();
      if (metrics != null) {
        byTable
            .computeIfAbsent(outcome.tableName(), _ -> new LinkedHashMap<>())
            .put(metrics.key(), metrics);
      }
    }
    if (byTable.isEmpty()) {
      return;
    }
    generator.writeObjectFieldStart("ItemCollectionMetrics");
    for (var table : byTable.entrySet()) {
      generator.writeArrayFieldStart(table.getKey());
      for (ItemCollectionMetrics metrics : table.getValue().values()) {
        metrics.write(generator);
      }
      generator.writeEndArray();
    }
    generator.writeEndObject();
  }

  private static void writeTable(JsonGenerator generator, Map.Entry<String, List<BatchEntry>> table)
      throws IOException {
    generator.writeArrayFieldStart(table.getKey());
    for (BatchEntry entry : table.getValue()) {
      boolean put = entry.kind() == BatchEntry.Kind.PUT;
      generator.writeStartObject();
      generator.writeObjectFieldStart(put ? "PutRequest" : "DeleteRequest");
      generator.writeFieldName(put ? "Item" : "Key");
      AttributeValueWriter.writeItem(entry.attributes(), generator);
      generator.writeEndObject();
      generator.writeEndObject();
    }
    generator.writeEndArray();
  }
}
