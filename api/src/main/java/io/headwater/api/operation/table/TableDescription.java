package io.headwater.api.operation.table;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.catalog.StreamDefinition;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.catalog.TableSettings;
import io.headwater.actors.catalog.TableSettings.TableClass;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.model.ResourceArns;
import io.headwater.actors.table.TableReader.TableStatistics;
import io.headwater.api.operation.KeySchemaJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A table as the API describes it.
 *
 * @param nowMillis epoch milliseconds, for what is told of today
 */
record TableDescription(
    TableDefinition table, TableStatistics statistics, ResourceArns arns, long nowMillis) {
  private static final int MILLIS_DIGITS = 3;

  void writeTo(JsonGenerator generator) throws IOException {
    generator.writeStartObject();
    writeDefinitions(generator);
    generator.writeFieldName("KeySchema");
    KeySchemaJson.write(generator, table.keySchema());
    generator.writeNumberField("CreationDateTime", seconds(table.createdAtMillis()));
    new IndexDescription(table, statistics, arns, nowMillis).writeTo(generator);
    writeWithoutKeys(generator);
    generator.writeEndObject();
  }

  /** Writes what DynamoDB describes of a table when it is deleted. */
  void writeDeletedTo(JsonGenerator generator) throws IOException {
    generator.writeStartObject();
    writeWithoutKeys(generator);
    generator.writeEndObject();
  }

  private void writeWithoutKeys(JsonGenerator generator) throws IOException {
    TableSettings settings = table.settings();
    generator.writeStringField("TableName", table.name());
    generator.writeStringField("TableStatus", table.status().name());
    ThroughputJson.writeProvisioned(generator, settings.throughput(), nowMillis);
    generator.writeNumberField("TableSizeBytes", IndexDescription.storedBytes(statistics.items()));
    generator.writeNumberField("ItemCount", statistics.items().itemCount());
    generator.writeStringField("TableArn", arns.table(table.name()));
    generator.writeStringField("TableId", table.id().toString());
    writeBillingMode(generator, settings);
    writeStream(generator, table.stream());
    writeEncryption(generator, settings.encryptionKeyArn());
    writeTableClass(generator, settings);
    generator.writeBooleanField("DeletionProtectionEnabled", settings.deletionProtection());
    ThroughputJson.writeMaximum(generator, settings.onDemandThroughput());
    ThroughputJson.writeWarm(
        generator,
        settings.isOnDemand(),
        settings.throughput(),
        settings.warmThroughput(),
        table.status().name());
  }

  /** A time as the API tells it. */
  static BigDecimal seconds(long epochMillis) {
    return BigDecimal.valueOf(epochMillis, MILLIS_DIGITS);
  }

  /** The attributes that the keys of the table and its indexes consist of, sorted by name. */
  private Set<KeyAttribute> keyAttributes() {
    Set<KeyAttribute> attributes = new TreeSet<>(Comparator.comparing(KeyAttribute::name));
    attributes.add(table.keySchema().partitionKey());
    if (table.keySchema().sortKey() != null) {
      attributes.add(table.keySchema().sortKey());
    }
    table.localSecondaryIndexes().forEach(index -> attributes.add(index.sortKey()));
    table
        .globalSecondaryIndexes()
        .forEach(index -> index.index().keySchema().attributes().forEach(attributes::add));
    return attributes;
  }

  private void writeDefinitions(JsonGenerator generator) throws IOException {
    generator.writeArrayFieldStart("AttributeDefinitions");
    for (KeyAttribute attribute : keyAttributes()) {
      generator.writeStartObject();
      generator.writeStringField("AttributeName", attribute.name());
      generator.writeStringField("AttributeType", attribute.type().name());
      generator.writeEndObject();
    }
    generator.writeEndArray();
  }

  /** Told of a table that is in on-demand mode, or once was. */
  private void writeBillingMode(JsonGenerator generator, TableSettings settings)
      throws IOException {
    Long since = settings.onDemandSinceMillis();
    if (!settings.isOnDemand() && since == null) {
      return;
    }
    generator.writeObjectFieldStart("BillingModeSummary");
    generator.writeStringField("BillingMode", settings.billingMode().name());
    if (table.status() != TableStatus.CREATING) {
      generator.writeNumberField(
          "LastUpdateToPayPerRequestDateTime",
          seconds(since == null ? table.createdAtMillis() : since));
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

  private static void writeEncryption(JsonGenerator generator, @Nullable String keyArn)
      throws IOException {
    if (keyArn != null) {
      generator.writeObjectFieldStart("SSEDescription");
      generator.writeStringField("Status", "ENABLED");
      generator.writeStringField("SSEType", "KMS");
      generator.writeStringField("KMSMasterKeyArn", keyArn);
      generator.writeEndObject();
    }
  }

  /** Told of a table that is not in the standard class, or once was not. */
  private static void writeTableClass(JsonGenerator generator, TableSettings settings)
      throws IOException {
    Long changedMillis = settings.tableClassChangedMillis();
    if (settings.tableClass() == TableClass.STANDARD && changedMillis == null) {
      return;
    }
    generator.writeObjectFieldStart("TableClassSummary");
    generator.writeStringField("TableClass", settings.tableClass().name());
    if (changedMillis != null) {
      generator.writeNumberField("LastUpdateDateTime", seconds(changedMillis));
    }
    generator.writeEndObject();
  }
}
