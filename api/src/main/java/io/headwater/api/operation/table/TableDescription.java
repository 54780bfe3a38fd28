package io.headwater.api.operation.table;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.catalog.StreamDefinition;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.BillingMode;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.model.ResourceArns;
import io.headwater.actors.table.TableReader.TableStatistics;
import io.headwater.api.operation.KeySchemaJson;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A table as the API describes it. */
record TableDescription(TableDefinition table, TableStatistics statistics, ResourceArns arns) {
  /** What each item costs in storage beside its own size (bytes; data model §5). */
  private static final long ITEM_OVERHEAD_BYTES = 100;

  private static final int MILLIS_DIGITS = 3;

  void writeTo(JsonGenerator generator) throws IOException {
    generator.writeStartObject();
    writeKeys(generator, table.keySchema());
    generator.writeStringField("TableName", table.name());
    generator.writeStringField("TableStatus", table.status().name());
    generator.writeNumberField(
        "CreationDateTime", BigDecimal.valueOf(table.createdAtMillis(), MILLIS_DIGITS));
    writeThroughput(generator);
    generator.writeNumberField(
        "TableSizeBytes", statistics.sizeBytes() + ITEM_OVERHEAD_BYTES * statistics.itemCount());
    generator.writeNumberField("ItemCount", statistics.itemCount());
    generator.writeStringField("TableArn", arns.table(table.name()));
    generator.writeStringField("TableId", table.id().toString());
    if (table.billingMode() == BillingMode.PAY_PER_REQUEST) {
      writeBillingMode(generator);
    }
    writeStream(generator, table.stream());
    generator.writeBooleanField("DeletionProtectionEnabled", false);
    generator.writeEndObject();
  }

  private static void writeKeys(JsonGenerator generator, KeySchema schema) throws IOException {
    generator.writeArrayFieldStart("AttributeDefinitions");
    writeDefinition(generator, schema.partitionKey());
    writeDefinition(generator, schema.sortKey());
    generator.writeEndArray();
    generator.writeFieldName("KeySchema");
    KeySchemaJson.write(generator, schema);
  }

  private static void writeDefinition(JsonGenerator generator, @Nullable KeyAttribute attribute)
      throws IOException {
    if (attribute != null) {
      generator.writeStartObject();
      generator.writeStringField("AttributeName", attribute.name());
      generator.writeStringField("AttributeType", attribute.type().name());
      generator.writeEndObject();
    }
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
