package io.headwater.api.operation.table;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.catalog.GlobalIndex;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.ItemStatistics;
import io.headwater.actors.model.LocalSecondaryIndex;
import io.headwater.actors.model.ResourceArns;
import io.headwater.actors.table.TableReader.TableStatistics;
import io.headwater.api.operation.KeySchemaJson;
import java.io.IOException;
import java.util.List;

/** The indexes in a table's description. */
record IndexDescription(
    TableDefinition table, TableStatistics statistics, ResourceArns arns, long nowMillis) {
  /** What each item costs in storage beside its own size (bytes; data model §5). */
  private static final long ITEM_OVERHEAD_BYTES = 100;

  static long storedBytes(ItemStatistics statistics) {
    return statistics.sizeBytes() + ITEM_OVERHEAD_BYTES * statistics.itemCount();
  }

  void writeTo(JsonGenerator generator) throws IOException {
    List<LocalSecondaryIndex> locals = table.localSecondaryIndexes();
    if (!locals.isEmpty()) {
      generator.writeArrayFieldStart("LocalSecondaryIndexes");
      for (int i = 0; i < locals.size(); i++) {
        writeLocal(generator, locals.get(i), statistics.localSecondaryIndexes().get(i));
      }
      generator.writeEndArray();
    }
    List<GlobalIndex> globals = table.globalSecondaryIndexes();
    if (!globals.isEmpty()) {
      generator.writeArrayFieldStart("GlobalSecondaryIndexes");
      for (int i = 0; i < globals.size(); i++) {
        writeGlobal(generator, globals.get(i), statistics.globalSecondaryIndexes().get(i));
      }
      generator.writeEndArray();
    }
  }

  private void writeLocal(
      JsonGenerator generator, LocalSecondaryIndex index, ItemStatistics entries)
      throws IOException {
    generator.writeStartObject();
    generator.writeStringField("IndexName", index.name());
    generator.writeFieldName("KeySchema");
    KeySchemaJson.write(generator, index.keySchema());
    writeProjection(generator, index.projection());
    writeEntries(generator, index.name(), entries);
    generator.writeEndObject();
  }

  private void writeGlobal(JsonGenerator generator, GlobalIndex index, ItemStatistics entries)
      throws IOException {
    generator.writeStartObject();
    generator.writeStringField("IndexName", index.name());
    generator.writeFieldName("KeySchema");
    KeySchemaJson.write(generator, index.index().keySchema());
    writeProjection(generator, index.index().projection());
    String status = status(index);
    generator.writeStringField("IndexStatus", status);
    writeBackfilling(generator, index);
    ThroughputJson.writeProvisioned(generator, index.throughput(), nowMillis);
    writeEntries(generator, index.name(), entries);
    ThroughputJson.writeMaximum(generator, index.onDemandThroughput());
    ThroughputJson.writeWarm(
        generator,
        table.settings().isOnDemand(),
        index.throughput(),
        index.warmThroughput(),
        status);
    generator.writeEndObject();
  }

  private static String status(GlobalIndex index) {
    return switch (index.status()) {
      case CREATING, BACKFILLING -> "CREATING";
      case ACTIVE -> "ACTIVE";
      case DELETING -> "DELETING";
    };
  }

  /** Told only of an index that is added to a table that is there, until it is ACTIVE. */
  private void writeBackfilling(JsonGenerator generator, GlobalIndex index) throws IOException {
    switch (index.status()) {
      case CREATING -> {
        if (table.status() != TableStatus.CREATING) {
          generator.writeBooleanField("Backfilling", false);
        }
      }
      case BACKFILLING -> generator.writeBooleanField("Backfilling", true);
      case ACTIVE, DELETING -> {}
    }
  }

  private static void writeProjection(JsonGenerator generator, IndexProjection projection)
      throws IOException {
    generator.writeObjectFieldStart("Projection");
    generator.writeStringField("ProjectionType", projection.type().name());
    if (!projection.nonKeyAttributes().isEmpty()) {
      generator.writeArrayFieldStart("NonKeyAttributes");
      for (String name : projection.nonKeyAttributes().stream().sorted().toList()) {
        generator.writeString(name);
      }
      generator.writeEndArray();
    }
    generator.writeEndObject();
  }

  private void writeEntries(JsonGenerator generator, String name, ItemStatistics entries)
      throws IOException {
    generator.writeNumberField("IndexSizeBytes", storedBytes(entries));
    generator.writeNumberField("ItemCount", entries.itemCount());
    generator.writeStringField("IndexArn", arns.index(table.name(), name));
  }
}
