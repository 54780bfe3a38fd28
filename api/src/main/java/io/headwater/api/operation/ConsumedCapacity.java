package io.headwater.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.api.protocol.Structure;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What requests would cost at DynamoDB, and the answer's member that tells it (data model §7, §8).
 */
public final class ConsumedCapacity {
  private static final int READ_UNIT_BYTES = 4_096;
  private static final int WRITE_UNIT_BYTES = 1_024;

  /** How much of it a request wants to be told. */
  public enum Detail {
    INDEXES,
    TOTAL,
    NONE
  }

  private ConsumedCapacity() {}

  public static Detail detail(Structure request) {
    String wanted = request.text("ReturnConsumedCapacity");
    return wanted == null ? Detail.NONE : Detail.valueOf(wanted);
  }

  /** What reading so many bytes at once costs; an eventually consistent read costs half. */
  public static double readUnits(long sizeBytes, boolean consistent) {
    double units = Math.max(1, Math.ceilDiv(sizeBytes, READ_UNIT_BYTES));
    return consistent ? units : units / 2;
  }

  /** What replacing one image by the other costs; null: there was or is no item. */
  public static double writeUnits(@Nullable EncodedItem before, @Nullable EncodedItem after) {
    int sizeBytes = Math.max(sizeBytes(before), sizeBytes(after));
    return Math.max(1, Math.ceilDiv(sizeBytes, WRITE_UNIT_BYTES));
  }

  private static int sizeBytes(@Nullable EncodedItem item) {
    return item == null ? 0 : item.itemSizeBytes();
  }

  /**
   * Writes the member of an operation on one table.
   *
   * @param tableName the table as the request named it
   */
  public static void writeMember(
      JsonGenerator generator, Detail detail, String tableName, double units) throws IOException {
    if (detail != Detail.NONE) {
      generator.writeFieldName("ConsumedCapacity");
      write(generator, detail, tableName, units);
    }
  }

  /** Writes the member of an operation on several tables. */
  public static void writeMember(
      JsonGenerator generator, Detail detail, Map<String, Double> unitsByTable) throws IOException {
    if (detail != Detail.NONE) {
      generator.writeArrayFieldStart("ConsumedCapacity");
      for (var entry : unitsByTable.entrySet()) {
        write(generator, detail, entry.getKey(), entry.getValue());
      }
      generator.writeEndArray();
    }
  }

  private static void write(JsonGenerator generator, Detail detail, String tableName, double units)
      throws IOException {
    generator.writeStartObject();
    generator.writeStringField("TableName", tableName);
    generator.writeNumberField("CapacityUnits", units);
    if (detail == Detail.INDEXES) {
      generator.writeObjectFieldStart("Table");
      generator.writeNumberField("CapacityUnits", units);
      generator.writeEndObject();
    }
    generator.writeEndObject();
  }
}
