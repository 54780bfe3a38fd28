package io.headwater.api.operation.table;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.catalog.StreamDefinition;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.BillingMode;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.model.ItemStatistics;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.model.LocalSecondaryIndex;
import io.headwater.actors.model.ResourceArns;
import io.headwater.actors.table.TableReader.TableStatistics;
import io.headwater.api.operation.KeySchemaJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A table as the API describes it. */
record TableDescription(TableDefinition table, TableStatistics statistics, ResourceArns arns) {
  /** What each item costs in storage beside its own size (bytes; data model §5). */
  private static final long ITEM_OVERHEAD_BYTES = 100;

  private static final int MILLIS_DIGITS = 3;

  void writeTo(JsonGenerator generator) throws IOException {
    generator.writeStartObject();
    writeDefinitions(generator);
    generator.writeFieldName("KeySchema");
    KeySchemaJson.write(generator, table.keySchema());
    generator.writeStringField("TableName", table.name());
    generator.writeStringField("TableStatus", table.status().name());
    generator.writeNumberField(
        "CreationDateTime", BigDecimal.valueOf(table.createdAtMillis(), MILLIS_DIGITS));
    writeThroughput(generator);
    generator.writeNumberField("TableSizeBytes", storedBytes(statistics.items()));
    generator.writeNumberField("ItemCount", statistics.items().itemCount());
    generator.writeStringField("TableArn", arns.table(table.name()));
    generator.writeStringField("TableId", table.id().toString());
    if (table.billingMode() == BillingMode.PAY_PER_REQUEST) {
      writeBillingMode(generator);
    }
    writeLocalIndexes(generator);
    writeStream(generator, table.stream());
    generator.writeBooleanField("DeletionProtectionEnabled", false);
    generator.writeEndObject();
  }

  /** Each attribute that a key of the table or of an index is made of, once. */
  private void writeDefinitions(JsonGenerator generator) throws IOException {
    Set<KeyAttribute> attributes = new LinkedHashSet<>();
    attributes.add(table.keySchema().partitionKey());
    if (table.keySchema().sortKey() != null) {
      attributes.add(table.keySchema().sortKey());
    }
    table.localSecondaryIndexes().forEach(index -> attributes.add(index.sortKey()));
    generator.writeArrayFieldStart("AttributeDefinitions");
    for (KeyAttribute attribute : attributes) {
      generator.writeStartObject();
      generator.writeStringField("AttributeName", attribute.name());
      generator.writeStringField("AttributeType", attribute.type().name());
      generator.writeEndObject();
    }
    generator.writeEndArray();
  }

  private static long storedBytes(ItemStatistics statistics) {
    return statistics.sizeBytes() + ITEM_OVERHEAD_BYTES * statistics.itemCount();
  }

  private void writeLocalIndexes(JsonGenerator generator) throws IOException {
    List<LocalSecondaryIndex> indexes = table.localSecondaryIndexes();
    if (indexes.isEmpty()) {
      return;
    }
    generator.writeArrayFieldStart("LocalSecondaryIndexes");
    for (int i = 0; i < indexes.size(); i++) {
      writeLocalIndex(generator, indexes.get(i), statistics.localSecondaryIndexes().get(i));
    }
    generator.writeEndArray();
  }

  private void writeLocalIndex(
      JsonGenerator generator, LocalSecondaryIndex index, ItemStatistics entries)
      throws IOException {
    generator.writeStartObject();
    generator.writeStringField("IndexName", index.name());
    generator.writeFieldName("KeySchema");
    KeySchemaJson.write(generator, index.keySchema());
    generator.writeObjectFieldStart("Projection");
    generator.writeStringField("ProjectionType", index.projection().type().name());
    if (!index.projection().nonKeyAttributes().isEmpty()) {
      generator.writeArrayFieldStart("NonKeyAttributes");
      for (String name : index.projection().nonKeyAttributes()) {
        generator.writeString(name);
      }
      generator.writeEndArray();
    }
    generator.writeEndObject();
    generator.writeNumberField("IndexSizeBytes", storedBytes(entries));
    generator.writeNumberField("ItemCount", entries.itemCount());
    generator.writeStringField("IndexArn", arns.index(table.name(), index.name()));
    generator.writeEndObject();
  }

  private void writeThroughput(JsonGenerator generator) throws IOException {
    generator.writeObjectFieldStart("ProvisionedThroughput");
    generator.writeNumberField("NumberOfDecreasesToday", 0);
    generator.writeNumberField("ReadCapacityUnits", table.readCapacityUnits());
    generator.writeNumberField("WriteCapacityUnits", table.writeCapacityUnits());
    generator.writeEndObject();
  }

  private void writeBillingMode(JsonGenerator generator) throws IOException {
    generator.writeObjectFieldStart("BillingModeSummary");
    generator.writeStringField("BillingMode", table.billingMode().name());
    if (table.status() == TableStatus.ACTIVE) {
      generator.writeNumberField(
          "LastUpdateToPayPerRequestDateTime",
          BigDecimal.valueOf(table.createdAtMillis(), MILLIS_DIGITS));
    }
    generator.writeEndObject();
  }

  /** The latest stream's name stays when the stream is disabled. */
  private void writeStream(JsonGenerator generator, @Nullable StreamDefinition stream)
      throws IOException {
    if (stream == null) {
      return;
    }
    if (stream.isEnabled()) {
      generator.writeObjectFieldStart("StreamSpecification");
      generator.writeBooleanField("StreamEnabled", true);
      generator.writeStringField("StreamViewType", stream.viewType().name());
      generator.writeEndObject();
    }
    generator.writeStringField("LatestStreamLabel", stream.label());
    generator.writeStringField("LatestStreamArn", arns.stream(table.name(), stream.label()));
  }
}
