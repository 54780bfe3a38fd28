package io.headwater.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.ItemLimits;
import io.headwater.actors.codec.ItemSize;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.LocalSecondaryIndex;
import io.headwater.api.protocol.Structure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What requests would cost at DynamoDB, and the answer's member that tells it (data model §7, §8).
 */
public final class ConsumedCapacity {
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
    return consistencyUnits(
        Math.max(1, Math.ceilDiv(sizeBytes, ItemLimits.READ_UNIT_BYTES)), consistent);
  }

  /** What so many whole units cost, halved for eventually consistent reads. */
  public static double consistencyUnits(long units, boolean consistent) {
    return consistent ? units : units / 2.0;
  }

  /** What replacing one image by the other costs; null: there was or is no item. */
  public static CapacityUnits writeUnits(
      TableDefinition table, @Nullable EncodedItem before, @Nullable EncodedItem after) {
    double tableUnits = Math.max(1, Math.max(writeUnits(before), writeUnits(after)));
    if (table.localSecondaryIndexes().isEmpty()) {
      return CapacityUnits.ofTable(tableUnits);
    }
    var indexUnits = new LinkedHashMap<String, Double>();
    Item itemBefore = before == null ? Item.EMPTY : before.item();
    Item itemAfter = after == null ? Item.EMPTY : after.item();
    for (LocalSecondaryIndex index : table.localSecondaryIndexes()) {
      double units =
          indexWriteUnits(
              index,
              index.entry(table.keySchema(), itemBefore),
              index.entry(table.keySchema(), itemAfter));
      if (units > 0) {
        indexUnits.put(index.name(), units);
      }
    }
    return new CapacityUnits(tableUnits, indexUnits);
  }

  private static double writeUnits(@Nullable EncodedItem item) {
    return item == null ? 0 : Math.ceilDiv(item.itemSizeBytes(), WRITE_UNIT_BYTES);
  }

  private static double indexWriteUnits(
      LocalSecondaryIndex index, @Nullable Item before, @Nullable Item after) {
    double unitsBefore = entryUnits(before);
    double unitsAfter = entryUnits(after);
    if (before == null || after == null) {
      return unitsBefore + unitsAfter;
    }
    if (before.equals(after)) {
      return 0;
    }
    String sortKey = index.sortKey().name();
    return Objects.equals(before.get(sortKey), after.get(sortKey))
        ? Math.max(unitsBefore, unitsAfter)
        : unitsBefore + unitsAfter; // The entry moves: one is removed, one put.
  }

  private static double entryUnits(@Nullable Item entry) {
    return entry == null ? 0 : Math.ceilDiv(ItemSize.of(entry), WRITE_UNIT_BYTES);
  }

  /**
   * Writes the member of an operation on one table.
   *
   * @param tableName the table as the request named it
   */
  public static void writeMember(
      JsonGenerator generator, Detail detail, String tableName, CapacityUnits units)
      throws IOException {
    if (detail != Detail.NONE) {
      generator.writeFieldName("ConsumedCapacity");
      write(generator, detail, tableName, units);
    }
  }

  /** Writes the member of an operation on several tables. */
  public static void writeMember(
      JsonGenerator generator, Detail detail, Map<String, CapacityUnits> unitsByTable)
      throws IOException {
    if (detail != Detail.NONE) {
      generator.writeArrayFieldStart("ConsumedCapacity");
      for (var entry : unitsByTable.entrySet()) {
        write(generator, detail, entry.getKey(), entry.getValue());
      }
      generator.writeEndArray();
    }
  }

  private static void write(
      JsonGenerator generator, Detail detail, String tableName, CapacityUnits units)
      throws IOException {
    generator.writeStartObject();
    generator.writeStringField("TableName", tableName);
    generator.writeNumberField("CapacityUnits", units.total());
    if (detail == Detail.INDEXES) {
      writeUnits(generator, "Table", units.table());
      if (!units.localSecondaryIndexes().isEmpty()) {
        generator.writeObjectFieldStart("LocalSecondaryIndexes");
        for (var index : units.localSecondaryIndexes().entrySet()) {
          writeUnits(generator, index.getKey(), index.getValue());
        }
        generator.writeEndObject();
      }
    }
    generator.writeEndObject();
  }

  private static void writeUnits(JsonGenerator generator, String name, double units)
      throws IOException {
    generator.writeObjectFieldStart(name);
    generator.writeNumberField("CapacityUnits", units);
    generator.writeEndObject();
  }
}
